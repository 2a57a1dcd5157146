/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c in a whole engine: blocks leave pools from which somebody
 * is allocating. */
#include "proof/coverage/lost_engine.h"

#include "eip/byoip.h"
#include "eip/public_pool.h"

static eip_pool_ref ipam;
static eip_pool_ref public_pool;
static uint64_t taken; /* by Alice, from either pool */
static uint64_t ids[4];

static eip_pool_ref make_pool(uint8_t kind) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref made;

    spec.pool.kind = kind;
    spec.owner = ALICE;
    spec.policy = EIP_POLICY_LOWEST;
    CHECK(eip_admin_create_pool(lost_engine, &spec, &made, NULL) == EIP_OK,
          "no pool");
    return made;
}

/* An IPAM pool of four addresses, and an empty public pool. */
static void begin_pools(void) {
    const eip_cidr cidr = trial_cidr("18.97.0.0/30");

    lost_open("10.0.0.0/30", EIP_POLICY_LOWEST);
    taken = 0;
    ipam = make_pool(EIP_POOL_IPAM);
    public_pool = make_pool(EIP_POOL_PUBLIC_IPV4);
    CHECK(eip_admin_provision_cidrs(lost_engine, ipam, (eip_text){NULL, 0, 0},
                                    &cidr, 1, NULL) == EIP_OK,
          "no block");
}

static void take_from(eip_pool_ref pool) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_text id = {text, eip_pool_id_format(pool, text), 0};
    eip_status status;

    if (pool.kind == EIP_POOL_IPAM) {
        request.ipam_pool_id = id;
    } else {
        request.public_ipv4_pool = id;
    }
    status = eip_allocate_address(lost_engine, &caller, &request, &got, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
              status == EIP_ERR_INVALID_PARAMETER_VALUE,
          "allocate: %s", eip_status_name(status));
    if (status == EIP_OK) {
        ids[taken++] = got.allocation_id;
    }
}

static void take_ipam(void) {
    take_from(ipam);
}

static void take_public(void) {
    take_from(public_pool);
}

/* -- from IPAM's pool to the public one ----------------------------------------------- */

static eip_status move(int32_t bits) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    char from[EIP_POOL_ID_TEXT_SIZE];
    char to[EIP_POOL_ID_TEXT_SIZE];

    request.flags = EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.netmask_length = bits;
    request.ipam_pool_id = (eip_text){from, eip_pool_id_format(ipam, from), 0};
    request.pool_id = (eip_text){to, eip_pool_id_format(public_pool, to), 0};
    return eip_provision_public_ipv4_pool_cidr(lost_engine, &caller, &request,
                                               &response, NULL);
}

/* The upper half is left when the lower one is in use by then. */
static void move_half(void) {
    eip_status status = move(31);

    CHECK(status == EIP_OK, "provision: %s", eip_status_name(status));
}

static void move_all(void) {
    eip_status status = move(30);

    CHECK(status == EIP_OK || status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
          "provision: %s", eip_status_name(status));
    CHECK((status == EIP_OK) == (taken == 0), "%s with %u taken",
          eip_status_name(status), (uint32_t)taken);
}

/* All four are held, if not by the same allocations. */
static void begin_full(void) {
    begin_pools();
    for (uint32_t i = 0; i < 4; i++) {
        take_ipam();
    }
    CHECK(taken == 4, "%u taken", (uint32_t)taken);
}

static void move_full(void) {
    eip_status status = move(32);

    CHECK(status == EIP_OK || status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
          "provision: %s", eip_status_name(status));
}

static void renew_one(void) {
    CHECK(trial_release(lost_engine, ALICE, ids[0]) == EIP_OK, "release");
    ids[0] = ids[--taken];
    take_ipam();
}

static void give_one(void) {
    if (taken == 4) {
        CHECK(trial_release(lost_engine, ALICE, ids[--taken]) == EIP_OK,
              "release");
    }
}

static void end_pools(void) {
    eip_space_stats row[4];
    uint32_t rows = 0;
    uint64_t held = 0;

    CHECK(eip_engine_space_stats(lost_engine, row, 4, &rows) == EIP_OK, "rows");
    for (uint32_t i = 0; i < rows; i++) {
        held += row[i].held;
    }
    CHECK(held == taken, "%u held, %u taken", (uint32_t)held, (uint32_t)taken);
    lost_end();
}

