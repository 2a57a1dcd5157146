/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file atomic.h
 * Every atomic access of the library, named by its role. This is the only
 * file that knows memory orders: a call site names what it does, and the
 * reason why the order suffices stands here, once.
 *
 * There are no stand-alone fences (ThreadSanitizer cannot follow them). With
 * EIP_STOP defined, each access first calls the test scheduler.
 *
 * The roles:
 *
 *  hint     Look, believe nothing. Whatever is concluded is checked by a
 *           later step or is only a statistic. Relaxed.
 *  read     Look, and then look at what the value names or implies: pairs
 *           with publish, step and the bit operations. Acquire.
 *  publish  Make all that was written before visible to whoever reads the
 *           value. Release.
 *  step     Move a word along one arrow of its diagram; the only
 *           compare-and-swap. Acquire and release: the winner sees what the
 *           last winner wrote, and shows what it wrote itself.
 *  take_all Take away what is there, and leave 0, which shows nothing. Acquire.
 *  bump     Move a sequence on, after what it tells of. Acquire and release: who
 *           sees the new number sees that. Who sees the old one was before, and
 *           is told by it if it looks again.
 *  count    Add to a number nobody draws conclusions from. Relaxed.
 *
 * Five more come in pairs, in which one thread writes A and looks at B while
 * another writes B and looks at A, and at least one must see the other. Only
 * sequential consistency gives that (store, then load, of two places):
 *
 *  offer    Set bits, then `look`.
 *  withdraw Clear bits, then `look`. Both also acquire and release.
 *  look     The load of such a pair.
 *  turn     The compare-and-swap of such a pair.
 *  place    The store of such a pair, an exchange.
 *
 * The pairs: a hint is offered, then its summary and the pool's `dry` word are
 * looked at; a summary bit is closed or `dry` turned on, then the hints are
 * looked at; a layout is placed, then hints are looked at through it; a
 * reserve is placed, then the space's `reserved` is looked at; that is
 * cleared, then the reserves are looked at; a word is turned to FREE, then it
 * is looked whether its leaf stands in the own reserve, which is turned to 0
 * before the words are looked at; an account is counted, then it is looked
 * whether a journal is kept, which is begun before the accounts are looked at;
 * an entry is shown, then the journal's cut is looked at, which is placed
 * before the entries are looked at; an account's head is turned, then whoever
 * relies on that looks at the cut, which is placed before heads are looked at.
 */
#ifndef EIP_BASE_ATOMIC_H
#define EIP_BASE_ATOMIC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef _Atomic uint64_t eip__a64;
typedef _Atomic uint32_t eip__a32;
typedef _Atomic uint16_t eip__a16;

#if defined(EIP_STOP)
void eip__stop_point(const volatile void *place);
#define EIP__STOP(p) eip__stop_point(p)
#else
#define EIP__STOP(p) ((void)(p))
#endif

static inline uint64_t eip__hint(const eip__a64 *p) {
    EIP__STOP(p);
    return atomic_load_explicit(p, memory_order_relaxed);
}

static inline uint64_t eip__read(const eip__a64 *p) {
    EIP__STOP(p);
    return atomic_load_explicit(p, memory_order_acquire);
}

static inline void eip__publish(eip__a64 *p, uint64_t value) {
    EIP__STOP(p);
    atomic_store_explicit(p, value, memory_order_release);
}

/* Write a hint, a statistic, or a field that a later publish or step shows. */
static inline void eip__note(eip__a64 *p, uint64_t value) {
    EIP__STOP(p);
    atomic_store_explicit(p, value, memory_order_relaxed);
}

/* On failure *expected becomes what was there, acquired. */
static inline bool eip__step(eip__a64 *p, uint64_t *expected,
                             uint64_t desired) {
    EIP__STOP(p);
    return atomic_compare_exchange_strong_explicit(
        p, expected, desired, memory_order_acq_rel, memory_order_acquire);
}

static inline uint64_t eip__take_all(eip__a64 *p) {
    EIP__STOP(p);
    return atomic_exchange_explicit(p, 0, memory_order_acquire);
}

