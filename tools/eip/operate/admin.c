/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is written here for each command is its struct, its table, and the call;
 * the form of options and answers is that of all operations. */
#include "operate/admin.h"

#include "../../shape/make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- arguments ------------------------------------------------------------- */

eip_status admin_wrong(eip_error *error, const char *field, eip_text value) {
    (void)snprintf(error->message, sizeof(error->message),
                   "Invalid value '%.*s' for %s", (int)value.size, value.data,
                   field);
    return EIP_ERR_INVALID_PARAMETER_VALUE;
}

eip_status admin_read_pool(eip_text text, eip_pool_ref *pool,
                           eip_error *error) {
    if (eip_pool_id_parse(text, pool) == EIP_OK)
        return EIP_OK;
    (void)snprintf(error->message, sizeof(error->message),
                   "The pool ID '%.*s' does not exist", (int)text.size,
                   text.data);
    return EIP_ERR_POOL_NOT_FOUND;
}

eip_status admin_read_account(eip_text text, uint64_t *account,
                              eip_error *error) {
    if (eip_account_parse(text, account) == EIP_OK)
        return EIP_OK;
    return admin_wrong(error, "AccountId", text);
}

/* The place of a word in `words`; absent is the first. */
static eip_status read_word(eip_text text, const char *field,
                            const char *const *words, uint32_t count,
                            uint32_t *place, eip_error *error) {
    *place = 0;
    if (!text.data)
        return EIP_OK;
    for (; *place < count; (*place)++) {
        if (strlen(words[*place]) == text.size &&
            memcmp(words[*place], text.data, text.size) == 0)
            return EIP_OK;
    }
    return admin_wrong(error, field, text);
}
#define READ_WORD(text, field, words, place, error)                            \
    read_word(text, field, words, sizeof(words) / sizeof((words)[0]), place,   \
              error)

static eip_status read_cidr(eip_text text, eip_cidr *cidr, eip_error *error) {
    if (eip_cidr_parse(text, cidr) == EIP_OK)
        return EIP_OK;
    return admin_wrong(error, "Cidr", text);
}

/* -- AddBorderGroup -------------------------------------------------------- */

struct add_border_group {
    uint32_t size;
    uint32_t flags;
    eip_text name;
    eip_text kind;
};
#define S struct add_border_group
static const struct shape_member add_border_group_members[] = {
    TEXT_REQUIRED(NetworkBorderGroup, name),
    TEXT_REQUIRED(Kind, kind),
};
static const struct shape add_border_group_request =
    SHAPE_OF(add_border_group_members);
#undef S

static eip_status add_border_group(eip_engine *engine, const eip_caller *caller,
                                   const void *request, void *response,
                                   eip_error *error) {
    static const char *const kinds[] = {"region", "local-zone", "wavelength"};
    const struct add_border_group *asked = request;
    uint32_t kind;
    eip_status status = READ_WORD(asked->kind, "Kind", kinds, &kind, error);

    (void)caller;
    (void)response;
    if (status != EIP_OK)
        return status;
    return eip_admin_create_border_group(engine, asked->name, kind, error);
}

/* -- MakePool, ModifyPool -------------------------------------------------- */

struct pool_asked {
    uint32_t size;
    uint32_t flags; /* EIP_POOL_... */
    eip_text pool;
    eip_text kind;
    eip_text owner;
    eip_text policy;
    int32_t cooldown_ms;
    uint32_t reserved;
};
#define S struct pool_asked
static const struct shape_member make_pool_members[] = {
    TEXT_REQUIRED(Kind, kind),
    TEXT(OwnerId, owner),
    TEXT(PoolId, pool),
    TEXT(Policy, policy),
    NUMBER(CooldownMs, cooldown_ms, EIP_POOL_COOLDOWN_GIVEN),
    BOOLEAN(Closed, EIP_POOL_CLOSED, 0),
    BOOLEAN(KeepCooling, EIP_POOL_KEEP_COOLING, 0),
};
static const struct shape make_pool_request = SHAPE_OF(make_pool_members);
static const struct shape_member modify_pool_members[] = {
    TEXT_REQUIRED(PoolId, pool),
    TEXT(Policy, policy),
    NUMBER(CooldownMs, cooldown_ms, EIP_POOL_COOLDOWN_GIVEN),
    BOOLEAN(Closed, EIP_POOL_CLOSED, 0),
    BOOLEAN(KeepCooling, EIP_POOL_KEEP_COOLING, 0),
};
static const struct shape modify_pool_request = SHAPE_OF(modify_pool_members);
#undef S

