/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* All that can be seen of an engine, beside what the model has. */
#include "proof/model/facts.h"

#include <string.h>

/* -- addresses ------------------------------------------------------------- */

/* R10. */
static uint32_t fields_of(const struct model *m, int place) {
    const struct block *block = model_block(m, place);
    uint32_t common = EIP_HAS_ALLOCATION_ID | EIP_HAS_NETWORK_BORDER_GROUP;

    if (m->place[place].standard) {
        return EIP_HAS_PUBLIC_IP;
    }
    if (model_is_coip(block->pool)) {
        return common | EIP_HAS_CUSTOMER_OWNED_IP |
               EIP_HAS_CUSTOMER_OWNED_IPV4_POOL;
    }
    if (block->pool == 0 &&
        run_group_kind[block->group] == EIP_BORDER_GROUP_WAVELENGTH) {
        return common | EIP_HAS_CARRIER_IP | EIP_HAS_PUBLIC_IPV4_POOL;
    }
    return common | EIP_HAS_PUBLIC_IP | EIP_HAS_PUBLIC_IPV4_POOL;
}

static bool same_ref(eip_pool_ref a, eip_pool_ref b) {
    return a.id == b.id && a.kind == b.kind && a.reserved == b.reserved;
}

static uint32_t more_fields_of(const struct facts *facts) {
    return (facts->association != 0 ? EIP_HAS_ASSOCIATION_ID : 0u) |
           (facts->instance != 0 ? EIP_HAS_INSTANCE_ID : 0u) |
           (facts->interface != 0 ? EIP_HAS_NETWORK_INTERFACE_ID |
                                        EIP_HAS_NETWORK_INTERFACE_OWNER_ID
                                  : 0u) |
           (facts->private_ip != 0 ? EIP_HAS_PRIVATE_IP_ADDRESS : 0u) |
           (facts->subnet != 0 ? EIP_HAS_SUBNET_ID : 0u) |
           (facts->service != 0 ? EIP_HAS_SERVICE_MANAGED : 0u);
}

static bool same_text(eip_text wanted, eip_text got) {
    return (wanted.data == NULL) == (got.data == NULL) &&
           texts_equal(wanted, got);
}

/* What it is associated with, and who manages it. */
static bool same_facts(const struct facts *facts, const eip_address *got) {
    static const char *const services[] = {NULL, "alb", "nlb", "rds", "rnat"};

    return got->association_id == facts->association &&
           got->network_interface_owner_id ==
               (facts->interface != 0 ? facts->owner : 0) &&
           got->private_ip == facts->private_ip &&
           same_text(facts_interface[facts->interface],
                     got->network_interface_id) &&
           same_text(facts_instance[facts->instance], got->instance_id) &&
           same_text(facts_instance[facts->subnet], got->subnet_id) &&
           same_text(eip_text_of(services[facts->service]),
                     got->service_managed);
}

/* What is absent is zero. */
static bool same_members(const struct model *m, int place,
                         const eip_address *got) {
    const struct place *at = &m->place[place];
    const struct block *block = model_block(m, place);
    uint32_t has = fields_of(m, place);
    eip_pool_ref pool = m->pool[block->pool].ref;
    eip_pool_ref none = {0, 0, 0};
    eip_text group = {NULL, 0, 0};

    if ((has & EIP_HAS_NETWORK_BORDER_GROUP) != 0) {
        group = texts_group[block->group];
    }
    return got->fields == (has | more_fields_of(&at->facts)) &&
           same_facts(&at->facts, got) &&
           got->allocation_id == (at->standard ? 0 : at->id) &&
           got->domain ==
               (at->standard ? EIP_DOMAIN_STANDARD : EIP_DOMAIN_VPC) &&
           got->public_ip == ((has & EIP_HAS_PUBLIC_IP) != 0 ? at->ip : 0) &&
           got->carrier_ip == ((has & EIP_HAS_CARRIER_IP) != 0 ? at->ip : 0) &&
           got->customer_owned_ip ==
               ((has & EIP_HAS_CUSTOMER_OWNED_IP) != 0 ? at->ip : 0) &&
           same_ref(got->public_ipv4_pool,
                    (has & EIP_HAS_PUBLIC_IPV4_POOL) != 0 ? pool : none) &&
           same_ref(got->customer_owned_ipv4_pool,
                    (has & EIP_HAS_CUSTOMER_OWNED_IPV4_POOL) != 0 ? pool
                                                                  : none) &&
           (got->network_border_group.data == NULL) == (group.data == NULL) &&
           texts_equal(got->network_border_group, group);
}

