/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Three accounts, each of which marks its addresses by a tag. They use each
 * other's ids and addresses at random; no answer to one may contain the mark
 * of another, list what another holds, or do anything to it. */
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t accounts[ACCOUNTS] = {WORLD_ALICE, WORLD_BOB, WORLD_DAVE};
static const char *const marks[ACCOUNTS] = {"MARK-OF-ALICE", "MARK-OF-BOB",
                                            "MARK-OF-DAVE"};

uint64_t random_account(uint32_t who) {
    return accounts[who];
}

const char *random_mark(uint32_t who) {
    return marks[who];
}

uint64_t random_below(struct run *run, uint64_t bound) {
    return world_random(&run->random) % bound;
}

void random_wrong(const struct run *run, const char *what) {
    (void)printf("FAILED: step %llu: %s\n", (unsigned long long)run->step,
                 what);
    exit(1);
}

/* -- what an answer contains ----------------------------------------------- */

void random_search(struct run *run, uint32_t who, const void *bytes,
                   size_t size) {
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        bool has = memmem(bytes, size, marks[i], strlen(marks[i])) != NULL;

        if (has && i != who) {
            random_wrong(run, "an answer has another account's mark");
        }
        run->own += has;
    }
}

struct held *random_find(struct run *run, uint64_t id) {
    for (uint32_t i = 0; i < run->count; i++) {
        if (run->held[i].id == id) {
            return &run->held[i];
        }
    }
    return NULL;
}

static void search_list(struct run *run, uint32_t who,
                        const eip_address_list *list) {
    for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
        eip_address address = world_at(list, i);
        const struct held *held = random_find(run, address.allocation_id);

        if (held == NULL || held->who != who) {
            random_wrong(run, "an address of another account is listed");
        }
        random_search(run, who, &address, sizeof address);
        for (uint32_t n = 0; n < address.tag_count; n++) {
            random_search(run, who, address.tags[n].key.data,
                          address.tags[n].key.size);
            random_search(run, who, address.tags[n].value.data,
                          address.tags[n].value.size);
        }
    }
}

/* -- operations ------------------------------------------------------------ */

const struct held *random_seen(struct run *run) {
    return &run->seen[random_below(run, SEEN)];
}

static eip_allocate_address_request choose(struct run *run) {
    switch (random_below(run, 8)) {
    case 0:
        return world_request_from(run->w.byoip);
    case 1:
        return world_request_from(run->w.byoip_bob);
    case 2:
        return world_request_from(run->w.ipam);
    case 3:
        return world_request_in(WORLD_LOCAL);
    case 4:
    case 5:
        return world_request_named(world_ip(random_seen(run)->ip));
    default:
        return world_request();
    }
}

static void allocate(struct run *run, uint32_t who) {
    eip_allocate_address_request request = choose(run);
    eip_allocate_address_response got;
    eip_tag tag = {{"Name", 4, 0}, eip_text_of(marks[who])};
    eip_tag_specification tags = {{"elastic-ip", 10, 0}, &tag, 1, 0};
    struct held *held;

    if (random_below(run, 4) != 0) {
        request.tag_specifications = &tags;
        request.tag_specification_count = 1;
    }
    memset(&got, 0, sizeof got);
    if (world_allocate(&run->w, accounts[who], &request, &got) == EIP_OK) {
        if (run->count == ACCOUNTS * HELD_MAX ||
            random_find(run, got.allocation_id) != NULL) {
            random_wrong(run, "an id is given twice");
        }
        held = &run->held[run->count++];
        *held = (struct held){
            .id = got.allocation_id, .ip = world_any_ip(&got), .who = who};
        for (uint32_t i = 0; i + 1 < run->count; i++) {
            if (run->held[i].ip == held->ip) {
                random_wrong(run, "an address is given twice");
            }
        }
        run->seen[run->given++ % SEEN] = *held;
    }
    random_search(run, who, &got, sizeof got);
    random_search(run, who, &run->w.error, sizeof run->w.error);
}

/* What the facts of an address keep it from (R14). */
static bool is_kept(eip_status status) {
    return status == EIP_ERR_ADDRESS_IN_USE ||
           status == EIP_ERR_ADDRESS_PTR_SET ||
           status == EIP_ERR_ADDRESS_LOCKED || status == EIP_ERR_AUTH_FAILURE;
}

/* An id that is not the caller's is refused, whatever it is. */
static void release(struct run *run, uint32_t who) {
    uint64_t id = random_seen(run)->id;
    struct held *held = random_find(run, id);
    bool is_mine = held != NULL && held->who == who;
    eip_status status;

    if (id == 0) {
        return; /* nothing was given yet */
    }
    status = world_release(&run->w, accounts[who], id, WORLD_REGION);
    if (status == EIP_ERR_ADDRESS_NOT_FOUND && is_mine) {
        status = world_release(&run->w, accounts[who], id, WORLD_LOCAL);
    }
    if (is_mine ? status != EIP_OK && !is_kept(status)
                : status != EIP_ERR_ALLOCATION_ID_NOT_FOUND) {
        random_wrong(run, "a release is answered as another's");
    }
    if (status == EIP_OK) {
        *held = run->held[--run->count];
    }
    random_search(run, who, &run->w.error, sizeof run->w.error);
}

static void describe(struct run *run, uint32_t who) {
    static const char *const names[] = {"tag:Name", "tag-key", "public-ip",
                                        "allocation-id"};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    const struct held *target = random_seen(run);
    uint32_t kind = (uint32_t)random_below(run, 7);
    eip_text values[4] = {eip_text_of(marks[random_below(run, ACCOUNTS)]),
                          eip_text_of("*"), eip_text_of(world_ip(target->ip)),
                          eip_text_of(world_id(target->id))};
    eip_filter filter = {{NULL, 0, 0}, NULL, 1, 0};
    eip_address_list *list = NULL;

    if (kind < 4) {
        filter.name = eip_text_of(names[kind]);
        filter.values = &values[kind];
        request.filters = &filter;
        request.filter_count = 1;
    } else if (kind == 4) {
        request.public_ips = &values[2];
        request.public_ip_count = 1;
    } else if (kind == 5) {
        request.allocation_ids = &values[3];
        request.allocation_id_count = 1;
    }
    (void)!world_describe(&run->w, accounts[who], &request, &list);
    search_list(run, who, list);
    eip_address_list_free(list);
    random_search(run, who, &run->w.error, sizeof run->w.error);
}

void isolation_random(uint64_t operations, uint64_t seed) {
    static struct run run;

    memset(&run, 0, sizeof run);
    run.random = seed;
    world_start(&run.w);
    world_account(&run.w, WORLD_ALICE, 12, 0);
    world_account(&run.w, WORLD_BOB, 12, 0);
    world_account(&run.w, WORLD_DAVE, 12, 0);
    for (; run.step < operations; run.step++) {
        uint32_t who = (uint32_t)random_below(&run, ACCOUNTS);

        switch (random_below(&run, 8)) {
        case 0:
        case 1:
            allocate(&run, who);
            break;
        case 2:
        case 3:
            release(&run, who);
            break;
        case 4:
        case 5:
            random_own_facts(&run, who);
            break;
        case 6:
            random_foreign_facts(&run, who);
            break;
        default:
            describe(&run, who);
            random_look(&run, who);
            break;
        }
        run.w.now_ms += random_below(&run, 60000);
    }
    if (operations >= 1000 && run.compared < operations / 40) {
        random_wrong(&run, "too few addresses of others were asked about");
    }
    if (operations >= 1000 && run.own == 0) {
        random_wrong(&run, "nobody sees a mark");
    }
    world_end(&run.w);
}
