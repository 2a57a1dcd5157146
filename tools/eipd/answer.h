/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file answer.h
 * An operation's answer as EC2's XML, made piece by piece: of a list with a
 * hundred thousand items no more than a piece is ever there.
 */
#ifndef EIPD_ANSWER_H
#define EIPD_ANSWER_H

#include "fault.h"
#include "xml.h"

enum { ANSWER_ID_SIZE = 37, ANSWER_PIECE = 65536 };

struct answer {
    const struct shape_operation *operation;
    struct xml xml;  /* the piece; answer_step empties it first */
    uint32_t member; /* of the response, where to go on */
    uint32_t done;
    uint64_t item; /* of that member's list */
    _Alignas(16) char response[SHAPE_RESPONSE_BYTES_MAX];
};

/** Call an operation. On success the answer holds the response, to be ended by
 *  answer_end; the first piece is made by answer_start. */
eip_status answer_call(struct answer *answer,
                       const struct shape_operation *operation,
                       eip_engine *engine, const eip_caller *caller,
                       const void *request, eip_error *error);
/** Make the first piece; what is small is done then. */
void answer_start(struct answer *answer, const char *request_id);
/** Make the next piece of at least ANSWER_PIECE bytes, unless it is the last. */
void answer_step(struct answer *answer);
/** End the response and the piece. Has to come before the engine is closed. */
void answer_end(struct answer *answer);

/** A whole answer that says what went wrong. */
void answer_fault(struct xml *xml, const struct fault *fault,
                  const char *request_id);

#define ANSWER_NAMESPACE "http://ec2.amazonaws.com/doc/2016-11-15/"
#define ANSWER_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

#endif
