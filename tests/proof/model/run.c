/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Opens a world, and does a step in it. */
#include "proof/model/facts.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const uint64_t run_account[ACCOUNTS] = {
    UINT64_C(111111111111), UINT64_C(222222222222),
    UINT64_C(333333333333), UINT64_C(0),
    UINT64_C(999999999999), UINT64_C(1),
    UINT64_C(444444444444), UINT64_C(555555555555)};
const uint32_t run_group_kind[GROUPS] = {
    EIP_BORDER_GROUP_REGION, EIP_BORDER_GROUP_LOCAL_ZONE,
    EIP_BORDER_GROUP_WAVELENGTH, EIP_BORDER_GROUP_WAVELENGTH};

enum { ERROR_UNTOUCHED = 4711 };

/* -- telling --------------------------------------------------------------- */

bool run_differs(struct run *run, const char *format, ...) {
    va_list arguments;

    if (!run->failed) {
        run->failed = true;
        run->format = format;
        va_start(arguments, format);
        (void)vsnprintf(run->message, sizeof run->message, format, arguments);
        va_end(arguments);
    }
    return false;
}

void run_tell(struct run *run, const char *format, ...) {
    va_list arguments;

    if (run->trace != NULL) {
        va_start(arguments, format);
        (void)vfprintf(run->trace, format, arguments);
        va_end(arguments);
    }
}

void run_tell_text(struct run *run, const char *name, eip_text text) {
    if (run->trace == NULL || text.data == NULL) {
        return;
    }
    (void)fprintf(run->trace, " %s='%.*s'%s", name,
                  text.size > 40 ? 40 : (int)text.size, text.data,
                  text.size > 40 ? "..." : "");
}

/* -- errors ---------------------------------------------------------------- */