#define S eip_pool_ref
static const struct shape_member pool_members[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, id)};
static const struct shape pool_response = SHAPE_PLAIN(pool_members);
#undef S

/* All but the pool itself. */
static eip_status read_spec(const struct pool_asked *asked,
                            const eip_caller *caller, eip_pool_spec *spec,
                            eip_error *error) {
    static const char *const policies[] = {"default", "lowest", "random",
                                           "cursor", "spread"};
    eip_status status =
        READ_WORD(asked->policy, "Policy", policies, &spec->policy, error);

    spec->flags = asked->flags;
    spec->owner = caller->account;
    if (asked->cooldown_ms < 0 && status == EIP_OK)
        status = admin_wrong(error, "CooldownMs", eip_text_of("negative"));
    if ((asked->flags & EIP_POOL_COOLDOWN_GIVEN) != 0)
        spec->cooldown_ms = (uint64_t)asked->cooldown_ms;
    if (status == EIP_OK && asked->owner.data)
        status = admin_read_account(asked->owner, &spec->owner, error);
    return status;
}

static eip_status make_pool(eip_engine *engine, const eip_caller *caller,
                            const void *request, void *response,
                            eip_error *error) {
    static const char *const kinds[] = {"amazon", "public-ipv4", "ipam",
                                        "coip"};
    const struct pool_asked *asked = request;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_status status = read_spec(asked, caller, &spec, error);

    if (status == EIP_OK && asked->pool.data)
        status = admin_read_pool(asked->pool, &spec.pool, error);
    if (status == EIP_OK)
        status = READ_WORD(asked->kind, "Kind", kinds, &spec.pool.kind, error);
    if (status != EIP_OK)
        return status;
    return eip_admin_create_pool(engine, &spec, response, error);
}

static eip_status modify_pool(eip_engine *engine, const eip_caller *caller,
                              const void *request, void *response,
                              eip_error *error) {
    const struct pool_asked *asked = request;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_status status = read_spec(asked, caller, &spec, error);

    if (status == EIP_OK)
        status = admin_read_pool(asked->pool, &spec.pool, error);
    if (status == EIP_OK)
        status = eip_admin_modify_pool(engine, &spec, error);
    if (status == EIP_OK)
        memcpy(response, &spec.pool, sizeof(spec.pool));
    return status;
}

/* -- RemovePool, SharePool ------------------------------------------------- */

enum { SHARE_STOP = 1 };

struct pool_named {
    uint32_t size;
    uint32_t flags;
    eip_text pool;
    eip_text account;
};
#define S struct pool_named
static const struct shape_member remove_pool_members[] = {
    TEXT_REQUIRED(PoolId, pool)};
static const struct shape remove_pool_request = SHAPE_OF(remove_pool_members);
static const struct shape_member share_pool_members[] = {
    TEXT_REQUIRED(PoolId, pool),
    TEXT_REQUIRED(AccountId, account),
    BOOLEAN(Stop, SHARE_STOP, 0),
};
static const struct shape share_pool_request = SHAPE_OF(share_pool_members);
#undef S