static bool same_tags(const struct tags *tags, const eip_address *got) {
    if (got->tag_count != tags->count) {
        return false;
    }
    for (uint32_t i = 0; i < tags->count; i++) {
        if (!texts_equal(got->tags[i].key, texts_key[tags->tag[i].key].text) ||
            !texts_equal(got->tags[i].value,
                         texts_value[tags->tag[i].value].text)) {
            return false;
        }
    }
    return true;
}

bool run_same_address(struct run *run, int place, const eip_address *got) {
    const struct place *at = &run->m.place[place];
    char room[2][32];
    eip_text ip = texts_of_ip(at->ip, room[0]);
    eip_text shown = texts_of_ip(
        got->public_ip | got->carrier_ip | got->customer_owned_ip, room[1]);

    if (!same_members(&run->m, place, got)) {
        return run_differs(run,
                           "wanted %.*s id %016llx fields %x, got %.*s id "
                           "%016llx fields %x, or another member differs",
                           (int)ip.size, ip.data, (unsigned long long)at->id,
                           fields_of(&run->m, place), (int)shown.size,
                           shown.data, (unsigned long long)got->allocation_id,
                           got->fields);
    }
    return same_tags(&at->tags, got) ||
           run_differs(run, "the tags of %.*s differ", (int)ip.size, ip.data);
}

/* -- accounts -------------------------------------------------------------- */

bool run_same_usage(struct run *run, int account) {
    const struct account *a = &run->m.account[account];
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    eip_status status =
        eip_admin_account_usage(run->engine, run_account[account], &usage);

    if (status != (a->known ? EIP_OK : EIP_ERR_ACCOUNT_NOT_FOUND)) {
        return run_differs(run, "account %012llu: %s",
                           (unsigned long long)run_account[account],
                           eip_status_name(status));
    }
    if (a->known && (usage.used != a->used || usage.quota != a->quota ||
                     usage.flags != (a->classic ? EIP_ACCOUNT_CLASSIC : 0))) {
        return run_differs(run,
                           "account %012llu: used %u of %u, wanted %u of %u",
                           (unsigned long long)run_account[account], usage.used,
                           usage.quota, a->used, a->quota);
    }
    return true;
}

/* -- counts ---------------------------------------------------------------- */

static void count_block(const struct model *m, const struct block *block,
                        eip_space_stats *row) {
    row->cidrs++;
    row->capacity += block->left;
    row->held += block->held;
    for (int place = block->first; place < block->first + block->size;
         place++) {
        const struct place *at = &m->place[place];

        if (at->block == NOBODY || model_block(m, place) != block) {
            continue;
        }
        if (at->holder != NOBODY) {
            row->draining += at->draining;
        } else if (at->draining) {
            row->withdrawn++;
        } else if (model_is_cooling(m, place)) {
            row->cooling++;
        } else {
            row->free++;
            row->never_allocated += !at->used;
        }
    }
}

/* The row that the model would give for the pool in the border group. */
static eip_space_stats row_of(const struct model *m, int pool, int group) {
    eip_space_stats row = {.size = sizeof row,
                           .pool_kind = m->pool[pool].ref.kind,
                           .pool_id = m->pool[pool].ref.id};

    for (int i = 0; i < BLOCKS; i++) {
        const struct block *block = &m->block[i];

        if (block->present && block->pool == pool && block->group == group) {
            count_block(m, block, &row);
        }
    }
    row.pool_owner =
        m->pool[pool].owner == NOBODY ? 0 : run_account[m->pool[pool].owner];
    row.network_border_group = texts_group[group];
    return row;
}

static bool same_row(const eip_space_stats *a, const eip_space_stats *b) {
    return a->pool_kind == b->pool_kind && a->pool_id == b->pool_id &&
           a->pool_owner == b->pool_owner && a->cidrs == b->cidrs &&
           a->capacity == b->capacity && a->held == b->held &&
           a->free == b->free && a->cooling == b->cooling &&
           a->draining == b->draining && a->withdrawn == b->withdrawn &&
           a->retired == b->retired &&
           a->never_allocated == b->never_allocated &&
           texts_equal(a->network_border_group, b->network_border_group);
}

