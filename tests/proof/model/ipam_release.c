/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ReleaseIpamPoolAllocation, ModifyIpamPoolAllocation: drawn, judged, asked of
 * both; how an allocation shows. */
#include "proof/model/ipam_allocation.h"

#include <string.h>

/* -- which ----------------------------------------------------------------- */

bool ipam_row_of(const struct model *m, int place, struct ipam_row *row) {
    const struct place *at = &m->place[place];

    if (at->block == NOBODY || at->holder == NOBODY ||
        !model_is_ipam(model_block(m, place)->pool)) {
        return false;
    }
    *row = (struct ipam_row){model_block(m, place)->pool, NOBODY, place};
    return true;
}

bool ipam_sees(const struct model *m, int account, const struct ipam_row *row) {
    int owner = row->at != NOBODY ? m->allocation[row->at].owner
                                  : m->place[row->place].holder;

    return m->pool[row->pool].owner == account ||
           (owner == account && model_admits(m, row->pool, account));
}

eip_cidr ipam_row_cidr(const struct model *m, const struct ipam_row *row) {
    return row->at != NOBODY ? m->allocation[row->at].cidr
                             : (eip_cidr){m->place[row->place].ip, 32};
}

/* As far as it is known; else zero. */
static eip_ipam_id *id_of(struct model *m, const struct ipam_row *row) {
    return row->at != NOBODY ? &m->allocation[row->at].id
                             : &m->eip_id[row->place];
}

static bool is_known(const eip_ipam_id *id) {
    return id->low != 0 || id->high != 0;
}

/* From one that is drawn on, of the books or a place. */
static void draw_row(struct model *m, struct dice *dice, int account,
                     bool of_any, struct ipam_row *row) {
    bool is_held = roll(dice, 3) == 2;
    int count = is_held ? PUBLIC_PLACES : ALLOCATIONS;
    int at = (int)roll_wide(dice, (uint32_t)count);

    for (int i = 0; i < count; i++, at = (at + 1) % count) {
        struct ipam_row found = {0, at, NOBODY};

        if (is_held ? !ipam_row_of(m, at, &found)
                    : !m->allocation[at].present) {
            continue;
        }
        found.pool = is_held ? found.pool : m->allocation[at].pool;
        if ((of_any || ipam_sees(m, account, &found)) &&
            is_known(id_of(m, &found))) {
            *row = found;
            return;
        }
    }
}

void ipam_row_draw(struct run *run, struct dice *dice, int account,
                   struct ipam_row_named *named) {
    static const char *const bad[] = {
        "ipam-pool-alloc-0", "", "ipam-pool-00123456789abcdef",
        "ipam-pool-alloc-00123456789abcdef0123456789abcdef"};
    uint32_t what = roll(dice, 32);

    named->row = (struct ipam_row){NOBODY, NOBODY, NOBODY};
    named->text = eip_text_of(bad[what % 4]);
    if (what < 29) {
        draw_row(&run->m, dice, account, what >= 26, &named->row);
    }
    if (named->row.pool != NOBODY) {
        (void)eip_ipam_allocation_id_format(*id_of(&run->m, &named->row),
                                            named->room);
        named->text = eip_text_of(named->room);
    }
    run_tell_text(run, "IpamPoolAllocationId", named->text);
}

eip_status ipam_row_find(const struct model *m, int account, int pool,
                         const char *field, const struct ipam_row_named *named,
                         struct verdict *v) {
    return named->row.pool != NOBODY && ipam_sees(m, account, &named->row) &&
                   (pool == NOBODY || pool == named->row.pool)
               ? EIP_OK
               : verdict_is(v, EIP_ERR_IPAM_ALLOCATION_NOT_FOUND, field,
                            "The IPAM pool allocation (%.*s) does not exist.",
                            (int)named->text.size, named->text.data);
}

/* -- how it shows ---------------------------------------------------------- */

/* Ids are learnt, and told apart. */
static bool same_id(struct run *run, const struct ipam_row *row,
                    eip_ipam_id id) {
    eip_ipam_id *own = id_of(&run->m, row);

    if (!is_known(&id)) {
        return run_differs(run, "an allocation has no id");
    }
    for (int i = 0; i < ALLOCATIONS; i++) {
        const struct ipam_allocation *at = &run->m.allocation[i];

        if (at->present && i != row->at && at->id.low == id.low &&
            at->id.high == id.high) {
            return run_differs(run, "two allocations have one id");
        }
    }
    *own = is_known(own) ? *own : id;
    return (own->low == id.low && own->high == id.high) ||
           run_differs(run, "the id of an allocation is another");
}

static bool same_text(eip_text wanted, eip_text got) {
    return (wanted.data == NULL) == (got.data == NULL) &&
           texts_equal(wanted, got);
}

