/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is kept of the books: captured, built again, and what has changed of
 * them remembered. */
#include "store/books.h"
#include "oom.h"

#include <stdio.h>
#include <string.h>

#define RANGE "203.0.113.0/24"
#define MESSAGE "1|aws|111111111111|" RANGE "|20991231|SHA256|RSAPSS"
#define BROUGHT "198.18.0.0/24"
#define BROUGHT_MESSAGE "1|aws|111111111111|" BROUGHT "|20991231|SHA256|RSAPSS"

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);

/* Records that a preparation has captured: no memory is asked for them. */
static uint8_t bytes[1 << 16];
static uint64_t used;
static struct eip__kept records[256];
static uint64_t count;

/* -- books with something of each kind ---------------------------------------- */

static void allocate(struct world *w, const char *pool) {
    static const eip_tag tag = {{"Name", 4, 0}, {"n", 1, 0}};
    static const eip_tag_specification tags = {
        {"ipam-pool-allocation", 20, 0}, &tag, 1, 0};
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;

    request.ipam_pool_id = eip_text_of(pool);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 30;
    request.client_token = eip_text_of("token");
    request.description = eip_text_of("ours");
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    must(eip_allocate_ipam_pool_cidr(w->engine, &alice, &request, &list, NULL));
    eip_ipam_pool_allocation_list_free(list);
}

static void bring(struct world *w) {
    eip_provision_byoip_cidr_request request =
        EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT;
    eip_byoip_cidr_list *list = NULL;

    request.cidr = eip_text_of(BROUGHT);
    request.authorization_message = eip_text_of(BROUGHT_MESSAGE);
    request.authorization_signature = eip_text_of("c2ln");
    must(eip_provision_byoip_cidr(w->engine, &alice, &request, &list, NULL));
    eip_byoip_cidr_list_free(list);
}

static eip_status set_policy(struct world *w) {
    const eip_ipam_policy_rule rule = {eip_text_of(WORLD_REGION), w->ipam};
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;

    policy.account = WORLD_ALICE;
    policy.rules = &rule;
    policy.rule_count = 1;
    return eip_admin_set_ipam_policy(w->engine, &policy, &w->error);
}

static void fill(struct world *w) {
    char pool[EIP_POOL_ID_TEXT_SIZE];
    uint64_t scope;

    (void)eip_pool_id_format(w->ipam, pool);
    allocate(w, pool);
    bring(w);
    must(set_policy(w));
    must(eip_admin_create_ipam_scope(w->engine, WORLD_ALICE, 1, &scope, NULL));
    must(eip_admin_add_contiguous_cidr(w->engine, (eip_text){0},
                                       world_cidr("52.0.0.0/20"), NULL));
    must(eip_admin_share_pool(w->engine, w->ipam, WORLD_BOB, 1, NULL));
}

/* -- capturing ------------------------------------------------------------------ */

static eip_status pass(void *context, const uint8_t *record, uint64_t size) {
    (void)context;
    (void)record;
    (void)size;
    return EIP_OK;
}

static eip_status capture(struct world *w) {
    return eip__capture_books(w->engine, pass, NULL);
}

static void keep(struct world *w) {
    eip__dirty_keep(&w->engine->catalog.dirty, true);
    fill(w);
}

static eip_status capture_changes(struct world *w) {
    return eip__capture_dirty(w->engine, pass, NULL);
}

/* What cannot be remembered is everything. */
static void keep_nothing_yet(struct world *w) {
    eip__dirty_keep(&w->engine->catalog.dirty, true);
}

/* -- building ---------------------------------------------------------------------- */

static eip_status take(void *context, const uint8_t *record, uint64_t size) {
    struct eip__reader in;

    (void)context;
    if (used + size > sizeof bytes ||
        count == sizeof records / sizeof *records) {
        world_die("too many records");
    }
    memcpy(bytes + used, record, size);
    in = eip__reader_of(bytes + used, size);
    if (eip__kept_next(&in, &records[count]) != EIP__KEPT_FOUND) {
        world_die("this is no record");
    }
    used += size;
    count++;
    return EIP_OK;
}

static void captured(struct world *w) {
    fill(w);
    used = 0;
    count = 0;
    must(eip__capture_books(w->engine, take, NULL));
}

static eip_status build(struct world *w) {
    eip_engine *other = NULL;
    eip_status status = eip_engine_open(&w->config, &other, &w->error);

    if (status == EIP_OK) {
        status = eip__restore_books(other, records, count);
    }
    eip_engine_close(other);
    return status;
}

const struct subject oom_books_subjects[] = {
    {"capture the books", fill, capture, NEEDS | READS},
    {"capture what has changed", keep, capture_changes, NEEDS | READS},
    {"change what is kept", keep_nothing_yet, set_policy, NEEDS},
    {"build the books", captured, build, NEEDS | READS},
};
const unsigned oom_books_subject_count =
    sizeof oom_books_subjects / sizeof oom_books_subjects[0];
