/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Three accounts, each of which marks its addresses by a tag. They use each
 * other's ids and addresses at random; no answer to one may contain the mark
 * of another, list what another holds, or do anything to it. */
#include "isolation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS = 3, SEEN = 256, HELD_MAX = 40 };

static const uint64_t accounts[ACCOUNTS] = {WORLD_ALICE, WORLD_BOB, WORLD_DAVE};
static const char *const marks[ACCOUNTS] = {"MARK-OF-ALICE", "MARK-OF-BOB",
                                            "MARK-OF-DAVE"};

struct held {
    uint64_t id;
    uint32_t ip;
    uint32_t who;
};

struct run {
    struct world w;
    uint64_t random;
    struct held held[ACCOUNTS * HELD_MAX];
    uint32_t count;
    struct held seen[SEEN]; /* ever given, by anyone */
    uint64_t given;
    uint64_t step;
    uint64_t own; /* answers with the caller's own mark */
};

static uint64_t below(struct run *run, uint64_t bound) {
    return world_random(&run->random) % bound;
}

static void wrong(const struct run *run, const char *what) {
    (void)printf("FAILED: step %llu: %s\n", (unsigned long long)run->step,
                 what);
    exit(1);
}

/* -- what an answer contains ----------------------------------------------- */

static void search(struct run *run, uint32_t who, const void *bytes,
                   size_t size) {
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        bool has = memmem(bytes, size, marks[i], strlen(marks[i])) != NULL;

        if (has && i != who) {
            wrong(run, "an answer has another account's mark");
        }
        run->own += has;
    }
}

static struct held *find(struct run *run, uint64_t id) {
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
        const struct held *held = find(run, address.allocation_id);

        if (held == NULL || held->who != who) {
            wrong(run, "an address of another account is listed");
        }
        search(run, who, &address, sizeof address);
        for (uint32_t n = 0; n < address.tag_count; n++) {
            search(run, who, address.tags[n].key.data,
                   address.tags[n].key.size);
            search(run, who, address.tags[n].value.data,
                   address.tags[n].value.size);
        }
    }
}

/* -- operations ------------------------------------------------------------ */

static const struct held *any_seen(struct run *run) {
    return &run->seen[below(run, SEEN)];
}

static eip_allocate_address_request choose(struct run *run) {
    switch (below(run, 8)) {
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
        return world_request_named(world_ip(any_seen(run)->ip));
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

    if (below(run, 4) != 0) {
        request.tag_specifications = &tags;
        request.tag_specification_count = 1;
    }
    memset(&got, 0, sizeof got);
    if (world_allocate(&run->w, accounts[who], &request, &got) == EIP_OK) {
        if (run->count == ACCOUNTS * HELD_MAX ||
            find(run, got.allocation_id) != NULL) {
            wrong(run, "an id is given twice");
        }
        held = &run->held[run->count++];
        *held = (struct held){got.allocation_id, world_any_ip(&got), who};
        for (uint32_t i = 0; i + 1 < run->count; i++) {
            if (run->held[i].ip == held->ip) {
                wrong(run, "an address is given twice");
            }
        }
        run->seen[run->given++ % SEEN] = *held;
    }
    search(run, who, &got, sizeof got);
    search(run, who, &run->w.error, sizeof run->w.error);
}

/* An id that is not the caller's is refused, whatever it is. */
static void release(struct run *run, uint32_t who) {
    uint64_t id = any_seen(run)->id;
    struct held *held = find(run, id);
    bool is_mine = held != NULL && held->who == who;
    eip_status status;

    if (id == 0) {
        return; /* nothing was given yet */
    }
    status = world_release(&run->w, accounts[who], id, WORLD_REGION);
    if (status == EIP_ERR_ADDRESS_NOT_FOUND && is_mine) {
        status = world_release(&run->w, accounts[who], id, WORLD_LOCAL);
    }
    if ((status == EIP_OK) != is_mine ||
        (!is_mine && status != EIP_ERR_ALLOCATION_ID_NOT_FOUND)) {
        wrong(run, "a release is answered as another's");
    }
    if (status == EIP_OK) {
        *held = run->held[--run->count];
    }
    search(run, who, &run->w.error, sizeof run->w.error);
}

static void describe(struct run *run, uint32_t who) {
    static const char *const names[] = {"tag:Name", "tag-key", "public-ip",
                                        "allocation-id"};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    const struct held *target = any_seen(run);
    uint32_t kind = (uint32_t)below(run, 7);
    eip_text values[4] = {eip_text_of(marks[below(run, ACCOUNTS)]),
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
    search(run, who, &run->w.error, sizeof run->w.error);
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
        uint32_t who = (uint32_t)below(&run, ACCOUNTS);

        switch (below(&run, 4)) {
        case 0:
            allocate(&run, who);
            break;
        case 1:
        case 2:
            release(&run, who);
            break;
        default:
            describe(&run, who);
            break;
        }
        run.w.now_ms += below(&run, 60000);
    }
    if (operations >= 1000 && run.own == 0) {
        wrong(&run, "nobody sees a mark");
    }
    world_end(&run.w);
}