static bool same_tags(const struct tags *tags,
                      const eip_ipam_pool_allocation *got) {
    bool same = tags->count == got->tag_count;

    for (uint32_t i = 0; i < tags->count && same; i++) {
        same =
            texts_equal(got->tags[i].key, texts_key[tags->tag[i].key].text) &&
            texts_equal(got->tags[i].value,
                        texts_value[tags->tag[i].value].text);
    }
    return same;
}

static bool same_booked(const struct model *m, const struct ipam_row *row,
                        const eip_ipam_pool_allocation *got) {
    static const char *const types[] = {"custom", "ipam-pool",
                                        "ec2-public-ipv4-pool"};
    const struct ipam_allocation *at = &m->allocation[row->at];
    eip_text none = {NULL, 0, 0};
    char room[40];

    return same_text(at->use == USE_CUSTOM
                         ? none
                         : texts_of_pool(m->pool[at->resource].ref, room),
                     got->resource_id) &&
           texts_equal(got->resource_type, eip_text_of(types[at->use])) &&
           got->resource_owner == run_account[at->owner] &&
           texts_equal(got->description, facts_description(at->description)) &&
           (got->description.data != NULL) ==
               (facts_description(at->description).size != 0) &&
           same_tags(&at->tags, got);
}

static bool same_address(const struct model *m, const struct ipam_row *row,
                         const eip_ipam_pool_allocation *got) {
    const struct place *at = &m->place[row->place];
    char room[32];

    return texts_equal(got->resource_id, texts_of_id(at->id, room)) &&
           texts_equal(got->resource_type, eip_text_of("eip")) &&
           got->resource_owner == run_account[at->holder] &&
           got->description.data == NULL && got->tag_count == 0;
}

bool ipam_same_row(struct run *run, const struct ipam_row *row,
                   const eip_ipam_pool_allocation *got) {
    eip_cidr cidr = ipam_row_cidr(&run->m, row);

    if (got->cidr.base != cidr.base ||
        got->cidr.prefix_bits != cidr.prefix_bits) {
        return run_differs(run, "the allocation is %x/%u, not %x/%u",
                           got->cidr.base, got->cidr.prefix_bits, cidr.base,
                           cidr.prefix_bits);
    }
    if (!texts_equal(got->resource_region, texts_group[0]) ||
        !(row->at != NOBODY ? same_booked(&run->m, row, got)
                            : same_address(&run->m, row, got))) {
        return run_differs(run, "a member of the allocation %x/%u differs",
                           cidr.base, cidr.prefix_bits);
    }
    return same_id(run, row, got->id);
}

bool ipam_same_row_answer(struct run *run, const struct ipam_row *row,
                          const eip_ipam_pool_allocation_list *list) {
    eip_ipam_pool_allocation got = EIP_IPAM_POOL_ALLOCATION_INIT;

    return eip_ipam_pool_allocation_list_count(list) == 1 &&
                   eip_ipam_pool_allocation_list_at(list, 0, &got) == EIP_OK
               ? ipam_same_row(run, row, &got)
               : run_differs(run, "the answer is not one allocation");
}

/* -- ReleaseIpamPoolAllocation ---------------------------------------------- */

/* Either operation. */
struct ask_change {
    struct ask_caller by;
    struct verdict verdict;
    struct ipam_named pool;
    struct ipam_text cidr;
    struct ipam_row_named named;
    uint32_t missing; /* of the required ones: 1 to 3 */
    uint32_t description;
    bool bad_description;
    bool dry;
};

static void draw_release(struct run *run, struct dice *dice,
                         struct ask_change *a) {
    const struct ipam_row *row = &a->named.row;

    memset(a, 0, sizeof *a);
    run_tell(run, "ReleaseIpamPoolAllocation");
    ask_caller(run, dice, &a->by);
    ipam_draw(run, dice, a->by.account, &a->pool);
    ipam_row_draw(run, dice, a->by.account, &a->named);
    a->cidr.cidr = row->pool == NOBODY || rarely(dice, 16)
                       ? ipam_draw_part(&run->m, dice, a->pool.at)
                       : ipam_row_cidr(&run->m, row);
    if (row->pool != NOBODY && !rarely(dice, 16)) {
        a->pool.at = row->pool;
        a->pool.text = texts_of_pool(run->m.pool[row->pool].ref, a->pool.room);
        run_tell_text(run, "or", a->pool.text);
    }
    a->missing = rarely(dice, 32) ? 1 + roll(dice, 3) : 0;
    a->dry = rarely(dice, 16);
    ipam_write_cidr(run, dice, "Cidr", &a->cidr);
}

