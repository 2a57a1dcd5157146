/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What there is: accounts, pools, counts, and whether all of it is sound. */
#include "operate/admin.h"

#include "../../shape/make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct shape admin_none_request = {NULL, 0, sizeof(uint32_t), 0, 0};

/* -- ShowAccount ----------------------------------------------------------- */

struct account_named {
    uint32_t size;
    uint32_t reserved;
    eip_text account;
};
#define S struct account_named
static const struct shape_member account_named_members[] = {
    TEXT(AccountId, account)};
const struct shape admin_account_request = SHAPE_OF(account_named_members);
#undef S

struct account_shown {
    uint64_t account;
    uint64_t scope;
    eip_account_usage usage;
};
#define S struct account_shown
static const struct shape_member account_shown_members[] = {
    VALUE(AccountId, accountId, SHAPE_ACCOUNT, account),
    VALUE(Quota, quota, SHAPE_UINT32, usage.quota),
    VALUE(Used, used, SHAPE_UINT32, usage.used),
    {.name = "Classic",
     .wire = "classic",
     .kind = SHAPE_BOOLEAN,
     .count = offsetof(S, usage.flags),
     .flag = EIP_ACCOUNT_CLASSIC},
    VALUE(IpamDefaultPublicScopeId, ipamDefaultPublicScopeId, SHAPE_SCOPE_ID,
          scope),
};
const struct shape admin_account_response = SHAPE_PLAIN(account_shown_members);
#undef S

eip_status admin_show_account(eip_engine *engine, const eip_caller *caller,
                              const void *request, void *response,
                              eip_error *error) {
    const struct account_named *asked = request;
    struct account_shown *shown = response;
    eip_status status = EIP_OK;

    shown->account = caller->account;
    shown->usage.size = sizeof(shown->usage);
    if (asked->account.data)
        status = admin_read_account(asked->account, &shown->account, error);
    if (status == EIP_OK)
        status = eip_admin_account_usage(engine, shown->account, &shown->usage);
    if (status == EIP_OK)
        status =
            eip_admin_ipam_default_scope(engine, shown->account, &shown->scope);
    return status;
}

/* -- ShowPools ------------------------------------------------------------- */

struct pool_row {
    eip_pool_ref pool;
    uint64_t owner;
    eip_text border_group;
    eip_space_stats stats;
};
#define S struct pool_row
static const struct shape_member pool_row_members[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, pool),
    VALUE_IF(OwnerId, ownerId, SHAPE_ACCOUNT, owner, pool.kind, UINT32_MAX),
    VALUE(NetworkBorderGroup, networkBorderGroup, SHAPE_TEXT, border_group),
    VALUE(CidrCount, cidrCount, SHAPE_UINT64, stats.cidrs),
    VALUE(TotalAddressCount, totalAddressCount, SHAPE_UINT64, stats.capacity),
    VALUE(HeldAddressCount, heldAddressCount, SHAPE_UINT64, stats.held),
    VALUE(FreeAddressCount, freeAddressCount, SHAPE_UINT64, stats.free),
    VALUE(CoolingAddressCount, coolingAddressCount, SHAPE_UINT64,
          stats.cooling),
    VALUE(DrainingAddressCount, drainingAddressCount, SHAPE_UINT64,
          stats.draining),
    VALUE(WithdrawnAddressCount, withdrawnAddressCount, SHAPE_UINT64,
          stats.withdrawn),
};
static const struct shape shape_pool_row = SHAPE_PLAIN(pool_row_members);
#undef S

struct pool_rows {
    uint32_t count;
    struct pool_row rows[];
};

static uint64_t rows_count(const void *list) {
    return ((const struct pool_rows *)list)->count;
}

static eip_status rows_at(const void *list, uint64_t index, void *item) {
    memcpy(item, &((const struct pool_rows *)list)->rows[index],
           sizeof(struct pool_row));
    return EIP_OK;
}

static void rows_free(void *list) {
    free(list);
}

static const struct shape_pager rows_pager = {&shape_pool_row, rows_count,
                                              rows_at, NULL, rows_free};
static const struct shape_member pools_members[] = {
    PAGED(Pools, poolSet, SHAPE_PAGE, 0, rows_pager)};
const struct shape admin_pools_response = {pools_members, 1, sizeof(void *), 0,
                                           0};

