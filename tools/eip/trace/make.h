/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file make.h
 * Makers of traces. A maker keeps the slots that its trace uses in two parts
 * of one list, those in use first, and writes lines.
 */
#ifndef EIP_TOOL_MAKE_H
#define EIP_TOOL_MAKE_H

#include "dice.h"
#include "trace/write.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct make_options {
    uint64_t operations;
    uint64_t accounts;
    uint64_t seed;
    uint64_t load_percent; /* of the block */
    uint64_t rate;         /* calls in a second of the trace's time */
    uint64_t held;         /* fleet: so many at a time */
    uint64_t step_ms;      /* fleet: from one version to the next */
    uint32_t prefix_bits;  /* of the block */
    const char *history;   /* fleet: a file */
};

struct make {
    const struct make_options *options;
    FILE *file;
    struct dice dice;
    uint64_t calls;  /* written */
    uint64_t now_ms; /* written last */
    uint64_t base_ms;
    uint32_t *slots; /* the first `used` are in use */
    uint32_t slot_count;
    uint32_t used;
};

/** An account's number of a slot's. */
uint64_t make_account(const struct make *make, uint32_t slot);
/** False after a message: no memory. */
bool make_begin(struct make *make, uint32_t slots);
/** A block, 10.0.0.0, of the options' size; its addresses are counted. */
uint32_t make_block(struct make *make);
/** Write the time, if a ms has gone by. */
void make_tick(struct make *make);
/** Write a call, with the time before it if a ms has gone by. */
void make_call(struct make *make, uint32_t kind, uint64_t account,
               uint32_t slot);
/** Use a slot drawn from those that are not in use; false: there is none. */
bool make_allocate(struct make *make);
/** Use no more one drawn from those in use, which is told; false likewise. */
bool make_release(struct make *make, uint32_t *slot);
/** Allocate until so many are in use. */
void make_fill(struct make *make, uint32_t count);
/** One call of a steady load about `target` in use. */
void make_churn(struct make *make, uint32_t target);

struct maker {
    const char *name;
    const char *summary;
    /** Returns an exit code, after a message. */
    int (*make)(struct make *make);
};

enum { MAKERS = 6 };
extern const struct maker makers[MAKERS];

int make_fleet(struct make *make);

#endif
