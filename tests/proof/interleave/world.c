/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include "arena.h"

#include "eip/eip.h"
#include "ops/admin.h"
#include "ops/blocks.h"
#include "registry/engine.h"

#include <stdio.h>
#include <string.h>

#define BASE UINT32_C(0xc6336400) /* 198.51.100.0 */
enum { KNOWN = 1 << 16, COOLDOWN = 1000, QUOTA = 3, START = 1700000000 };

static eip_engine *engine;
static struct state begin;
static uint64_t ids[ADDRESSES];     /* of the set-up's allocations */
static uint64_t new_ids[ADDRESSES]; /* of those that come next */
static uint64_t tied_id;            /* of the set-up's association */
static bool is_strict;              /* picks go by the address */
static uint64_t now_ms;
static bool is_set_up;
static bool is_classic; /* the set-up's next */
static bool is_kept;    /* a journal is, from the set-up on */
static uint32_t records[KEPT];
static struct told first_told; /* as if by a cut at the beginning */
static uint64_t known[KNOWN];  /* hashes of memory */

static void must(bool good, const char *what) {
    if (!good) {
        mc_fail("set-up: %s", what);
    }
}

static uint64_t read_clock(void *context) {
    (void)context;
    return now_ms;
}

static eip_cidr block(uint8_t index) {
    return (eip_cidr){BASE + (index == 0 ? 0 : index + 1u),
                      index == 0 ? 31 : 32};
}

static eip_pool_ref amazon(void) {
    const eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    return spec.pool;
}

static struct eip__space *space(void) {
    const struct eip__topology *topology =
        eip__pointer(mc_peek(&engine->catalog.topology, 8));

    return eip__pointer(mc_peek(&topology->region->space, 8));
}

/* -- operations ----------------------------------------------------------------- */

static enum verdict verdict_of(eip_status status) {
    switch (status) {
    case EIP_OK:
        return OK;
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        return EMPTY;
    case EIP_ERR_ADDRESS_NOT_FOUND:
    case EIP_ERR_ALLOCATION_ID_NOT_FOUND:
        return NOT_FOUND;
    case EIP_ERR_ADDRESS_LIMIT_EXCEEDED:
        return OVER_QUOTA;
    case EIP_ERR_ASSOCIATION_ID_NOT_FOUND:
        return NOT_FOUND;
    case EIP_ERR_ADDRESS_IN_USE:
    case EIP_ERR_TRANSFER_ASSOCIATED:
    case EIP_ERR_CIDR_IN_USE:
        return IN_USE;
    default:
        return OTHER;
    }
}

/* These are seen to come and go with the address. */
static const eip_tag tag = {{"Name", 4, 0}, {"n", 1, 0}};
static const eip_tag_specification tags = {{"elastic-ip", 10, 0}, &tag, 1, 0};

static eip_status allocate(struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    char text[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    request.domain =
        eip_text_of(op->kind == OP_ANY && is_classic ? "standard" : "vpc");
    if (op->kind == OP_NAMED) {
        (void)eip_ipv4_format(BASE + op->address, text);
        request.address = eip_text_of(text);
        request.tag_specifications = &tags;
        request.tag_specification_count = 1;
    }
    status = eip_allocate_address(engine, &caller, &request, &response, NULL);
    op->got = (uint8_t)(response.public_ip - BASE);
    if (status == EIP_OK && is_set_up) {
        ids[op->got] = response.allocation_id;
    }
    return status;
}

static eip_status allocate_block(struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response responses[2] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_cidr got = {BASE, 0};
    eip_status status;

    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    status = eip_allocate_block(engine, &caller, &request, 31, &got, responses,
                                NULL);
    op->got = (uint8_t)(got.base - BASE);
    if (status == EIP_OK && (responses[0].public_ip != got.base ||
                             responses[1].public_ip != got.base + 1)) {
        mc_fail("the addresses are not the block");
    }
    return status;
}

static eip_status release(struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.allocation_id =
        op->kind == OP_RELEASE ? ids[op->address] : new_ids[op->address];
    return eip_release_address(engine, &caller, &request, NULL);
}

static eip_status drain(struct op *op) {
    uint32_t mode = op->kind == OP_UNUSED     ? EIP_DRAIN_IF_UNUSED
                    : op->kind == OP_WITHDRAW ? EIP_DRAIN_START
                                              : EIP_DRAIN_CANCEL;
    uint64_t held = 0;
    eip_status status = eip_admin_drain_cidr(
        engine, amazon(), block(op->address), mode, &held, NULL);

    op->got = (uint8_t)held;
    return status;
}

static eip_status describe(struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_address_list *list = NULL;
    eip_status status =
        eip_describe_addresses(engine, &caller, NULL, &list, NULL);

    for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
        eip_address address = EIP_ADDRESS_INIT;

        must(eip_address_list_at(list, i, &address) == EIP_OK, "a list");
        op->got |= (uint8_t)(1u << (address.public_ip - BASE));
        if ((address.fields & EIP_HAS_ASSOCIATION_ID) != 0) {
            op->got |= (uint8_t)(16u << (address.public_ip - BASE));
        }
    }
    eip_address_list_free(list);
    return status;
}

