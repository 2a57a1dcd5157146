/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What an access does.
 *
 * Each place has its stores in the order in which they were made, which is its
 * modification order. A thread's view says, for each place, which store it can
 * no longer see past; a release store carries the view of its thread, and who
 * acquires it takes that over. A load may see any store from its view on; an
 * access that is sequentially consistent sees none older than any such access
 * before it has seen or made. Read-modify-writes see the latest.
 *
 * Vector clocks of the same synchronisation find plain accesses that nothing
 * orders. Without `weak` each load sees the latest store; the clocks, and so
 * the races, are the same. */
#include "mc.h"

#include "arena.h"

#include <string.h>
#include <sys/mman.h>

enum { PLACES = 2048, STORES = 64, VIEWS = 1 << 14 };

struct store {
    uint64_t value;
    struct mc_clock sync;
    uint16_t *view;   /* NULL: of its own place only */
    uint32_t in_view; /* places that there were then */
};

struct place {
    uint32_t count;   /* stores made, with the one that was there */
    uint32_t ordered; /* the oldest that a seq_cst access can see */
    struct store store[STORES];
};

static struct place places[PLACES];
static uint32_t place_count;
static uint32_t execution;
static bool is_weak;

static uint16_t view[MC_THREADS][PLACES];
static uint16_t fence_view[PLACES];
static uint16_t *views; /* of messages, one after another */
static size_t views_used;
static struct mc_clock now[MC_THREADS];

uint64_t mc_peek(const volatile void *place, uint32_t bytes) {
    uint64_t value = 0;

    memcpy(&value, (const void *)(uintptr_t)place, bytes);
    return value;
}

static void poke(volatile void *place, uint32_t bytes, uint64_t value) {
    arena_touch(place, bytes);
    memcpy((void *)(uintptr_t)place, &value, bytes);
}

static uint64_t cut(uint64_t value, uint32_t bytes) {
    return bytes == 8 ? value : value & ((UINT64_C(1) << 8 * bytes) - 1);
}

static uint64_t after(const struct mc_access *access, uint64_t old) {
    uint64_t operand = access->operand;

    switch (access->kind) {
    case MC_STORE:
    case MC_SWAP:
        return cut(operand, access->bytes);
    case MC_ADD:
        return cut(old + operand, access->bytes);
    case MC_SUB:
        return cut(old - operand, access->bytes);
    case MC_AND:
        return old & cut(operand, access->bytes);
    case MC_OR:
        return old | cut(operand, access->bytes);
    case MC_XOR:
        return old ^ cut(operand, access->bytes);
    case MC_CAS:
        return old == cut(access->expected, access->bytes)
                   ? cut(operand, access->bytes)
                   : old;
    default:
        return old;
    }
}

uint64_t mc_after(const struct mc_access *access) {
    return after(access, mc_peek(access->place, access->bytes));
}

/* -- races -------------------------------------------------------------------- */

/* The last accesses to two bytes, by the thread's own clock. */
struct shadow {
    uint32_t execution;
    uint32_t place_in; /* the execution in which it had */
    uint32_t place;    /* this index among the places */
    uint32_t scenario; /* of which the following is known */
    uint8_t users;     /* threads that have used it */
    uint8_t changers;  /* and changed it */
    uint16_t plain_write[MC_THREADS];
    uint16_t plain_read[MC_THREADS];
    uint16_t atomic_write[MC_THREADS];
    uint16_t atomic_read[MC_THREADS];
};
enum { GRAIN = 2 };
static struct shadow *shadows;
static uint32_t scenario;
static bool found_user;

static struct shadow *shadow_of(uint64_t grain) {
    struct shadow *shadow = &shadows[grain];

    if (shadow->execution != execution) {
        memset(shadow->plain_write, 0, sizeof shadow->plain_write);
        memset(shadow->plain_read, 0, sizeof shadow->plain_read);
        memset(shadow->atomic_write, 0, sizeof shadow->atomic_write);
        memset(shadow->atomic_read, 0, sizeof shadow->atomic_read);
        shadow->execution = execution;
    }
    return shadow;
}

static void unordered_with(const uint16_t *others, uint32_t self,
                           const volatile void *place, const char *what) {
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        if (i != self && others[i] > now[self].at[i]) {
            mc_fail("data race at +%lx: %s of thread %u is not ordered",
                    (unsigned long)((uintptr_t)place - (uintptr_t)arena_base),
                    what, i);
        }
    }
}

