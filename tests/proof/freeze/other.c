/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The other thread: it prepares a stage, works on it while the victim is
 * stopped, and checks it when the victim has gone on to the end. It knows
 * what everybody must hold but for what the victim's call is about. */
#include "freeze.h"

#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* -- the book -------------------------------------------------------------- */

static bool is_entry(const struct entry *entry, uint64_t account, uint64_t id,
                     uint32_t ip) {
    return entry->account == account && entry->id == id &&
           (id != 0 || entry->ip == ip);
}

static struct entry *find(struct stage *stage, uint64_t account, uint64_t id,
                          uint32_t ip) {
    for (uint32_t i = 0; i < stage->count; i++) {
        if (is_entry(&stage->book[i], account, id, ip)) {
            return &stage->book[i];
        }
    }
    return NULL;
}

void stage_note(struct stage *stage, uint64_t account, uint64_t id,
                uint32_t ip) {
    FREEZE_CHECK(stage->count < BOOK_MAX, "the book is full");
    /* Classic's have no ids: the victim has released it, or it could not be
     * given again. */
    if (id == 0 && find(stage, account, id, ip) != NULL && !stage->mine_over &&
        is_entry(&stage->mine, account, id, ip)) {
        stage->mine_over = true;
        return;
    }
    FREEZE_CHECK(find(stage, account, id, ip) == NULL, "%x: id given twice",
                 ip);
    stage->book[stage->count++] = (struct entry){account, id, ip};
}

void stage_strike(struct stage *stage, uint64_t account, uint64_t id,
                  uint32_t ip) {
    struct entry *entry = find(stage, account, id, ip);

    FREEZE_CHECK(entry != NULL, "released twice: %llx, %x",
                 (unsigned long long)id, ip);
    *entry = stage->book[--stage->count];
}

uint32_t stage_held(const struct stage *stage, uint64_t account) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < stage->count; i++) {
        count += stage->book[i].account == account;
    }
    return count;
}

static uint32_t held_of_amazon(const struct stage *stage) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < stage->count; i++) {
        count += stage->book[i].ip >> 8 == 0xc00002;
    }
    return count;
}

static void check_account(struct stage *stage, uint64_t account) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    eip_status status =
        eip_describe_addresses(stage->engine, &caller, NULL, &list, NULL);
    uint64_t count = eip_address_list_count(list);

    FREEZE_CHECK(status == EIP_OK, "describe: %s", eip_status_name(status));
    FREEZE_CHECK(count == stage_held(stage, account), "%llu listed of %u held",
                 (unsigned long long)count, stage_held(stage, account));
    for (uint64_t i = 0; i < count; i++) {
        eip_address address = EIP_ADDRESS_INIT;
        const struct entry *entry;

        (void)!eip_address_list_at(list, i, &address);
        entry = find(stage, account, address.allocation_id, address.public_ip);
        FREEZE_CHECK(entry != NULL && entry->ip == address.public_ip,
                     "%x is listed and nobody's", address.public_ip);
    }
    eip_address_list_free(list);
}

static int32_t report(void *context, const eip_audit_finding *finding) {
    (void)context;
    freeze_fail("audit, I%u: %.*s", finding->invariant,
                (int)finding->message.size, finding->message.data);
}

void stage_check(struct stage *stage) {
    eip_audit_report audit = EIP_AUDIT_REPORT_INIT;
    eip_status status;

    for (uint32_t i = 0; i < stage->count; i++) {
        for (uint32_t n = 0; n < i; n++) {
            FREEZE_CHECK(stage->book[i].ip != stage->book[n].ip,
                         "%x is held twice", stage->book[i].ip);
        }
    }
    check_account(stage, SAME);
    check_account(stage, OTHER);
    check_account(stage, FILLER);
    status = eip_engine_audit(stage->engine, report, NULL, &audit);
    FREEZE_CHECK(status == EIP_OK && audit.findings == 0, "audit: %s, %llu",
                 eip_status_name(status), (unsigned long long)audit.findings);
    FREEZE_CHECK(audit.held == stage->count, "audit: %llu held of %u",
                 (unsigned long long)audit.held, stage->count);
}

/* -- its operations -------------------------------------------------------- */

