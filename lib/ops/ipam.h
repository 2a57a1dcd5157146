/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam.h  What the operations on IPAM pools share. */
#ifndef EIP_OPS_IPAM_H
#define EIP_OPS_IPAM_H

#include "eip/ipam_cidr.h"
#include "ops/ipam_space.h"
#include "ops/ipam_token.h"
#include "ops/results.h"

/** Is something done at that time still under way? */
bool eip__ipam_is_pending(struct eip__call *call, uint64_t deed_ms);

/** Read a CIDR, /0 to /32. EIP_OK; EIP_ERR_CIDR_MALFORMED. */
eip_status eip__ipam_cidr_read(struct eip__call *call, const char *field,
                               eip_text text, eip_cidr *cidr);
/** A netmask length, if it is given. EIP_OK;
 *  EIP_ERR_INVALID_PARAMETER_VALUE. */
eip_status eip__ipam_netmask(struct eip__call *call, const char *field,
                             int32_t length);
/** The least, the most and the default one of a request, of which its flags say
 *  which are given, each by itself. As eip__ipam_netmask. */
eip_status eip__ipam_each_netmask(struct eip__call *call, uint32_t flags,
                                  const int32_t length[3]);
/** The netmask lengths of a pool, each -1 or valid, go together. EIP_OK;
 *  EIP_ERR_INVALID_PARAMETER_VALUE. */
eip_status eip__ipam_netmasks(struct eip__call *call,
                              const struct eip__ipam *ipam);
/** The same of a tag list that is no specification. EIP_OK;
 *  EIP_ERR_INVALID_PARAMETER_VALUE; EIP_ERR_TAG_LIMIT_EXCEEDED. */
eip_status eip__ipam_check_tags(struct eip__call *call, const eip_tag *tags,
                                uint32_t count, uint64_t *bytes);
/** Such a list as a specification. */
eip_tag_specification eip__ipam_spec_of(const eip_tag *tags, uint32_t count);
/** A list that a request may have, formed before authorisation. */
eip_status eip__ipam_form_tags(const eip_tag *tags, uint32_t count,
                               eip_error *error);

/** How a pool shows; `state`: a word of its own, or NULL for its own. False: no
 *  memory. */
bool eip__ipam_show(struct eip__call *call, struct eip__results *list,
                    const struct eip__pool *pool, const char *state);
/** A list of one pool. EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__ipam_list(struct eip__call *call, const struct eip__pool *pool,
                          const char *state, struct eip__results **list);

/** A list of one CIDR, as it shows while what was done is under way, or then.
 *  EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__ipam_cidr_list(struct eip__call *call,
                               const struct eip__ipam_cidr *cidr,
                               bool is_pending, struct eip__results **list);
/** Forget CIDRs that have been deprovisioned a while ago, and failed ones that
 *  are too many. */
void eip__ipam_sweep(struct eip__call *call, struct eip__ipam *ipam);

#endif