static bool find_row(struct run *run, const eip_space_stats *rows,
                     uint32_t count, const eip_space_stats *wanted) {
    for (uint32_t i = 0; i < count; i++) {
        const eip_space_stats *row = &rows[i];

        if (row->pool_kind != wanted->pool_kind ||
            row->pool_id != wanted->pool_id ||
            !texts_equal(row->network_border_group,
                         wanted->network_border_group)) {
            continue;
        }
        return same_row(row, wanted) ||
               run_differs(
                   run,
                   "pool %u:%llx in %.*s: cidrs %u capacity %u held %u free "
                   "%u cooling %u draining %u withdrawn %u retired %u never "
                   "%u; wanted %u %u %u %u %u %u %u %u %u",
                   row->pool_kind, (unsigned long long)row->pool_id,
                   (int)row->network_border_group.size,
                   row->network_border_group.data, (unsigned)row->cidrs,
                   (unsigned)row->capacity, (unsigned)row->held,
                   (unsigned)row->free, (unsigned)row->cooling,
                   (unsigned)row->draining, (unsigned)row->withdrawn,
                   (unsigned)row->retired, (unsigned)row->never_allocated,
                   (unsigned)wanted->cidrs, (unsigned)wanted->capacity,
                   (unsigned)wanted->held, (unsigned)wanted->free,
                   (unsigned)wanted->cooling, (unsigned)wanted->draining,
                   (unsigned)wanted->withdrawn, (unsigned)wanted->retired,
                   (unsigned)wanted->never_allocated);
    }
    return run_differs(run, "a pool with CIDRs has no row");
}

static bool same_spaces(struct run *run, uint32_t *spaces) {
    eip_space_stats rows[SPACES];
    uint32_t count = 0;

    *spaces = 0;
    if (eip_engine_space_stats(run->engine, rows, SPACES, &count) != EIP_OK ||
        count > SPACES) {
        return run_differs(run, "the spaces cannot be counted: %u", count);
    }
    for (int i = 0; i < SPACES; i++) {
        int pool = i < GROUPS ? 0 : i - GROUPS;
        int group = i < GROUPS ? i : run->m.pool[pool].group;
        eip_space_stats wanted;

        if (run->m.space[i].blocks == 0) {
            continue;
        }
        wanted = row_of(&run->m, pool, group);
        ++*spaces;
        if (!find_row(run, rows, count, &wanted)) {
            return false;
        }
    }
    return count == *spaces ||
           run_differs(run, "%u rows, not %u", count, *spaces);
}

static bool same_counts(struct run *run, uint32_t spaces) {
    eip_engine_stats got = EIP_ENGINE_STATS_INIT;
    eip_engine_stats *wanted = &run->m.count;
    eip_status status = eip_engine_stats_read(run->engine, &got);

    wanted->size = sizeof *wanted;
    wanted->spaces = spaces;
    wanted->lanes = 1;
    wanted->accounts = wanted->cidrs = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
        wanted->accounts += run->m.account[i].known;
    }
    for (int i = 0; i < BLOCKS; i++) {
        wanted->cidrs += run->m.block[i].present;
    }
    /* How records are handed out is the engine's affair. */
    wanted->records = got.records;
    wanted->snapshots_pending = got.snapshots_pending;
    if (status == EIP_OK && memcmp(&got, wanted, sizeof got) == 0) {
        return true;
    }
    for (uint32_t i = 1; i < sizeof got / 8; i++) {
        const uint64_t *a = (const uint64_t *)(const void *)&got + i;
        const uint64_t *b = (const uint64_t *)(const void *)wanted + i;

        if (*a != *b) {
            return run_differs(run,
                               "count %u of eip_engine_stats is %llu, not "
                               "%llu",
                               i - 1, (unsigned long long)*a,
                               (unsigned long long)*b);
        }
    }
    return run_differs(run, "eip_engine_stats: %s", eip_status_name(status));
}

/* -- audit ----------------------------------------------------------------- */

static int32_t visit(void *context, const eip_audit_finding *finding) {
    (void)run_differs(context, "the audit finds I%u violated: %.*s",
                      finding->invariant, (int)finding->message.size,
                      finding->message.data);
    return 1;
}

static bool audit(struct run *run) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    uint64_t held = 0;

    if (eip_engine_audit(run->engine, visit, run, &report) != EIP_OK) {
        return run_differs(run, "there is no audit");
    }
    for (int i = 0; i < ACCOUNTS; i++) {
        held += run->m.account[i].held;
    }
    if (report.findings != 0 || report.held != held) {
        return run_differs(run, "the audit: %llu findings, %llu held",
                           (unsigned long long)report.findings,
                           (unsigned long long)report.held);
    }
    return true;
}

bool run_compare(struct run *run) {
    uint32_t spaces;
    bool same = same_spaces(run, &spaces) && same_counts(run, spaces);

    for (int i = 0; i < ACCOUNTS && same; i++) {
        same = run_same_usage(run, i) && run_same_holdings(run, i);
    }
    return same && audit(run);
}