static struct pool_rows *make_rows(const eip_space_stats *stats,
                                   uint32_t count) {
    struct pool_rows *list =
        calloc(1, sizeof(*list) + count * sizeof(list->rows[0]));

    if (!list)
        return NULL;
    list->count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct pool_row *row = &list->rows[i];

        row->pool.id = stats[i].pool_id;
        row->pool.kind = stats[i].pool_kind;
        row->owner = stats[i].pool_owner;
        row->border_group = stats[i].network_border_group;
        row->stats = stats[i];
    }
    return list;
}

eip_status admin_show_pools(eip_engine *engine, const eip_caller *caller,
                            const void *request, void *response,
                            eip_error *error) {
    struct pool_rows *list = NULL;
    eip_space_stats *stats;
    uint32_t count = 0;
    uint32_t room;
    eip_status status = eip_engine_space_stats(engine, NULL, 0, &count);

    (void)caller;
    (void)request;
    (void)error;
    if (status != EIP_OK)
        return status;
    room = count;
    stats = calloc(room + 1, sizeof(*stats));
    if (!stats)
        return EIP_ERR_OUT_OF_MEMORY;
    status = eip_engine_space_stats(engine, stats, room, &count);
    if (status == EIP_OK) {
        list = make_rows(stats, room < count ? room : count);
        status = list ? EIP_OK : EIP_ERR_OUT_OF_MEMORY;
    }
    free(stats);
    memcpy(response, &list, sizeof(list));
    return status;
}

/* -- ShowEngine ------------------------------------------------------------ */

struct engine_shown {
    uint64_t now_ms;
    eip_engine_stats stats;
};
#define S struct engine_shown
#define COUNT(label, spelled, at) VALUE(label, spelled, SHAPE_UINT64, stats.at)
static const struct shape_member engine_members[] = {
    VALUE(Time, time, SHAPE_TIME, now_ms),
    COUNT(AllocatedCount, allocatedCount, allocated),
    COUNT(RecoveredCount, recoveredCount, recovered),
    COUNT(ReleasedCount, releasedCount, released),
    COUNT(DescribedCount, describedCount, described),
    COUNT(AccountCount, accountCount, accounts),
    COUNT(SpaceCount, spaceCount, spaces),
    COUNT(CidrCount, cidrCount, cidrs),
    COUNT(RecordCount, recordCount, records),
};
const struct shape admin_engine_response = SHAPE_PLAIN(engine_members);
#undef COUNT
#undef S

eip_status admin_show_engine(eip_engine *engine, const eip_caller *caller,
                             const void *request, void *response,
                             eip_error *error) {
    struct engine_shown *shown = response;

    (void)caller;
    (void)request;
    (void)error;
    shown->now_ms = eip_engine_now_ms(engine);
    shown->stats.size = sizeof(shown->stats);
    return eip_engine_stats_read(engine, &shown->stats);
}

/* -- CheckEngine ----------------------------------------------------------- */

#define S eip_audit_report
static const struct shape_member check_members[] = {
    VALUE(AddressCount, addressCount, SHAPE_UINT64, addresses),
    VALUE(HeldAddressCount, heldAddressCount, SHAPE_UINT64, held),
    VALUE(AccountCount, accountCount, SHAPE_UINT64, accounts),
    VALUE(CidrCount, cidrCount, SHAPE_UINT64, cidrs),
    VALUE(FindingCount, findingCount, SHAPE_UINT64, findings),
};
const struct shape admin_check_response = SHAPE_OF(check_members);
#undef S

static int32_t keep_first(void *context, const eip_audit_finding *finding) {
    eip_error *error = context;

    (void)snprintf(error->message, sizeof(error->message),
                   "Invariant %u does not hold: %.*s",
                   (unsigned)finding->invariant, (int)finding->message.size,
                   finding->message.data);
    return 1;
}

eip_status admin_check_engine(eip_engine *engine, const eip_caller *caller,
                              const void *request, void *response,
                              eip_error *error) {
    eip_audit_report *report = response;
    eip_status status = eip_engine_audit(engine, keep_first, error, report);

    (void)caller;
    (void)request;
    if (status == EIP_OK && report->findings > 0)
        status = EIP_ERR_INCORRECT_STATE;
    return status;
}