static eip_status associate(const struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    eip_status status;

    request.allocation_id = ids[op->address];
    request.instance_id = (eip_text){"i", 1, 0};
    status = eip_associate_address(engine, &caller, &request, &response, NULL);
    if (is_set_up) {
        tied_id = response.association_id;
    }
    return status;
}

static eip_status leave(const struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

    request.association_id = tied_id;
    return eip_disassociate_address(engine, &caller, &request, NULL);
}

static eip_status enable(const struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    char text[EIP_ACCOUNT_TEXT_SIZE];

    (void)eip_account_format(3u - op->account, text);
    request.allocation_id = ids[op->address];
    request.transfer_account_id = eip_text_of(text);
    return eip_enable_address_transfer(engine, &caller, &request, NULL, NULL);
}

static eip_status disable(const struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_disable_address_transfer_request request =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = ids[op->address];
    return eip_disable_address_transfer(engine, &caller, &request, NULL, NULL);
}

static eip_status accept(const struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];

    (void)eip_ipv4_format(BASE + op->address, text);
    request.address = eip_text_of(text);
    return eip_accept_address_transfer(engine, &caller, &request, NULL, NULL);
}

static eip_status move(const struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_classic_request request = EIP_CLASSIC_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];

    (void)eip_ipv4_format(BASE + op->address, text);
    request.public_ip = eip_text_of(text);
    return op->kind == OP_MOVE
               ? eip_move_address_to_vpc(engine, &caller, &request, NULL, NULL)
               : eip_restore_address_to_classic(engine, &caller, &request, NULL,
                                                NULL);
}

/* As DeprovisionPublicIpv4PoolCidr does. */
static eip_status cut(const struct op *op) {
    eip_cidr cidr = {BASE + op->address, 32};
    struct eip__part *part = NULL;
    struct eip__pool *pool = NULL;
    struct eip__call call;
    eip_status status = eip__admin_begin(&call, engine, NULL);

    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_pool(&call, amazon(), &pool);
    if (status == EIP_OK) {
        status = eip__blocks_find_over(&call, pool, cidr, &part);
    }
    if (status == EIP_OK) {
        status = eip__blocks_remove_unused(&call, part, cidr);
    }
    return eip__admin_end(&call, status);
}

static eip_status collect(struct op *op) {
    if (op->kind == OP_SNAPSHOT) {
        kept_start(engine);
        kept_scan(engine, records, &op->told);
    } else {
        op->told = first_told;
    }
    kept_collect(engine, records, &op->told);
    return EIP_OK;
}

static eip_status set_quota(const struct op *op) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = op->account;
    spec.quota = op->address;
    return eip_admin_set_account(engine, &spec, NULL);
}

static eip_status carry_out(struct op *op) {
    const eip_cidr cidr = block(op->address < BLOCKS ? op->address : 0);
    const eip_cidr one = {BASE + op->address, 32};

    switch (op->kind) {
    case OP_ANY:
    case OP_NAMED:
        return allocate(op);
    case OP_BLOCK:
        return allocate_block(op);
    case OP_RELEASE:
    case OP_RELEASE_NEW:
        return release(op);
    case OP_UNUSED:
    case OP_WITHDRAW:
    case OP_RESTORE:
        return drain(op);
    case OP_DESCRIBE:
        return describe(op);
    case OP_QUOTA:
        return set_quota(op);
    case OP_ASSOCIATE:
        return associate(op);
    case OP_LEAVE:
        return leave(op);
    case OP_ENABLE:
        return enable(op);
    case OP_DISABLE:
        return disable(op);
    case OP_ACCEPT:
        return accept(op);
    case OP_CUT:
        return cut(op);
    case OP_MEND:
        return eip_admin_provision_cidrs(engine, amazon(), (eip_text){0}, &one,
                                         1, NULL);
    case OP_MOVE:
    case OP_BACK:
        return move(op);
    case OP_ADD:
        return eip_admin_provision_cidrs(engine, amazon(), (eip_text){0}, &cidr,
                                         1, NULL);
    case OP_COLLECT:
    case OP_SNAPSHOT:
        return collect(op);
    case OP_RECLAIM:
        return world_reclaim(engine);
    default:
        return world_expire(engine, space());
    }
}