static eip_status remove_pool(eip_engine *engine, const eip_caller *caller,
                              const void *request, void *response,
                              eip_error *error) {
    const struct pool_named *asked = request;
    eip_pool_ref pool;
    eip_status status = admin_read_pool(asked->pool, &pool, error);

    (void)caller;
    (void)response;
    return status == EIP_OK ? eip_admin_delete_pool(engine, pool, error)
                            : status;
}

static eip_status share_pool(eip_engine *engine, const eip_caller *caller,
                             const void *request, void *response,
                             eip_error *error) {
    const struct pool_named *asked = request;
    uint64_t account = 0;
    eip_pool_ref pool;
    eip_status status = admin_read_pool(asked->pool, &pool, error);

    (void)caller;
    (void)response;
    if (status == EIP_OK)
        status = admin_read_account(asked->account, &account, error);
    if (status != EIP_OK)
        return status;
    return eip_admin_share_pool(engine, pool, account,
                                (asked->flags & SHARE_STOP) == 0, error);
}

/* -- AddCidrs, DrainCidr --------------------------------------------------- */

struct cidrs_asked {
    uint32_t size;
    uint32_t flags;
    eip_text pool;
    eip_text border_group;
    eip_text mode;
    eip_text cidr;
    const eip_text *cidrs;
    uint32_t cidr_count;
    uint32_t reserved;
};
#define S struct cidrs_asked
static const struct shape_member add_cidrs_members[] = {
    TEXT_REQUIRED(PoolId, pool),
    TEXT(NetworkBorderGroup, border_group),
    LIST_REQUIRED(Cidrs, Cidr, cidrs, cidr_count, shape_text_item),
};
static const struct shape add_cidrs_request = SHAPE_OF(add_cidrs_members);
static const struct shape_member drain_cidr_members[] = {
    TEXT_REQUIRED(PoolId, pool),
    TEXT_REQUIRED(Cidr, cidr),
    TEXT(Mode, mode),
};
static const struct shape drain_cidr_request = SHAPE_OF(drain_cidr_members);
#undef S

struct drained {
    uint64_t held;
};
#define S struct drained
static const struct shape_member drained_members[] = {
    VALUE(HeldAddressCount, heldAddressCount, SHAPE_UINT64, held)};
static const struct shape drain_cidr_response = SHAPE_PLAIN(drained_members);
#undef S

static eip_status add_cidrs(eip_engine *engine, const eip_caller *caller,
                            const void *request, void *response,
                            eip_error *error) {
    const struct cidrs_asked *asked = request;
    eip_cidr *cidrs = calloc(asked->cidr_count + 1, sizeof(*cidrs));
    eip_pool_ref pool;
    eip_status status = admin_read_pool(asked->pool, &pool, error);

    (void)caller;
    (void)response;
    if (!cidrs)
        return EIP_ERR_OUT_OF_MEMORY;
    for (uint32_t i = 0; status == EIP_OK && i < asked->cidr_count; i++)
        status = read_cidr(asked->cidrs[i], &cidrs[i], error);
    if (status == EIP_OK)
        status = eip_admin_provision_cidrs(engine, pool, asked->border_group,
                                           cidrs, asked->cidr_count, error);
    free(cidrs);
    return status;
}

static eip_status drain_cidr(eip_engine *engine, const eip_caller *caller,
                             const void *request, void *response,
                             eip_error *error) {
    static const char *const modes[] = {"if-unused", "start", "cancel"};
    const struct cidrs_asked *asked = request;
    struct drained *drained = response;
    eip_pool_ref pool;
    eip_cidr cidr;
    uint32_t mode;
    eip_status status = admin_read_pool(asked->pool, &pool, error);

    (void)caller;
    if (status == EIP_OK)
        status = read_cidr(asked->cidr, &cidr, error);
    if (status == EIP_OK)
        status = READ_WORD(asked->mode, "Mode", modes, &mode, error);
    if (status != EIP_OK)
        return status;
    return eip_admin_drain_cidr(engine, pool, cidr, mode, &drained->held,
                                error);
}

/* -- SetAccount, MarkAddress ----------------------------------------------- */

