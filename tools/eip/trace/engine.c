/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the harness's table for libeip's engine. */
#include "trace/harness.h"

#include "cli.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define START_MS UINT64_C(1767225600000) /* 2026-01-01 */

struct set {
    eip_engine *engine;
    const struct trace *trace;
    _Atomic uint64_t now_ms;
    eip_text groups[TRACE_GROUPS_MAX];
};

static uint64_t now(void *context) {
    struct set *set = context;

    return atomic_load_explicit(&set->now_ms, memory_order_relaxed);
}

static void *fail(struct set *set, const char *what, const eip_error *error) {
    cli_say("%s: %s", what, error->message);
    if (set) {
        eip_engine_close(set->engine);
        free(set);
    }
    return NULL;
}

static void close_engine(void *opaque) {
    struct set *set = opaque;

    eip_engine_close(set->engine);
    free(set);
}

static void *open_engine(const struct harness *harness,
                         const struct trace *trace,
                         const struct harness_options *options) {
    struct set *set = calloc(1, sizeof(*set));
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_status status;
    uint32_t i;

    (void)harness;
    if (!set) {
        cli_say("%s", strerror(ENOMEM));
        return NULL;
    }
    set->trace = trace;
    atomic_store(&set->now_ms, START_MS);
    for (i = 0; i < trace->group_count; i++)
        set->groups[i] = eip_text_of(trace->groups[i]);
    config.region = set->groups[0];
    config.flags = EIP_ENGINE_SEEDED;
    config.seed = options->seed;
    config.quota_default = (uint32_t)options->quota;
    config.clock = (eip_clock){set, now};
    spec.flags =
        EIP_POOL_COOLDOWN_GIVEN |
        (options->policy.is_keeping ? (uint32_t)EIP_POOL_KEEP_COOLING : 0);
    spec.cooldown_ms = options->policy.cooldown_ms;
    spec.policy = options->policy.policy;
    status = eip_engine_open(&config, &set->engine, &error);
    if (status == EIP_OK)
        status = eip_admin_modify_pool(set->engine, &spec, &error);
    for (i = 1; i < trace->group_count && status == EIP_OK; i++)
        status = eip_admin_create_border_group(
            set->engine, set->groups[i], EIP_BORDER_GROUP_LOCAL_ZONE, &error);
    return status == EIP_OK ? set : fail(set, "the engine", &error);
}

static void nothing(void *set, uint32_t thread) {
    (void)set;
    (void)thread;
}

static void set_time(void *opaque, uint64_t ms) {
    struct set *set = opaque;
    uint64_t old = atomic_load_explicit(&set->now_ms, memory_order_relaxed);

    while (old < START_MS + ms &&
           !atomic_compare_exchange_weak(&set->now_ms, &old, START_MS + ms))
        ;
}

/* -- calls ----------------------------------------------------------------- */

static enum harness_answer answer_of(eip_status status) {
    switch (status) {
    case EIP_OK:
        return HARNESS_DONE;
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        return HARNESS_NO_CAPACITY;
    case EIP_ERR_ADDRESS_LIMIT_EXCEEDED:
        return HARNESS_OVER_QUOTA;
    case EIP_ERR_ADDRESS_NOT_FOUND:
    case EIP_ERR_ALLOCATION_ID_NOT_FOUND:
        return HARNESS_NOT_FOUND;
    default:
        return HARNESS_WRONG;
    }
}

static enum harness_answer allocate(void *opaque, uint32_t thread,
                                    const struct trace_op *op,
                                    struct harness_slot *slot) {
    struct set *set = opaque;
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_status status;

    (void)thread;
    if (op->line_group > 0)
        request.network_border_group = set->groups[op->line_group];
    status = eip_allocate_address(set->engine, &caller, &request, &got, NULL);
    if (status == EIP_OK)
        *slot = (struct harness_slot){got.allocation_id, got.public_ip,
                                      op->line_group, true};
    return answer_of(status);
}

static enum harness_answer give_back(struct set *set, uint64_t account,
                                     const eip_allocate_address_response *got) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.allocation_id = got->allocation_id;
    request.network_border_group = got->network_border_group;
    return eip_release_address(set->engine, &caller, &request, NULL) == EIP_OK
               ? HARNESS_DONE
               : HARNESS_WRONG;
}

static enum harness_answer recover(void *opaque, uint32_t thread,
                                   const struct trace_op *op,
                                   struct harness_slot *slot) {
    struct set *set = opaque;
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(op->account);
    char text[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    (void)thread;
    (void)eip_ipv4_format(slot->address, text);
    request.address = eip_text_of(text);
    if (slot->group > 0)
        request.network_border_group = set->groups[slot->group];
    status = eip_allocate_address(set->engine, &caller, &request, &got, NULL);
    if (status != EIP_OK)
        return answer_of(status);
    /* Who has it keeps it, and it must be that one. */
    if (slot->is_held || got.public_ip != slot->address)
        return HARNESS_WRONG;
    /* Whose the slot is not may have had the address behind the slot: what it
     * gets has no slot to be in. */
    if (op->account + 1 != set->trace->owners[op->slot])
        return give_back(set, op->account, &got);
    slot->handle = got.allocation_id;
    slot->is_held = true;
    return HARNESS_DONE;
}

static eip_status release_by(struct set *set, uint64_t account,
                             const struct harness_slot *slot) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.allocation_id = slot->handle;
    if (slot->group > 0)
        request.network_border_group = set->groups[slot->group];
    return eip_release_address(set->engine, &caller, &request, NULL);
}