/* A block that is removed already cannot be restored: nothing to be done. */
void world_do(struct op *op) {
    eip_status status;

    op->got = 0;
    op->begun = true;
    mc_begin(&op->span);
    status = carry_out(op);
    mc_end(&op->span);
    if (op->kind == OP_RESTORE && status == EIP_ERR_CIDR_NOT_FOUND) {
        status = EIP_OK;
    }
    op->verdict = verdict_of(status);
    op->done = true;
}

/* -- set-up ------------------------------------------------------------------------- */

static void open_engine(const struct world_how *how) {
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    config.region = eip_text_of("r");
    config.flags = EIP_ENGINE_SEEDED | EIP_ENGINE_CLAIM_ANY_FREE;
    config.seed = 1;
    config.cooldown_ms = how->hot ? 0 : COOLDOWN;
    config.cooldown_given = 1;
    config.quota_default = QUOTA;
    config.allocator = arena_allocator();
    config.clock.now_ms = read_clock;
    must(eip_engine_open(&config, &engine, NULL) == EIP_OK, "open");
    spec.policy = how->scattered ? EIP_POLICY_SPREAD : how->policy;
    must(eip_admin_modify_pool(engine, &spec, NULL) == EIP_OK, "policy");
}

static void set_policy(const struct world_how *how) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.policy = how->policy;
    spec.flags = how->flags;
    must(eip_admin_modify_pool(engine, &spec, NULL) == EIP_OK, "policy");
    is_strict = how->hot && how->policy == EIP_POLICY_LOWEST;
}

static void do_simply(enum op_kind kind, uint8_t account, uint8_t address) {
    struct op op = {.kind = kind, .account = account, .address = address};

    world_do(&op);
    must(op.verdict == OK, "an operation");
}

static void do_as_thread(void *context) {
    world_do(context);
}

/* Give the threads lanes, and what they wrote only once. */
static void warm(void) {
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        struct op op = {.kind = OP_DESCRIBE, .account = 1};

        mc_as(i, do_as_thread, &op);
    }
}

/* A thread's first pick in a leaf and its second, of which it keeps the hints
 * of the leaf. */
static void pick_twice(void *context) {
    const uint8_t *account = context;

    for (uint32_t i = 0; i < 2; i++) {
        struct op op = {.kind = OP_ANY, .account = *account};

        world_do(&op);
        must(op.verdict == OK, "a pick");
        do_simply(OP_RELEASE, *account, op.got);
        begin.last[op.got] = *account;
    }
}

static void spot(const struct world_how *how) {
    for (uint8_t i = 0; i < MC_THREADS && how->spotted; i++) {
        uint8_t account = i + 1;

        mc_as(i, pick_twice, &account);
    }
    must(world_recall(engine, space()) == EIP_OK, "a recall");
    if (how->keeping) {
        uint8_t account = 1;

        mc_as(0, pick_twice, &account);
    }
}

/* A detail of the thread's own, twice: what is retired does not come back yet. */
static void take_and_give_twice(void *context) {
    (void)context;
    for (uint32_t i = 0; i < 2; i++) {
        do_simply(OP_NAMED, 1, 2);
        do_simply(OP_RELEASE, 1, 2);
    }
}

static void retire(const struct world_how *how) {
    for (uint32_t i = 0; i < 2 && how->retired; i++) {
        mc_as(i, take_and_give_twice, NULL);
    }
    if (how->tagged) {
        struct op op = {.kind = OP_NAMED, .account = 1, .address = 2};

        mc_as(0, do_as_thread, &op);
        must(op.verdict == OK, "a tagged address");
        begin.owner[2] = 1;
    }
}