static inline uint64_t eip__bump(eip__a64 *p, uint64_t delta) {
    EIP__STOP(p);
    return atomic_fetch_add_explicit(p, delta, memory_order_acq_rel);
}

static inline uint64_t eip__count(eip__a64 *p, uint64_t delta) {
    EIP__STOP(p);
    return atomic_fetch_add_explicit(p, delta, memory_order_relaxed);
}

/* Add to a counter that only the calling thread writes, or that may miss some:
 * no locked add. */
static inline void eip__tally(eip__a64 *p, uint64_t delta) {
    atomic_store_explicit(p,
                          atomic_load_explicit(p, memory_order_relaxed) + delta,
                          memory_order_relaxed);
}

/* -- the pairs ------------------------------------------------------------ */

static inline uint64_t eip__offer(eip__a64 *p, uint64_t bits) {
    EIP__STOP(p);
    return atomic_fetch_or_explicit(p, bits, memory_order_seq_cst);
}

static inline uint64_t eip__withdraw(eip__a64 *p, uint64_t bits) {
    EIP__STOP(p);
    return atomic_fetch_and_explicit(p, ~bits, memory_order_seq_cst);
}

static inline uint64_t eip__look(const eip__a64 *p) {
    EIP__STOP(p);
    return atomic_load_explicit(p, memory_order_seq_cst);
}

static inline bool eip__turn(eip__a64 *p, uint64_t *expected,
                             uint64_t desired) {
    EIP__STOP(p);
    return atomic_compare_exchange_strong_explicit(
        p, expected, desired, memory_order_seq_cst, memory_order_seq_cst);
}

static inline uint64_t eip__place(eip__a64 *p, uint64_t value) {
    EIP__STOP(p);
    return atomic_exchange_explicit(p, value, memory_order_seq_cst);
}

/* -- narrower hints and counts --------------------------------------------- */

static inline uint32_t eip__hint32(const eip__a32 *p) {
    EIP__STOP(p);
    return atomic_load_explicit(p, memory_order_relaxed);
}

static inline uint32_t eip__read32(const eip__a32 *p) {
    EIP__STOP(p);
    return atomic_load_explicit(p, memory_order_acquire);
}

static inline void eip__publish32(eip__a32 *p, uint32_t value) {
    EIP__STOP(p);
    atomic_store_explicit(p, value, memory_order_release);
}

static inline void eip__note32(eip__a32 *p, uint32_t value) {
    EIP__STOP(p);
    atomic_store_explicit(p, value, memory_order_relaxed);
}

static inline void eip__count32(eip__a32 *p, uint32_t delta) {
    EIP__STOP(p);
    atomic_fetch_add_explicit(p, delta, memory_order_relaxed);
}

static inline uint16_t eip__hint16(const eip__a16 *p) {
    EIP__STOP(p);
    return atomic_load_explicit(p, memory_order_relaxed);
}

static inline void eip__note16(eip__a16 *p, uint16_t value) {
    EIP__STOP(p);
    atomic_store_explicit(p, value, memory_order_relaxed);
}

static inline void eip__count16(eip__a16 *p, uint16_t delta) {
    EIP__STOP(p);
    atomic_fetch_add_explicit(p, delta, memory_order_relaxed);
}

/* -- showing what one is about to do ------------------------------------------ */

/**
 * Write a word of the own lane before looking at shared objects, so that who
 * changes those and then looks at the lanes cannot miss it. With `asymmetric`
 * the other side's membarrier (eip__lanes_barrier) makes the order, and only
 * the compiler must keep it; else an exchange does.
 */
static inline void eip__show(eip__a64 *p, uint64_t value, bool asymmetric) {
    EIP__STOP(p);
    if (asymmetric) {
        atomic_store_explicit(p, value, memory_order_release);
        atomic_signal_fence(memory_order_seq_cst);
    } else {
        atomic_exchange_explicit(p, value, memory_order_seq_cst);
    }
}

/* -- pointers in words -------------------------------------------------------- */

static inline void *eip__pointer(uint64_t value) {
    return (void *)(uintptr_t)value;
}

static inline uint64_t eip__value(const void *pointer) {
    return (uint64_t)(uintptr_t)pointer;
}

#endif