/* EC2's codes and HTTP statuses, from semantics.md. */
static const struct {
    eip_status status;
    uint32_t http;
    const char *code;
    const char *text; /* where there is but one */
} ec2[] = {
    {EIP_OK, 200, "", NULL},
    {EIP_ERR_INVALID_PARAMETER_VALUE, 400, "InvalidParameterValue", NULL},
    {EIP_ERR_INVALID_PARAMETER_COMBINATION, 400, "InvalidParameterCombination",
     NULL},
    {EIP_ERR_MISSING_PARAMETER, 400, "MissingParameter", NULL},
    {EIP_ERR_ADDRESS_MALFORMED, 400, "InvalidAddress.Malformed", NULL},
    {EIP_ERR_FILTER_LIMIT_EXCEEDED, 400, "FilterLimitExceeded", NULL},
    {EIP_ERR_TAG_LIMIT_EXCEEDED, 400, "TagLimitExceeded",
     "The maximum number of Tags for a resource has been reached."},
    {EIP_ERR_UNAUTHORIZED, 403, "UnauthorizedOperation", NULL},
    {EIP_ERR_AUTH_FAILURE, 400, "AuthFailure", NULL},
    {EIP_ERR_DRY_RUN, 412, "DryRunOperation",
     "Request would have succeeded, but DryRun flag is set."},
    {EIP_ERR_ADDRESS_NOT_FOUND, 400, "InvalidAddress.NotFound", NULL},
    {EIP_ERR_ALLOCATION_ID_NOT_FOUND, 400, "InvalidAllocationID.NotFound",
     NULL},
    {EIP_ERR_IPAM_POOL_NOT_FOUND, 400, "InvalidIpamPoolId.NotFound", NULL},
    {EIP_ERR_POOL_NOT_FOUND, 400, "InvalidPoolID.NotFound", NULL},
    {EIP_ERR_ADDRESS_LIMIT_EXCEEDED, 400, "AddressLimitExceeded",
     "The maximum number of addresses has been reached."},
    {EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY, 503, "InsufficientAddressCapacity",
     NULL},
    {EIP_ERR_NEXT_TOKEN, 400, "InvalidNextToken", NULL},
    {EIP_ERR_MAX_RESULTS, 400, "InvalidMaxResults", NULL},
    {EIP_ERR_INSTANCE_ID, 400, "InvalidInstanceID", NULL},
    {EIP_ERR_INVALID_ID, 400, "InvalidID", NULL},
    {EIP_ERR_PUBLIC_POOL_NOT_FOUND, 400, "InvalidPublicIpv4PoolID.NotFound",
     NULL},
    {EIP_ERR_CIDR_MALFORMED, 400, "InvalidParameterValue", NULL},
    {EIP_ERR_CIDR_NOT_FOUND, 400, "InvalidParameterValue", NULL},
    {EIP_ERR_CIDR_IN_USE, 400, "IncorrectState", NULL},
    {EIP_ERR_RESOURCE_LIMIT_EXCEEDED, 400, "ResourceLimitExceeded", NULL},
    {EIP_ERR_REQUEST_LIMIT_EXCEEDED, 503, "RequestLimitExceeded", NULL},
    {EIP_ERR_CIDR_CONFLICT, 400, "InvalidParameterValue", NULL},
    {EIP_ERR_IPAM_ALLOCATION_NOT_FOUND, 400,
     "InvalidIpamPoolAllocationId.NotFound", NULL},
    {EIP_ERR_IPAM_SCOPE_NOT_FOUND, 400, "InvalidIpamScopeId.NotFound", NULL},
    {EIP_ERR_CLIENT_TOKEN, 400, "InvalidClientToken", NULL},
    {EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH, 400, "IdempotentParameterMismatch",
     NULL},
    {EIP_ERR_ROUTE_TABLE_NOT_FOUND, 400,
     "InvalidLocalGatewayRouteTableID.NotFound", NULL},
    {EIP_ERR_POOL_IN_USE, 400, "IncorrectState", NULL},
    {EIP_ERR_ASSOCIATION_ID_NOT_FOUND, 400, "InvalidAssociationID.NotFound",
     NULL},
    {EIP_ERR_INSTANCE_NOT_FOUND, 400, "InvalidInstanceID.NotFound", NULL},
    {EIP_ERR_INTERFACE_NOT_FOUND, 400, "InvalidNetworkInterfaceID.NotFound",
     NULL},
    {EIP_ERR_ADDRESS_IN_USE, 400, "InvalidIPAddress.InUse", NULL},
    {EIP_ERR_ADDRESS_PTR_SET, 400, "InvalidAddress.PtrSet", NULL},
    {EIP_ERR_ADDRESS_LOCKED, 400, "InvalidAddress.Locked", NULL},
    {EIP_ERR_UNSUPPORTED_OPERATION, 400, "UnsupportedOperation", NULL},
    {EIP_ERR_ALREADY_ASSOCIATED, 400, "Resource.AlreadyAssociated", NULL},
    {EIP_ERR_GATEWAY_NOT_ATTACHED, 400, "Gateway.NotAttached", NULL},
    {EIP_ERR_INSTANCE_STATE, 400, "IncorrectInstanceState", NULL},
    {EIP_ERR_INCORRECT_STATE, 400, "IncorrectState", NULL},
    {EIP_ERR_TRANSFER_PTR_SET, 400, "InvalidTransfer.AddressCustomPtrSet",
     NULL},
    {EIP_ERR_TRANSFER_ASSOCIATED, 400, "InvalidTransfer.AddressAssociated",
     NULL},
};

bool run_same_message(struct run *run, const char *wanted) {
    return strcmp(run->error.message, wanted) == 0 ||
           run_differs(run, "the message is \"%s\", not \"%s\"",
                       run->error.message, wanted);
}

static uint64_t seen[sizeof ec2 / sizeof ec2[0]];

bool run_saw_everything(void) {
    bool all = true;

    for (uint32_t i = 0; i < sizeof ec2 / sizeof ec2[0]; i++) {
        printf("model: %12llu x %s\n", (unsigned long long)seen[i],
               eip_status_name(ec2[i].status));
        all &= seen[i] != 0;
    }
    return all;
}