static void check_races(const volatile void *place, size_t bytes, bool atomic,
                        bool writes) {
    uint64_t at = (uintptr_t)place - (uintptr_t)arena_base;
    uint32_t self = mc_self();

    /* Atomic accesses of a place are all of the same bytes: the first two
     * stand for them. */
    for (uint64_t i = at / GRAIN; i <= (at + bytes - 1) / GRAIN; i++) {
        struct shadow *shadow = shadow_of(i);

        unordered_with(shadow->plain_write, self, place, "a plain write");
        if (writes) {
            unordered_with(shadow->plain_read, self, place, "a plain read");
        }
        if (!atomic) {
            unordered_with(shadow->atomic_write, self, place,
                           "an atomic write");
            if (writes) {
                unordered_with(shadow->atomic_read, self, place,
                               "an atomic read");
            }
        }
        (atomic   ? writes ? shadow->atomic_write : shadow->atomic_read
         : writes ? shadow->plain_write
                  : shadow->plain_read)[self] = (uint16_t)now[self].at[self];
    }
}

static void check_live(const volatile void *place) {
    if (!arena_is_live(place)) {
        mc_fail("use of memory that was freed, or of none, at +%lx",
                (unsigned long)((uintptr_t)place - (uintptr_t)arena_base));
    }
}

void mc_plain(const volatile void *place, size_t bytes, bool writes) {
    if (!arena_has(place) || bytes == 0) {
        return;
    }
    check_live(place);
    if (writes) {
        arena_touch(place, bytes);
    }
    if (mc_is_exploring()) {
        check_races(place, bytes, false, writes);
    }
}

void mc_freed(const volatile void *block, size_t bytes) {
    if (mc_is_exploring()) {
        check_races(block, bytes, false, true);
    }
}

/* -- places ------------------------------------------------------------------- */