static const struct eip__range *range_of(uint8_t index) {
    const struct eip__space *there = space();

    for (uint32_t i = 0; i < there->range_count; i++) {
        if (there->ranges[i]->cidr.base == block(index).base) {
            return there->ranges[i];
        }
    }
    return NULL;
}

static bool is_draining(const struct eip__range *range) {
    const struct eip__part *part =
        eip__catalog_part_from(&engine->catalog, range, 0);

    return part->draining;
}

static uint32_t record_of(uint8_t address) {
    return eip__range_record(range_of(model_block_of(address)), BASE + address);
}

static uint64_t word_of(uint8_t address) {
    return mc_peek(eip__records_word(&engine->records, record_of(address)), 8);
}

static void foresee_ids(void) {
    for (uint8_t i = 0; i < 3; i++) {
        new_ids[i] = eip__id_make(&engine->id_key, record_of(i),
                                  eip__word_generation(word_of(i)) + 1);
    }
}

/* Six ticks on, the bucket of what was released first is the next. */
static void age(void) {
    for (uint32_t i = 0; i < 6; i++) {
        now_ms += COOLDOWN / 5;
        do_simply(OP_EXPIRE, 1, 0);
    }
    now_ms += COOLDOWN / 5;
}

/* Address 0, the lowest, of account 1, a day ago. */
static void take_classic(void) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = 1;
    spec.quota = QUOTA;
    spec.flags = EIP_ACCOUNT_CLASSIC;
    must(eip_admin_set_account(engine, &spec, NULL) == EIP_OK, "classic");
    is_classic = true;
    do_simply(OP_ANY, 1, 0);
    is_classic = false;
    now_ms += EIP_CLASSIC_MOVE_MS;
}

static void give_up(uint8_t set) {
    for (uint8_t i = 0; i < 2; i++) {
        if ((set >> i & 1) != 0) {
            do_simply(OP_RELEASE, i + 1, i);
            begin.owner[i] = 0;
        }
    }
}

static void keep(bool kept) {
    memset(&first_told, 0, sizeof first_told);
    is_kept = kept;
    for (uint8_t i = 0; i < KEPT; i++) {
        records[i] = record_of(i);
    }
    if (kept) {
        kept_start(engine);
        kept_scan(engine, records, &first_told);
    }
}

void world_make(const struct world_how *how) {
    uint8_t quota = how->quota != 0 ? how->quota : (uint8_t)QUOTA;

    is_set_up = true;
    memset(known, 0, sizeof known);
    arena_reset();
    mc_threads_reset();
    mc_set_membarrier(how->membarrier);
    now_ms = START * UINT64_C(1000);
    open_engine(how);
    do_simply(OP_ADD, 1, 0);
    do_simply(OP_ADD, 1, 1);
    set_policy(how);
    for (uint8_t i = 1; i < ACCOUNTS; i++) {
        do_simply(OP_QUOTA, i, QUOTA);
    }
    if (how->classic) {
        take_classic();
    } else {
        do_simply(OP_NAMED, 1, 0);
    }
    do_simply(OP_NAMED, 2, 1);
    do_simply(OP_NAMED, 1, 2);
    do_simply(OP_RELEASE, 1, 2);
    for (uint8_t i = 1; i < ACCOUNTS && quota != QUOTA; i++) {
        do_simply(OP_QUOTA, i, quota);
    }
    begin = (struct state){.present = {true, true, false},
                           .owner = {1, 2, 0, 0},
                           .last = {1, 2, 1, 0},
                           .quota = {0, quota, quota, quota, QUOTA, QUOTA},
                           .classic = {how->classic},
                           .standard = {how->classic},
                           .keeps = (how->flags & EIP_POOL_KEEP_COOLING) != 0};
    if (how->classic) {
        ids[0] = eip__id_make(&engine->id_key, record_of(0),
                              eip__word_generation(word_of(0)));
    }
    if (how->offered) {
        do_simply(OP_ENABLE, 1, 0);
        do_simply(OP_ENABLE, 2, 1);
        begin.offer[0] = 2;
        begin.offer[1] = 1;
    }
    if (how->taken) {
        do_simply(OP_NAMED, 3, 2);
        begin.owner[2] = 3;
        begin.last[2] = 3;
    }
    if (how->tied) {
        do_simply(OP_NAMED, 1, 2);
        do_simply(OP_ASSOCIATE, 1, 0);
        begin.owner[2] = 1;
        begin.tied[0] = 1;
    }
    give_up(how->given_up);
    if (how->cut) {
        do_simply(OP_RELEASE, 1, 0);
        do_simply(OP_CUT, 1, 0);
        begin.owner[0] = 0;
        begin.cut[0] = true;
    }
    retire(how);
    if (how->aged) {
        age();
    }
    if (!how->cold) {
        warm();
    }
    if (how->spotted || how->keeping) {
        spot(how);
    }
    foresee_ids();
    keep(how->kept);
    is_set_up = false;
    arena_snapshot();
    mc_threads_snapshot();
    if (how->successor) {
        mc_thread_renew(2);
    }
}