/* -- and back ---------------------------------------------------------------------------- */

static void begin_moved(void) {
    begin_pools();
    move_all();
}

static eip_status give_back(const char *cidr) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_deprovision_public_ipv4_pool_cidr_response response =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    char id[EIP_POOL_ID_TEXT_SIZE];

    request.pool_id = (eip_text){id, eip_pool_id_format(public_pool, id), 0};
    request.cidr = eip_text_of(cidr);
    return eip_deprovision_public_ipv4_pool_cidr(lost_engine, &caller, &request,
                                                 &response, NULL);
}

static void give_all_back(void) {
    eip_status status = give_back("18.97.0.0/30");

    CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE, "deprovision: %s",
          eip_status_name(status));
    CHECK((status == EIP_OK) == (taken == 0), "%s with %u taken",
          eip_status_name(status), (uint32_t)taken);
}

/* Taken, and released before it can be told who has it. */
static void take_or_give(void) {
    if (taken == 0) {
        take_public();
    } else {
        CHECK(trial_release(lost_engine, ALICE, ids[--taken]) == EIP_OK,
              "release");
    }
}

static void give_back_twice(void) {
    eip_status status = give_back("18.97.0.0/30");

    CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE, "deprovision: %s",
          eip_status_name(status));
}

/* -- a brought range ------------------------------------------------------------------------ */

static eip_status
byoip(eip_status (*operation)(eip_engine *, const eip_caller *,
                              const eip_byoip_cidr_request *,
                              eip_byoip_cidr_list **, eip_error *)) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.cidr = eip_text_of("203.0.113.0/24");
    status = operation(lost_engine, &caller, &request, &list, NULL);
    eip_byoip_cidr_list_free(list);
    return status;
}

static void begin_brought(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_provision_byoip_cidr_request request =
        EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT;
    eip_describe_byoip_cidrs_request ask =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;
    eip_byoip_cidr shown = EIP_BYOIP_CIDR_INIT;
    eip_status status;

    lost_open("10.0.0.0/30", EIP_POLICY_LOWEST);
    taken = 0;
    request.cidr = eip_text_of("203.0.113.0/24");
    request.authorization_message =
        eip_text_of("1|aws|000000000001|203.0.113.0/24|20991231|SHA256|RSAPSS");
    request.authorization_signature = eip_text_of("c2ln");
    status =
        eip_provision_byoip_cidr(lost_engine, &caller, &request, &list, NULL);
    CHECK(status == EIP_OK, "provision: %s", eip_status_name(status));
    eip_byoip_cidr_list_free(list);
    ask.flags = EIP_BYOIP_MAX_RESULTS;
    ask.max_results = 5;
    status = eip_describe_byoip_cidrs(lost_engine, &caller, &ask, &list, NULL);
    CHECK(status == EIP_OK, "describe: %s", eip_status_name(status));
    CHECK(eip_byoip_cidr_list_at(list, 0, &shown) == EIP_OK, "none");
    public_pool = shown.pool;
    eip_byoip_cidr_list_free(list);
}

static void send_away(void) {
    eip_status status = byoip(eip_deprovision_byoip_cidr);

    CHECK(status == EIP_OK, "deprovision: %s", eip_status_name(status));
}

const struct race lost_pools_races[] = {
    {"half of it moves", begin_pools, move_half, take_ipam, end_pools, 0},
    {"all of it moves", begin_pools, move_all, take_ipam, end_pools, 0},
    {"held by others", begin_full, move_full, renew_one, end_pools, 0},
    {"room by then", begin_full, move_full, give_one, end_pools, 0},
    {"it goes back", begin_moved, give_all_back, take_public, end_pools, 0},
    {"taken and given", begin_moved, give_back_twice, take_or_give, end_pools,
     0},
    {"taken and given, often", begin_moved, give_back_twice, take_or_give,
     end_pools, 3},
    {"brought, in use", begin_brought, send_away, take_public, end_pools, 0},
};
const uint32_t lost_pools_race_count =
    sizeof lost_pools_races / sizeof lost_pools_races[0];
