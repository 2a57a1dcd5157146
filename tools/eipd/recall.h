/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file recall.h
 * Kept answers (repeat.h) out of the notes of a store, which come in any order, in
 * parts, and some of them more than once.
 */
#ifndef EIPD_RECALL_H
#define EIPD_RECALL_H

#include "repeat.h"

/** What was read so far; NULL: nothing of this slot. Zeroed at the beginning. */
struct recall {
    struct repeat_note *notes[REPEAT_SHARDS][REPEAT_SLOTS];
    uint32_t missing[REPEAT_SHARDS][REPEAT_SLOTS]; /* a bit for each part */
};

/** Read a note: an eip_store_note_visit. Those of another form are passed over.
 *  EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status recall_note(void *recall, eip_text key, eip_text data);
/** Keep the answers that are whole. Returns 0 if there is no memory. */
int recall_keep(const struct recall *recall, struct repeat *repeat);
void recall_end(struct recall *recall);

#endif