static bool same_code(struct run *run, eip_status status) {
    uint32_t i = 0;

    while (i < sizeof ec2 / sizeof ec2[0] && ec2[i].status != status) {
        i++;
    }
    if (i == sizeof ec2 / sizeof ec2[0]) {
        return true;
    }
    seen[i]++;
    if (strcmp(eip_status_code(status), ec2[i].code) != 0 ||
        eip_status_http(status) != ec2[i].http) {
        return run_differs(run, "%s is %s %u", eip_status_name(status),
                           eip_status_code(status), eip_status_http(status));
    }
    return ec2[i].text == NULL || run_same_message(run, ec2[i].text);
}

eip_error *run_error(struct run *run) {
    run->error.size = sizeof run->error;
    run->error.status = ERROR_UNTOUCHED;
    run->error.message[0] = '\0';
    return &run->error;
}

bool run_same_status(struct run *run, eip_status wanted, eip_status got) {
    eip_status told = run->error.status;

    run_tell(run, " -> %s\n", eip_status_name(got));
    if (wanted != got) {
        run->wanted = wanted;
        run->got = got;
        return run_differs(run, "wanted %s, got %s (%s)",
                           eip_status_name(wanted), eip_status_name(got),
                           run->error.message);
    }
    if (told != (got == EIP_OK ? ERROR_UNTOUCHED : got)) {
        return run_differs(run, "eip_error has the status %d", told);
    }
    if (got != EIP_OK && run->error.message[0] == '\0') {
        return run_differs(run, "eip_error has no message");
    }
    return same_code(run, got);
}

/* -- opening --------------------------------------------------------------- */

static uint64_t read_clock(void *context) {
    return ((const struct run *)context)->clock_ms;
}

static int32_t allows(void *context, const eip_authorization *request) {
    struct run *run = context;
    uint32_t size = request->action.size;

    size = size < sizeof run->action ? size : sizeof run->action - 1;
    run->asked++;
    run->asked_for = request->account;
    memcpy(run->action, request->action.data, size);
    run->action[size] = '\0';
    return run->denies ? 0 : 1;
}

/* What is no name of the table is not to come so far. */
static int32_t resolves(void *context, eip_text name, uint32_t address) {
    (void)address;
    ((struct run *)context)->resolved++;
    return texts_equal(name, facts_name(PTR_REFUSED)) ? 0 : 1;
}

static eip_status find_interface(void *context,
                                 const eip_interface_query *query,
                                 eip_interface *found) {
    struct run *run = context;

    (void)query;
    run->found++;
    if (run->interface != NULL) {
        *found = *run->interface;
    }
    return run->interface_status;
}

static int32_t accepts(void *context, uint64_t account, eip_text cidr,
                       eip_text message, eip_text signature) {
    struct run *run = context;

    (void)account;
    (void)cidr;
    (void)message;
    (void)signature;
    run->verified++;
    return run->refuses ? 0 : 1;
}

/* Ordinary addresses, the first of all, the last of all; CoIP pools may have
 * those of the public space. */
static void draw_bases(struct dice *dice, uint32_t base[3]) {
    static const uint32_t bases[] = {0xc6336400, 0, 0xfffffe00};
    uint32_t first = bases[roll(dice, 3)];

    base[0] = first;
    base[1] = base[2] = roll(dice, 2) == 0 ? 0x0a000000 : first;
}