static eip_status check_custom(const struct model *m, struct ask_change *a) {
    int at = a->named.row.at;

    return at != NOBODY && m->allocation[at].use == USE_CUSTOM
               ? EIP_OK
               : verdict_is(&a->verdict, EIP_ERR_UNSUPPORTED_OPERATION,
                            "IpamPoolAllocationId", "%s", "");
}

static void judge_release(const struct model *m, struct ask_change *a) {
    static const char *const required[] = {"", "IpamPoolId", "Cidr",
                                           "IpamPoolAllocationId"};
    struct verdict *v = &a->verdict;
    eip_cidr cidr;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK) {
        return;
    }
    if (a->missing != 0) {
        (void)verdict_need(v, required[a->missing]);
        return;
    }
    if (a->cidr.is_malformed) {
        (void)verdict_is(v, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s", "");
        return;
    }
    if (ipam_find_shared(m, a->by.account, &a->pool, v) != EIP_OK ||
        ipam_row_find(m, a->by.account, a->pool.at, "IpamPoolAllocationId",
                      &a->named, v) != EIP_OK ||
        check_custom(m, a) != EIP_OK) {
        return;
    }
    cidr = ipam_row_cidr(m, &a->named.row);
    if (cidr.base != a->cidr.cidr.base ||
        cidr.prefix_bits != a->cidr.cidr.prefix_bits) {
        (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Cidr", "%s", "");
    } else if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool release(struct run *run, struct dice *dice) {
    eip_release_ipam_pool_allocation_request request =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    static struct ask_change a;
    const eip_text none = {NULL, 0, 0};
    eip_status got;

    draw_release(run, dice, &a);
    a.dry = a.dry || !model_has_room(&run->m, 1);
    judge_release(&run->m, &a);
    request.flags = a.dry ? EIP_IPAM_DRY_RUN : 0;
    request.ipam_pool_id = a.missing == 1 ? none : a.pool.text;
    request.cidr = a.missing == 2 ? none : a.cidr.text;
    request.ipam_pool_allocation_id = a.missing == 3 ? none : a.named.text;
    got = eip_release_ipam_pool_allocation(a.by.engine, a.by.caller, &request,
                                           run_error(run));
    if (got == EIP_OK && a.verdict.status == EIP_OK) {
        model_give_back(&run->m, &run->m.allocation[a.named.row.at]);
    }
    return verdict_same(run, &a.by, &a.verdict, got,
                        "ec2:ReleaseIpamPoolAllocation");
}

/* -- ModifyIpamPoolAllocation ------------------------------------------------ */

static void judge_modify(const struct model *m, struct ask_change *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK) {
        return;
    }
    if (a->missing != 0) {
        (void)verdict_need(v, "IpamPoolAllocationId");
    } else if (a->bad_description) {
        (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Description",
                         "%s", "");
    } else if (ipam_row_find(m, a->by.account, NOBODY, "IpamPoolAllocationId",
                             &a->named, v) == EIP_OK &&
               check_custom(m, a) == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool modify(struct run *run, struct dice *dice) {
    eip_modify_ipam_pool_allocation_request request =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    static struct ask_change a;
    bool describes;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "ModifyIpamPoolAllocation");
    ask_caller(run, dice, &a.by);
    ipam_row_draw(run, dice, a.by.account, &a.named);
    a.missing = rarely(dice, 32);
    a.description = roll(dice, DESCRIPTIONS);
    a.bad_description = rarely(dice, 16);
    describes = roll(dice, 4) != 3 || a.bad_description;
    a.dry = rarely(dice, 16);
    judge_modify(&run->m, &a);
    request.flags = a.dry ? EIP_IPAM_DRY_RUN : 0;
    if (a.missing == 0) {
        request.ipam_pool_allocation_id = a.named.text;
    }
    if (describes) {
        request.description = a.bad_description
                                  ? eip_text_of("\xff")
                                  : facts_description(a.description);
    }
    got = eip_modify_ipam_pool_allocation(a.by.engine, a.by.caller, &request,
                                          &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got,
                        "ec2:ModifyIpamPoolAllocation");
    if (same && got == EIP_OK) {
        struct ipam_allocation *at = &run->m.allocation[a.named.row.at];

        at->description = describes ? a.description : at->description;
        same = ipam_same_row_answer(run, &a.named.row, list);
    }
    eip_ipam_pool_allocation_list_free(list);
    return same;
}

bool step_ipam_allocation(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 32);
    /* As for pools, of these accounts; or of those who share them. */
    struct step step = *dice->step;
    struct dice own = {&step, dice->at};

    if (what % 8 != 7) {
        step.byte[own.at % STEP_BYTES] %= IPAM_OWNERS;
    }
    ipam_need_scopes(run);
    return what < 14   ? step_ipam_allocate(run, &own)
           : what < 19 ? release(run, &own)
           : what < 22 ? modify(run, &own)
                       : step_ipam_rows(run, &own);
}
