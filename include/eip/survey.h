/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file survey.h
 * What every address of an engine is, for planners and for pictures: EC2 shows
 * nobody more than what is his own.
 *
 * **Threads** any. **Progress** blocking: administration waits for a survey,
 * operations on addresses do not. **Memory** none. **Errors** See status.h.
 */
#ifndef EIP_SURVEY_H
#define EIP_SURVEY_H

#include "eip/engine.h"
#include "eip/id.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What addresses are. */
enum {
    EIP_SPAN_FREE = 0,
    EIP_SPAN_HELD = 1,     /* also where their block is being drained */
    EIP_SPAN_COOLING = 2,  /* released, cooldown not passed */
    EIP_SPAN_WITHDRAWN = 3 /* not held, and not to be had: in a block that is
                              being drained, or at the last generation */
};

/** Neighbours of one block that are the same. */
typedef struct eip_span {
    uint32_t size;  /* set by the library */
    uint32_t state; /* EIP_SPAN_... */
    eip_pool_ref pool;
    uint64_t pool_owner;           /* account; 0: Amazon */
    eip_text network_border_group; /* both live as long as the engine */
    eip_text region;
    eip_cidr cidr;     /* the block, as it is provisioned now */
    uint32_t first;    /* address, host byte order */
    uint32_t last;     /* at least `first` */
    uint64_t since_ms; /* cooling: when they were released; else 0 */
} eip_span;

/** Called for each span; non-zero ends the survey. It must not call the
 *  engine. `span` lives for the callback. */
typedef int32_t (*eip_survey_visit)(void *context, const eip_span *span);

/**
 * Show what every address is. Spans come block by block, those of a block by
 * address, and make up all of it; each is as long as it can be.
 *
 * @param[in] visit    Called for each span, in the caller's thread.
 * @param[in] context  Passed on to it.
 * @return EIP_OK, also if `visit` ended it; EIP_ERR_NULL;
 *         EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT.
 * @par Threads any; beside changes each address is as it was at some instant
 *      of the call.
 * @par Progress blocks administration. @par Cost some ns an address.
 */
EIP_API EIP_NODISCARD eip_status eip_engine_survey(eip_engine *engine,
                                                   eip_survey_visit visit,
                                                   void *context);

/**
 * Which address a record is of, and the id of an allocation of it: records are
 * what a store knows addresses by (eip/store.h), and depend on the engine's seed.
 *
 * @param[in]  record         The key of the address.
 * @param[in]  generation     The one that it was allocated in: of an address
 *                            that was handed over its first holder's.
 * @param[out] address        In host byte order.
 * @param[out] allocation_id  As eip_allocation_id_format spells it.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_ADDRESS_NOT_FOUND: no address has this
 *         record, or none has it any more; EIP_ERR_READERS_STALLED;
 *         EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT.
 * @par Threads any. @par Progress blocks on administration. @par Cost some 50 ns.
 */
EIP_API EIP_NODISCARD eip_status eip_engine_record(eip_engine *engine,
                                                   uint32_t record,
                                                   uint32_t generation,
                                                   uint32_t *address,
                                                   uint64_t *allocation_id);

#ifdef __cplusplus
}
#endif
#endif