enum { QUOTA_GIVEN = 1 << 30 };

struct account_asked {
    uint32_t size;
    uint32_t flags; /* EIP_ACCOUNT_..., QUOTA_GIVEN */
    eip_text account;
    int32_t quota;
    uint32_t reserved;
};
#define S struct account_asked
static const struct shape_member set_account_members[] = {
    TEXT_REQUIRED(AccountId, account),
    NUMBER_REQUIRED(Quota, quota, QUOTA_GIVEN),
    BOOLEAN(Classic, EIP_ACCOUNT_CLASSIC, 0),
};
static const struct shape set_account_request = SHAPE_OF(set_account_members);
#undef S

static eip_status set_account(eip_engine *engine, const eip_caller *caller,
                              const void *request, void *response,
                              eip_error *error) {
    const struct account_asked *asked = request;
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_status status =
        admin_read_account(asked->account, &spec.account, error);

    (void)caller;
    (void)response;
    spec.quota = (uint32_t)asked->quota;
    spec.flags = asked->flags & EIP_ACCOUNT_CLASSIC;
    return status == EIP_OK ? eip_admin_set_account(engine, &spec, error)
                            : status;
}

struct marks_asked {
    uint32_t size;
    uint32_t flags; /* EIP_MARK_... */
    eip_text allocation_id;
    eip_text service;
};
#define S struct marks_asked
static const struct shape_member mark_address_members[] = {
    TEXT_REQUIRED(AllocationId, allocation_id),
    BOOLEAN(Locked, EIP_MARK_LOCKED, 0),
    TEXT(ServiceManaged, service),
};
static const struct shape mark_address_request = SHAPE_OF(mark_address_members);
#undef S

static eip_status mark_address(eip_engine *engine, const eip_caller *caller,
                               const void *request, void *response,
                               eip_error *error) {
    static const char *const services[] = {"none", "alb", "nlb", "rds", "rnat"};
    const struct marks_asked *asked = request;
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;
    eip_status status = READ_WORD(asked->service, "ServiceManaged", services,
                                  &marks.service, error);

    (void)caller;
    (void)response;
    marks.flags = asked->flags;
    if (status == EIP_OK &&
        eip_allocation_id_parse(asked->allocation_id, &marks.allocation_id) !=
            EIP_OK)
        status = admin_wrong(error, "AllocationId", asked->allocation_id);
    return status == EIP_OK ? eip_admin_mark_address(engine, &marks, error)
                            : status;
}

/* -- the table ------------------------------------------------------------- */

static const struct shape nothing = {NULL, 0, 0, 0, 0};

const struct shape_operation admin_operations[] = {
    {"AddBorderGroup", add_border_group, &add_border_group_request, &nothing,
     0},
    {"AddCidrs", add_cidrs, &add_cidrs_request, &nothing, 0},
    {"CheckEngine", admin_check_engine, &admin_none_request,
     &admin_check_response, 1},
    {"DrainCidr", drain_cidr, &drain_cidr_request, &drain_cidr_response, 0},
    {"MakePool", make_pool, &make_pool_request, &pool_response, 0},
    {"MarkAddress", mark_address, &mark_address_request, &nothing, 0},
    {"ModifyPool", modify_pool, &modify_pool_request, &pool_response, 0},
    {"RemovePool", remove_pool, &remove_pool_request, &nothing, 0},
    {"SetAccount", set_account, &set_account_request, &nothing, 0},
    {"SharePool", share_pool, &share_pool_request, &nothing, 0},
    {"ShowAccount", admin_show_account, &admin_account_request,
     &admin_account_response, 1},
    {"ShowEngine", admin_show_engine, &admin_none_request,
     &admin_engine_response, 1},
    {"ShowPools", admin_show_pools, &admin_none_request, &admin_pools_response,
     1},
};
const uint32_t admin_operation_count =
    sizeof(admin_operations) / sizeof(admin_operations[0]);