void run_open(struct run *run, const struct step *first, uint64_t seed,
              FILE *trace) {
    static const uint64_t cooldowns[] = {3600000, 0, 1000, 20};
    static const uint64_t settles[] = {60000, 0, 30, 3600000};
    static const uint32_t looks[] = {1, 1, 1, 199};
    struct dice dice = {first, 0};
    eip_config config = EIP_CONFIG_INIT;
    uint32_t base[3];
    bool claims;

    memset(run, 0, sizeof *run);
    run->trace = trace;
    run->clock_ms = UINT64_C(1700000000000);
    draw_bases(&dice, base);
    config.region = texts_group[0];
    config.seed = seed;
    claims = rarely(&dice, 4);
    config.flags = EIP_ENGINE_SEEDED | (claims ? EIP_ENGINE_CLAIM_ANY_FREE : 0);
    config.cooldown_given = 1;
    config.cooldown_ms = cooldowns[roll(&dice, 4)];
    config.quota_default = roll(&dice, 20);
    run->look_at = looks[roll(&dice, 4)];
    config.clock = (eip_clock){run, read_clock};
    config.authorizer = (eip_authorizer){run, allows};
    config.settle_ms = settles[roll(&dice, 4)];
    config.dns = (eip_dns){run, resolves};
    run->has_interfaces = roll(&dice, 2) == 0;
    if (run->has_interfaces) {
        config.interfaces = (eip_interfaces){run, find_interface};
    }
    run->has_verifier = roll(&dice, 4) != 3;
    if (run->has_verifier) {
        config.byoip_verifier = (eip_byoip_verifier){run, accepts};
    }
    run->config = config;
    run_tell(run, "open seed=%llu cooldown_ms=%llu quota_default=%u%s\n",
             (unsigned long long)seed, (unsigned long long)config.cooldown_ms,
             config.quota_default, claims ? " claim_any_free" : "");
    model_open(&run->m, base,
               config.quota_default == 0 ? 5 : config.quota_default,
               config.cooldown_ms);
    run->m.claim_any = claims;
    run->m.is_halved = roll(&dice, 2) == 0;
    run->hoards = rarely(&dice, 6);
    run->m.settle_ms = config.settle_ms;
    run->m.now_ms = run->clock_ms;
    if (!run_engine(run)) {
        (void)fprintf(stderr, "model: no engine: %s\n", run->error.message);
        exit(2);
    }
    (void)eip_engine_now_ms(run->engine); /* from here on it cannot go back */
    run_books_open(run);
}

void run_close(struct run *run) {
    run_books_close(run);
    eip_engine_close(run->engine);
    eip_store_close(run->store);
    run->engine = NULL;
    run->store = NULL;
}

/* -- a step ---------------------------------------------------------------- */

static const struct {
    uint32_t below; /* of 256 */
    bool (*step)(struct run *, struct dice *);
} steps[] = {
    {65, step_allocate},       {68, step_ipam_allocation},
    {71, step_ipam_cidr},      {74, step_ipam_pool},
    {77, step_classic},        {80, step_allocate_block},
    {132, step_release},       {150, step_describe},
    {155, step_allocate_many}, {158, step_release_many},
    {174, step_associate},     {181, step_disassociate},
    {193, step_attribute},     {203, step_tags},
    {206, step_show_tags},     {213, step_transfer},
    {220, step_accept},        {223, step_show_transfers},
    {225, step_public_pool},   {228, step_public_cidr},
    {231, step_byoip},         {234, step_mark},
    {235, step_ipam_policy},   {242, step_time},
    {245, step_drain},         {248, step_provision},
    {250, step_coip},          {252, step_set_account},
    {253, step_modify_pool},   {254, step_share_pool},
    {255, step_create_pool},   {256, NULL},
};

/* The rarest share a number. */
static bool step_rarest(struct run *run, struct dice *dice) {
    switch (roll(dice, 4)) {
    case 0:
        return step_create_group(run, dice);
    case 2:
        return step_coip_pool(run, dice);
    case 1:
        return step_delete_pool(run, dice);
    default:
        return step_create_pool(run, dice);
    }
}

bool run_step(struct run *run, const struct step *step) {
    struct dice dice = {step, 0};
    uint32_t what = roll(&dice, 256);
    uint32_t i = 0;
    FILE *trace = run->trace;
    bool same;

    while (what >= steps[i].below) {
        i++;
    }
    same = steps[i].step == NULL ? step_rarest(run, &dice)
                                 : steps[i].step(run, &dice);
    run->trace = NULL;
    same = same && run_same_usage(run, run->acting) &&
           (++run->done % run->look_at != 0 ||
            run_same_holdings(run, run->acting)) &&
           run_books(run);
    run->trace = trace;
    return same && run_reload(run);
}