/* -- after an execution ---------------------------------------------------------------- */

static int32_t print_finding(void *context, const eip_audit_finding *finding) {
    (void)context;
    (void)printf("I%u: %.*s\n", finding->invariant, (int)finding->message.size,
                 finding->message.data);
    return 0;
}

static void audit(void) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    if (eip_engine_audit(engine, print_finding, NULL, &report) != EIP_OK ||
        report.findings != 0) {
        mc_fail("the audit has findings");
    }
}

static const struct eip__detail *detail_of(uint8_t address) {
    return eip__detail_of(
        mc_peek(
            &eip__records_cold(&engine->records, record_of(address))->detail,
            8),
        eip__word_generation(word_of(address)));
}

static uint8_t offered_to(uint8_t address) {
    const struct eip__detail *detail = detail_of(address);

    return detail != NULL &&
                   (detail->facts.has &
                    (EIP__HAS_OFFER | EIP__OFFER_DISABLED)) == EIP__HAS_OFFER
               ? (uint8_t)detail->facts.offer_to
               : 0;
}

static bool is_tied(uint8_t address) {
    const struct eip__detail *detail = detail_of(address);

    return detail != NULL && (detail->facts.has & EIP__HAS_ASSOCIATION) != 0;
}

static bool is_standard(uint8_t address) {
    const struct eip__detail *detail = detail_of(address);
    uint64_t stamp = mc_peek(
        &eip__records_cold(&engine->records, record_of(address))->stamp, 8);

    return (stamp & EIP__STAMP_STANDARD) != 0 &&
           (detail == NULL || (detail->facts.has & EIP__MOVED_TO_VPC) == 0);
}

static const struct eip__pool *amazon_pool(void) {
    const struct eip__topology *topology =
        eip__pointer(mc_peek(&engine->catalog.topology, 8));

    return topology->amazon;
}

/* Indexes of accounts are their numbers here: they came in that order. */
static void read_address(struct state *end, uint8_t address) {
    if (range_of(model_block_of(address)) == NULL) {
        return;
    }
    end->cut[address] =
        eip__catalog_part(&engine->catalog, amazon_pool(),
                          (eip_cidr){BASE + address, 32}) == NULL;
    end->last[address] = (uint8_t)eip__word_owner(word_of(address));
    if (eip__word_is_held(word_of(address))) {
        end->owner[address] = end->last[address];
        end->tied[address] = is_tied(address);
        end->offer[address] = offered_to(address);
        end->standard[address] = is_standard(address);
    }
}

static struct state read_state(void) {
    struct state end = begin;

    memset(end.owner, 0, sizeof end.owner);
    memset(end.last, 0, sizeof end.last);
    memset(end.tied, 0, sizeof end.tied);
    memset(end.cut, 0, sizeof end.cut);
    memset(end.standard, 0, sizeof end.standard);
    memset(end.offer, 0, sizeof end.offer);

    /* What a stopped thread's transfer has half done, is done. */
    for (uint8_t i = 1; i < ACCOUNTS; i++) {
        eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

        must(eip_admin_account_usage(engine, i, &usage) == EIP_OK, "usage");
    }

    for (uint8_t i = 0; i < BLOCKS; i++) {
        end.present[i] = range_of(i) != NULL;
        end.draining[i] = end.present[i] && is_draining(range_of(i));
    }
    for (uint8_t i = 0; i < ADDRESSES; i++) {
        read_address(&end, i);
    }
    for (uint8_t i = 1; i < ACCOUNTS; i++) {
        eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
        uint32_t held = 0;

        must(eip_admin_account_usage(engine, i, &usage) == EIP_OK, "usage");
        end.quota[i] = (uint8_t)usage.quota;
        for (uint8_t k = 0; k < ADDRESSES; k++) {
            held += end.owner[k] == i;
        }
        if (held != usage.used) {
            mc_fail("account %u holds %u and is counted %u", i, held,
                    usage.used);
        }
    }
    return end;
}