/* An operation is over. */
static void step(void) {
    atomic_fetch_add(&shared->steps, 1);
}

/* "Empty" and "quota reached" must be true, give or take what the victim is
 * about to do. */
static void check_refusal(const struct stage *stage, uint64_t account,
                          eip_status status) {
    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY) {
        FREEZE_CHECK(held_of_amazon(stage) + BATCH_MAX >= stage->size,
                     "empty, with %u of %u held", held_of_amazon(stage),
                     stage->size);
    } else {
        FREEZE_CHECK(status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED &&
                         account == SAME &&
                         stage_held(stage, SAME) + BATCH_MAX >= stage->quota,
                     "allocate: %s", eip_status_name(status));
    }
}

static bool take_any(struct stage *stage, uint64_t account,
                     struct entry *taken) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_status status =
        eip_allocate_address(stage->engine, &caller, NULL, &got, NULL);

    step();
    if (status != EIP_OK) {
        check_refusal(stage, account, status);
        return false;
    }
    *taken = (struct entry){account, got.allocation_id, got.public_ip};
    stage_note(stage, account, got.allocation_id, got.public_ip);
    return true;
}

static eip_status release(struct stage *stage, struct entry entry) {
    const eip_caller caller = EIP_CALLER_INIT(entry.account);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    request.allocation_id = entry.id;
    if (entry.id == 0) {
        (void)eip_ipv4_format(entry.ip, text);
        request.public_ip = eip_text_of(text);
    }
    status = eip_release_address(stage->engine, &caller, &request, NULL);
    step();
    return status;
}

static void give(struct stage *stage, struct entry entry) {
    eip_status status = release(stage, entry);

    FREEZE_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
    stage_strike(stage, entry.account, entry.id, entry.ip);
}

static eip_status take_this(struct stage *stage, uint64_t account, uint32_t ip,
                            struct entry *taken) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    char text[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    (void)eip_ipv4_format(ip, text);
    request.address = eip_text_of(text);
    status = eip_allocate_address(stage->engine, &caller, &request, &got, NULL);
    step();
    *taken = (struct entry){account, got.allocation_id, got.public_ip};
    return status;
}

/* Release the target, or take it again: the victim's address goes round and
 * round below it. Either may fail, since the victim may have done it. */
static void contend(struct stage *stage) {
    struct entry *target = &stage->target;
    struct entry taken;

    if (target->ip == 0) {
        return;
    }
    if (find(stage, target->account, target->id, target->ip) != NULL) {
        if (release(stage, *target) == EIP_OK) {
            stage_strike(stage, target->account, target->id, target->ip);
        }
    } else if (target->id == 0 && target->ip >> 8 == 0xc00002) {
        if (take_any(stage, target->account, &taken)) { /* Classic */
            *target = taken;
        }
    } else if (take_this(stage, target->account, target->ip, &taken) ==
               EIP_OK) {
        stage_note(stage, taken.account, taken.id, taken.ip);
        target->id = taken.id;
    }
}

/* What is not OTHER's is not there for OTHER. */
static void pry(struct stage *stage) {
    struct entry foreign = {OTHER, stage->target.id, stage->target.ip};
    struct entry taken;
    eip_status status;

    if (foreign.id != 0) {
        status = release(stage, foreign);
        FREEZE_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "pry: %s",
                     eip_status_name(status));
    }
    if (foreign.ip >> 8 != 0xc00002) {
        return;
    }
    status = take_this(stage, OTHER, foreign.ip, &taken);
    if (status == EIP_OK) { /* OTHER had it last */
        stage_note(stage, taken.account, taken.id, taken.ip);
        give(stage, taken);
    } else {
        FREEZE_CHECK(status == EIP_ERR_ADDRESS_NOT_FOUND, "pry: %s",
                     eip_status_name(status));
    }
}

