/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file recorder.h
 * Makes a trace (TRACE.md) of the calls that a front end makes on an engine: it
 * is told each call with its answer, and passes lines on. Whoever owns it says
 * where they go, and calls it from one thread at a time.
 *
 *   address -> slot of who has it, or had it last     (for `n`)
 *   allocation id -> slot of who has it               (for `r`, `d`, `x`)
 *   account -> its slots that nothing can name any more, to be used again
 *
 * Known are Amazon's pool, AllocateAddress, ReleaseAddress and DescribeAddresses
 * of one id or of all; other calls are counted and left out.
 */
#ifndef EIP_TOOL_RECORDER_H
#define EIP_TOOL_RECORDER_H

#include "slot_map.h"
#include "write.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <eip/eip.h>

struct recorder_slot {
    uint64_t account;
    uint64_t id; /* 0: it has nothing */
    uint32_t address;
    uint32_t next; /* of the account's slots that are to be used again */
};

struct recorder_account {
    uint64_t account;
    uint32_t quota;
    uint32_t changes; /* the quota was read behind so many */
    uint32_t slots;   /* to be used again: the first, or TRACE_NO_SLOT */
};

struct recorder {
    /** Takes text of whole lines; false: the recording has ended. */
    bool (*put)(void *context, const char *text, size_t size);
    void *context;
    uint64_t began_ms, now_ms;
    uint32_t quota;   /* of whom nothing else is said */
    uint32_t changes; /* of quotas, that were told */
    char groups[TRACE_GROUPS_MAX][EIP_LIMIT_NAME + 1]; /* 0: the Region's */
    uint32_t group_count;
    struct recorder_block *blocks; /* by address */
    size_t block_count;
    struct recorder_slot *slots;
    size_t slot_count, slot_room;
    struct recorder_account *accounts;
    size_t account_count, account_room;
    struct slot_map by_address, by_id, by_account;
    uint64_t written, left_out; /* calls */
    bool is_over;               /* it cannot go on; a message is the owner's */
};

/** What a recording begins with. */
struct recorder_begin {
    const char *by;     /* a comment: the program */
    const char *policy; /* of the pool, as policy_take reads it; NULL: none */
    uint32_t quota;
    uint64_t now_ms;
};

/** A call that was made. */
struct recorder_call {
    const char *operation; /* "AllocateAddress" */
    uint64_t account;
    const void *request;  /* structs of eip/address.h */
    const void *response; /* of success */
    eip_status status;
    uint64_t now_ms;
};

/** Write the head: policy, quota, border groups, blocks. `put` and `context` are
 *  set, all else is zero. False: it has ended. */
bool recorder_start(struct recorder *recorder, eip_engine *engine,
                    const struct recorder_begin *begin);
/** Write a call, if it is one that a trace has. */
void recorder_note(struct recorder *recorder, eip_engine *engine,
                   const struct recorder_call *call);
/** Quotas have changed: each is read again when its account comes next. */
void recorder_quotas_changed(struct recorder *recorder);
/** Write what blocks came and went. */
void recorder_blocks_changed(struct recorder *recorder, eip_engine *engine,
                             uint64_t now_ms);
/** Forget all but `put` and `context`. */
void recorder_end(struct recorder *recorder);

/* -- between recorder.c and recorder_blocks.c ------------------------------- */

struct recorder_block {
    eip_cidr cidr;
    uint32_t group;
};

/** Pass a line on, with the time before it if that has gone on. */
void recorder_put(struct recorder *recorder, uint64_t now_ms, const char *line,
                  size_t size);
/** The number of a border group; TRACE_GROUPS_MAX: it is not in the trace. */
uint32_t recorder_group(struct recorder *recorder, eip_text name, bool makes);

#endif