static enum harness_answer release(void *opaque, uint32_t thread,
                                   const struct trace_op *op,
                                   struct harness_slot *slot) {
    (void)thread;
    if (release_by(opaque, op->account, slot) != EIP_OK)
        return HARNESS_WRONG;
    slot->is_held = false;
    return HARNESS_DONE;
}

/* NULL: it was refused. */
static eip_address_list *
described(const struct set *set, uint64_t account,
          const eip_describe_addresses_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;

    return eip_describe_addresses(set->engine, &caller, request, &list, NULL) ==
                   EIP_OK
               ? list
               : NULL;
}

static enum harness_answer describe(void *opaque, uint32_t thread,
                                    const struct trace_op *op,
                                    struct harness_slot *slot) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address address = EIP_ADDRESS_INIT;
    eip_address_list *list;
    char buffer[EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text id;
    bool is_good;

    (void)thread;
    (void)eip_allocation_id_format(slot->handle, buffer);
    id = eip_text_of(buffer);
    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    list = described(opaque, op->account, &request);
    if (!list)
        return HARNESS_WRONG;
    is_good = eip_address_list_count(list) == 1 &&
              eip_address_list_at(list, 0, &address) == EIP_OK &&
              address.public_ip == slot->address;
    eip_address_list_free(list);
    return is_good ? HARNESS_DONE : HARNESS_WRONG;
}

/* All that an account has, and only that. */
static enum harness_answer list(void *opaque, uint32_t thread,
                                const struct trace_op *op,
                                struct harness_slot *slot) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *all = described(opaque, op->account, &request);
    bool is_good;

    (void)thread;
    if (!all)
        return HARNESS_WRONG;
    is_good = eip_address_list_count(all) == slot->handle;
    eip_address_list_free(all);
    return is_good ? HARNESS_DONE : HARNESS_WRONG;
}

static enum harness_answer steal(void *opaque, uint32_t thread,
                                 const struct trace_op *op,
                                 struct harness_slot *slot) {
    (void)thread;
    return release_by(opaque, op->account, slot) ==
                   EIP_ERR_ALLOCATION_ID_NOT_FOUND
               ? HARNESS_NOT_FOUND
               : HARNESS_WRONG;
}

/* -- administration -------------------------------------------------------- */

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static eip_cidr cidr_of(const struct trace_op *op) {
    return (eip_cidr){op->base, op->prefix_bits};
}

static bool add(void *opaque, const struct trace_op *ops, size_t count) {
    struct set *set = opaque;
    eip_error error = EIP_ERROR_INIT;
    eip_cidr *cidrs = calloc(count, sizeof(*cidrs));
    eip_status status = EIP_ERR_OUT_OF_MEMORY;
    size_t i;

    for (i = 0; cidrs && i < count; i++)
        cidrs[i] = cidr_of(&ops[i]);
    if (cidrs)
        status = eip_admin_provision_cidrs(set->engine, amazon,
                                           set->groups[ops[0].line_group],
                                           cidrs, (uint32_t)count, &error);
    free(cidrs);
    if (status != EIP_OK)
        cli_say("blocks cannot be added: %s",
                error.message[0] ? error.message : eip_status_text(status));
    return status == EIP_OK;
}

static bool drain(void *opaque, const struct trace_op *op, bool is_end) {
    struct set *set = opaque;
    eip_error error = EIP_ERROR_INIT;
    char text[EIP_CIDR_TEXT_SIZE];
    uint64_t held = 0;
    eip_status status = eip_admin_drain_cidr(
        set->engine, amazon, cidr_of(op),
        is_end ? EIP_DRAIN_IF_UNUSED : EIP_DRAIN_START, &held, &error);

    /* What nobody held was gone at once. */
    if (status == EIP_OK || (is_end && status == EIP_ERR_CIDR_NOT_FOUND))
        return true;
    (void)eip_cidr_format(cidr_of(op), text);
    cli_say("%s cannot be drained: %s (%llu held)", text, error.message,
            (unsigned long long)held);
    return false;
}

static bool quota(void *opaque, const struct trace_op *op) {
    struct set *set = opaque;
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_error error = EIP_ERROR_INIT;

    spec.account = op->account;
    spec.quota = op->quota;
    if (eip_admin_set_account(set->engine, &spec, &error) == EIP_OK)
        return true;
    cli_say("quota of %llu: %s", (unsigned long long)op->account,
            error.message);
    return false;
}

static int32_t visit(void *context, const eip_audit_finding *finding) {
    (void)context;
    cli_say("audit, invariant %u: %.*s", finding->invariant,
            (int)finding->message.size, finding->message.data);
    return 0;
}

static bool check(void *opaque, uint64_t held) {
    struct set *set = opaque;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_status status = eip_engine_audit(set->engine, visit, NULL, &report);

    if (status == EIP_OK && report.findings == 0 && report.held == held)
        return true;
    cli_say("the audit ends with %s, %llu findings, %llu addresses held of "
            "%llu",
            eip_status_text(status), (unsigned long long)report.findings,
            (unsigned long long)report.held, (unsigned long long)held);
    return false;
}

const struct harness harness_engine = {
    .name = "libeip",
    .open = open_engine,
    .close = close_engine,
    .enter = nothing,
    .leave = nothing,
    .call = {[TRACE_ALLOCATE] = allocate,
             [TRACE_RECOVER] = recover,
             [TRACE_RELEASE] = release,
             [TRACE_DESCRIBE] = describe,
             [TRACE_LIST] = list,
             [TRACE_STEAL] = steal},
    .set_time = set_time,
    .add = add,
    .drain = drain,
    .quota = quota,
    .check = check,
};