/* The list of SAME lacks nothing but what the victim may have released. */
static void look(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);
    eip_address_list *list = NULL;
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    eip_status status =
        eip_describe_addresses(stage->engine, &caller, NULL, &list, NULL);
    uint64_t count = eip_address_list_count(list);
    uint32_t held = stage_held(stage, SAME);

    step();
    FREEZE_CHECK(status == EIP_OK, "describe: %s", eip_status_name(status));
    FREEZE_CHECK(count + BATCH_MAX >= held && count <= held + BATCH_MAX,
                 "%llu listed of %u held", (unsigned long long)count, held);
    eip_address_list_free(list);
    status = eip_admin_account_usage(stage->engine, SAME, &usage);
    step();
    FREEZE_CHECK((status == EIP_OK || status == EIP_ERR_ACCOUNT_NOT_FOUND) &&
                     usage.used <= stage->quota,
                 "usage: %s, %u", eip_status_name(status), usage.used);
}

/* Take all that is left, and give it back: "empty" is proven and disproven. */
static void exhaust(struct stage *stage) {
    struct entry taken[BOOK_MAX];
    uint32_t count = 0;

    while (count < BOOK_MAX && take_any(stage, OTHER, &taken[count])) {
        count++;
    }
    while (count > 0) {
        give(stage, taken[--count]);
    }
}

/* Administration waits for no operation, stopped or not. */
static void administer(struct stage *stage) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_cidr cidr = {0xcb007100, 30}; /* 203.0.113.0 */
    const eip_text region = {NULL, 0, 0};
    eip_status status = eip_admin_provision_cidrs(stage->engine, amazon, region,
                                                  &cidr, 1, NULL);

    FREEZE_CHECK(status == EIP_OK, "provision: %s", eip_status_name(status));
    step();
    status = eip_admin_drain_cidr(stage->engine, amazon, cidr, EIP_DRAIN_START,
                                  NULL, NULL);
    FREEZE_CHECK(status == EIP_OK, "drain: %s", eip_status_name(status));
    step();
}

static void cycle(struct stage *stage) {
    struct entry taken;

    if (take_any(stage, OTHER, &taken)) {
        give(stage, taken);
    }
    contend(stage);
    if (take_any(stage, SAME, &taken)) {
        give(stage, taken);
    }
    contend(stage);
    pry(stage);
}

void other_work(struct stage *stage, uint64_t operations) {
    uint64_t end = atomic_load(&shared->steps) + operations;

    if (operations >= 1000) {
        administer(stage);
    }
    exhaust(stage);
    for (uint64_t i = 0; atomic_load(&shared->steps) < end; i++) {
        cycle(stage);
        if (i % 16 == 0) {
            look(stage);
        }
        if (i % 16 == 8 && stage->is_kept && !stage->victim_collects) {
            kept_collect(stage);
            step();
        }
    }
}

/* -- its rounds ------------------------------------------------------------ */

static void prepare(struct stage *stage, const struct freeze_case *one) {
    memset(stage, 0, sizeof *stage);
    memory_renew();
    one->prepare(stage);
}

static void finish(struct stage *stage, const struct freeze_case *one) {
    eip_status status = stage->status;
    bool disturbed = atomic_load(&shared->disturbed) != 0;

    atomic_store(&shared->status, status);
    one->finish(stage);
    FREEZE_CHECK(status == one->expected ||
                     (disturbed && status == one->allowed),
                 "the victim is answered %s", eip_status_name(status));
    if (stage->engine != NULL) {
        stage_check(stage);
        if (stage->is_kept) {
            kept_check(stage);
        }
        eip_engine_close(stage->engine);
    }
    FREEZE_CHECK(memory_out() == 0, "%lld blocks leaked",
                 (long long)memory_out());
}

void *other_run(void *context) {
    struct stage *stage = context;

    atomic_store(&shared->other_id, (uint32_t)syscall(SYS_gettid));
    freeze_wake(&shared->other_id);
    for (uint32_t round = 0;; round++) {
        const struct freeze_case *one;

        while (atomic_load(&shared->wanted) == round) {
            freeze_wait(&shared->wanted, round, 1000);
        }
        one = &freeze_cases[atomic_load(&shared->at_case)];
        switch ((enum job)atomic_load(&shared->job)) {
        case PREPARE:
            prepare(stage, one);
            break;
        case WORK:
            one->work(stage, atomic_load(&shared->batch));
            break;
        case FINISH:
            finish(stage, one);
            break;
        }
        atomic_store(&shared->done, round + 1);
        freeze_wake(&shared->done);
    }
    return NULL;
}