static uint32_t count_free(const struct state *end) {
    uint32_t left = 0;

    for (uint8_t i = 0; i < ADDRESSES; i++) {
        left += model_is_free(end, i);
    }
    return left;
}

/* What is free can be had: nobody has lost it. */
static void take_the_rest(uint32_t left, bool in_order) {
    uint8_t before = 0;

    for (uint32_t i = 0; i <= left; i++) {
        struct op op = {.kind = OP_ANY, .account = (uint8_t)(100 + i)};

        world_do(&op);
        if (op.verdict != (i < left ? OK : EMPTY)) {
            mc_fail("%u addresses are free, and number %u is %s", left, i + 1,
                    op.verdict == OK ? "given too" : "not to be had");
        }
        if (in_order && op.verdict == OK && op.got < before) {
            mc_fail("%u is given after %u, which is not the lowest", op.got,
                    before);
        }
        before = op.got;
    }
}

/* Was memory in this state before? Then all that follows was checked. */
static bool is_known(void) {
    uint64_t hash = arena_digest() | 1;
    uint64_t *slot = &known[hash % KNOWN];
    bool was = *slot == hash;

    *slot = hash;
    return was;
}

/* What was not in the cut comes with the next one: then all is told, once, and
 * is as it is. One who stopped in a collection may have been told of more than
 * it went past. */
static void check_told(const struct op *ops, uint32_t count,
                       const struct state *end) {
    const struct op *op = NULL;
    struct told told = first_told;

    for (uint32_t i = 0; i < count; i++) {
        if (ops[i].kind == OP_COLLECT || ops[i].kind == OP_SNAPSHOT) {
            op = &ops[i];
        }
    }
    if (!is_kept && (op == NULL || !op->done)) {
        return;
    }
    if (op != NULL && op->begun && op->told.at[0].turn != 0) {
        told = op->told;
    }
    kept_collect(engine, records, &told);
    if (told.again && (op == NULL || op->done)) {
        mc_fail("the journal tells of something twice");
    }
    for (uint8_t i = 0; i < KEPT; i++) {
        const struct seen *seen = &told.at[i];

        if (seen->owner != end->owner[i] || seen->offer != end->offer[i] ||
            seen->tied != (end->tied[i] != 0) ||
            seen->standard != end->standard[i]) {
            mc_fail("by the journal address %u is held by %u at last", i,
                    seen->owner);
        }
    }
}

void world_check(const struct op *ops, uint32_t count) {
    struct state end = read_state();

    model_check(&begin, ops, count, &end);
    check_told(ops, count, &end);
    if (is_known()) {
        return;
    }
    audit();
    take_the_rest(count_free(&end), is_strict);
    audit();
    eip_engine_close(engine);
    if (arena_blocks() != 0) {
        mc_fail("%llu blocks of memory are left",
                (unsigned long long)arena_blocks());
    }
}

/* -- after one in which a thread has stopped --------------------------------------------- */

/* What is installed in accounts is carried out by whoever comes there. */
static void settle_accounts(void) {
    for (uint64_t i = 1; i < NEW; i++) {
        struct eip__account *account = eip__accounts_find(&engine->accounts, i);

        if (account != NULL) {
            (void)eip__ledger_settle(&engine->ledger, account);
        }
    }
}

/* In a block that is half restored some are. */
static uint32_t count_free_words(const struct state *end) {
    uint32_t left = 0;

    for (uint8_t i = 0; i < ADDRESSES; i++) {
        left += end->present[model_block_of(i)] &&
                eip__word_is_free(word_of(i)) &&
                (!end->keeps || end->last[i] == 0);
    }
    return left;
}

void world_check_stopped(const struct op *ops, uint32_t count, bool gone) {
    struct state end;

    if (!gone) {
        settle_accounts();
    }
    end = read_state();
    model_check(&begin, ops, count, &end);
    check_told(ops, count, &end);
    if (is_known()) {
        return;
    }
    /* Who took the lane over has put right what the thread that is gone left
     * half done; one that has only stopped is still at work there. */
    if (gone) {
        audit();
    }
    /* What a stopped thread has in hand is found only by the proof. */
    take_the_rest(count_free_words(&end), is_strict && gone);
    if (gone) {
        audit();
    }
}