void mc_memory_start(bool weak) {
    if (shadows == NULL) {
        shadows = mmap(NULL, ARENA_BYTES / GRAIN * sizeof *shadows,
                       PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        views =
            mmap(NULL, sizeof *views * PLACES * VIEWS, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (shadows == MAP_FAILED || views == MAP_FAILED) {
            mc_fail("no memory for the shadows");
        }
    }
    if (now[0].at[0] > UINT16_MAX || now[1].at[1] > UINT16_MAX ||
        now[2].at[2] > UINT16_MAX) {
        mc_fail("an execution with too many releases");
    }
    execution++;
    is_weak = weak;
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        memset(view[i], 0, place_count * sizeof view[i][0]);
        memset(&now[i], 0, sizeof now[i]);
        now[i].at[i] = 1;
    }
    memset(fence_view, 0, place_count * sizeof fence_view[0]);
    place_count = 0;
    views_used = 0;
}

static struct place *new_place(const struct mc_access *access) {
    struct place *place = &places[place_count];

    if (place_count++ == PLACES) {
        mc_fail("an execution with too many atomic places");
    }
    place->count = 1;
    place->ordered = 0;
    place->store[0].value = mc_peek(access->place, access->bytes);
    place->store[0].view = NULL;
    memset(&place->store[0].sync, 0, sizeof place->store[0].sync);
    return place;
}

static struct shadow *shadow_at(const volatile void *place) {
    return &shadows[((uintptr_t)place - (uintptr_t)arena_base) / GRAIN];
}

static struct place *place_of(const struct mc_access *access) {
    struct shadow *shadow = shadow_at(access->place);

    if (shadow->place_in != execution) {
        shadow->place_in = execution;
        shadow->place = place_count;
        return new_place(access);
    }
    return &places[shadow->place];
}

/* -- who uses what ------------------------------------------------------------- */

void mc_forget_users(void) {
    scenario++;
    found_user = false;
}

static bool are_others(uint8_t threads, uint32_t thread) {
    return (threads & (uint8_t) ~(1u << thread)) != 0;
}

/* What a thread does to a place comes to the same before or after whatever
 * others do, if they never use the place, or neither it nor they change it. */
bool mc_concerns_others(const struct mc_access *access, uint32_t thread) {
    struct shadow *shadow = shadow_at(access->place);
    uint8_t bit = (uint8_t)(1u << thread);
    bool changes = mc_changes(access);

    if (shadow->scenario != scenario) {
        shadow->scenario = scenario;
        shadow->users = 0;
        shadow->changers = 0;
    }
    if ((shadow->users & bit) == 0 ||
        (changes && (shadow->changers & bit) == 0)) {
        shadow->users |= bit;
        shadow->changers |= changes ? bit : 0;
        found_user |=
            shadow->changers != 0 && are_others(shadow->users, thread);
    }
    return are_others(changes ? shadow->users : shadow->changers, thread);
}

bool mc_found_user(void) {
    bool found = found_user;

    found_user = false;
    return found;
}

/* -- loads and stores --------------------------------------------------------- */

static bool acquires(int order) {
    return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME ||
           order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static bool releases(int order) {
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_SEQ_CST;
}

static void join_views(uint16_t *to, const uint16_t *from, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        to[i] = to[i] > from[i] ? to[i] : from[i];
    }
}

/* The message carries the thread's view too. */
static void carry_view(struct store *store, const uint16_t *own) {
    uint16_t *made = views + views_used;

    views_used += place_count;
    if (views_used > (size_t)PLACES * VIEWS) {
        mc_fail("an execution with too many stores");
    }
    memcpy(made, own, place_count * sizeof *made);
    if (store->view != NULL) {
        join_views(made, store->view, store->in_view);
    }
    store->view = made;
    store->in_view = place_count;
}

static struct store *store_at(struct place *place, uint32_t index) {
    return &place->store[index % STORES];
}

static void see(struct place *place, uint32_t index, uint32_t thread,
                int order) {
    const struct store *store = store_at(place, index);
    uint32_t id = (uint32_t)(place - places);

    if (acquires(order)) {
        mc_join(&now[thread], &store->sync);
        if (is_weak && store->view != NULL) {
            join_views(view[thread], store->view, store->in_view);
        }
    }
    if (view[thread][id] < index) {
        view[thread][id] = (uint16_t)index;
    }
    if (order == __ATOMIC_SEQ_CST && place->ordered < index) {
        place->ordered = index;
    }
}

static void add_store(struct place *place, uint32_t thread, int order,
                      uint64_t value, const struct store *before) {
    uint32_t index = place->count++;
    struct store *store = store_at(place, index);
    struct store made = {.value = value};

    if (index >= UINT16_MAX) {
        mc_fail("a place with too many stores");
    }
    view[thread][place - places] = (uint16_t)index;
    if (before != NULL) { /* a read-modify-write: of that release's sequence */
        made.sync = before->sync;
        made.view = before->view;
        made.in_view = before->in_view;
    }
    if (releases(order)) {
        mc_join(&made.sync, &now[thread]);
        if (is_weak) {
            carry_view(&made, view[thread]);
        }
        now[thread].at[thread]++;
    }
    *store = made;
    if (order == __ATOMIC_SEQ_CST) {
        place->ordered = index;
    }
}

static uint32_t oldest(const struct place *place, uint32_t thread, int order) {
    uint32_t first = view[thread][place - places];
    uint32_t kept = place->count > STORES ? place->count - STORES : 0;

    if (order == __ATOMIC_SEQ_CST && first < place->ordered) {
        first = place->ordered;
    }
    return first > kept ? first : kept;
}

/* A compare-and-swap that fails may have seen any store but what it expects;
 * one that succeeds has seen the latest. */
static uint32_t choose(struct place *place, const struct mc_access *access,
                       uint32_t thread, int order) {
    uint32_t candidates[STORES];
    uint32_t count = 0;
    uint64_t expected = cut(access->expected, access->bytes);

    if (!is_weak) {
        return place->count - 1;
    }
    for (uint32_t i = place->count; i-- > oldest(place, thread, order);) {
        if (access->kind == MC_LOAD || i == place->count - 1 ||
            store_at(place, i)->value != expected) {
            candidates[count++] = i;
        }
    }
    return candidates[count == 1 ? 0 : mc_choose_store(count)];
}

/* Each thread comes by a full fence, the caller first and last. */
static void barrier(uint32_t self) {
    for (uint32_t i = 0; i <= MC_THREADS + 1; i++) {
        uint32_t thread = i == 0 || i == MC_THREADS + 1 ? self : i - 1;

        join_views(view[thread], fence_view, place_count);
        memcpy(fence_view, view[thread], place_count * sizeof fence_view[0]);
    }
}

void mc_memory_follow(uint32_t thread, uint32_t gone) {
    if (thread < MC_THREADS && thread != gone) {
        mc_join(&now[thread], &now[gone]);
        join_views(view[thread], view[gone], place_count);
    }
}

void mc_memory_perform(struct mc_access *access, uint32_t thread) {
    struct place *place;
    uint32_t seen;
    bool writes = access->kind != MC_LOAD;
    int order = access->order;

    if (access->kind == MC_BARRIER) {
        barrier(thread);
        return;
    }
    check_live(access->place);
    place = place_of(access);
    if (store_at(place, place->count - 1)->value !=
        mc_peek(access->place, access->bytes)) {
        mc_fail("an atomic place was written as a plain one");
    }
    if (access->kind == MC_CAS) {
        int failed = access->order_failed;

        seen = choose(place, access, thread, failed);
        access->result = store_at(place, seen)->value;
        writes = access->result == cut(access->expected, access->bytes);
        order = writes ? order : failed;
    } else {
        seen = access->kind == MC_LOAD ? choose(place, access, thread, order)
                                       : place->count - 1;
        access->result = store_at(place, seen)->value;
    }
    check_races(access->place, GRAIN, true, writes);
    if (access->kind != MC_STORE) {
        see(place, seen, thread, order);
    }
    if (writes) {
        struct store before = *store_at(place, seen);

        add_store(place, thread, order, after(access, before.value),
                  access->kind == MC_STORE ? NULL : &before);
        poke(access->place, access->bytes, after(access, before.value));
    }
}
