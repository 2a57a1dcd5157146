/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file taggable.h
 * Kinds of resources that have tags. CreateTags, DeleteTags and DescribeTags
 * know no other: one more kind is one more entry of eip__taggables, and what
 * it points to.
 */
#ifndef EIP_OPS_TAGGABLE_H
#define EIP_OPS_TAGGABLE_H

#include "ops/call.h"

/** What is to become of a resource's tags. */
struct eip__tag_change {
    const eip_tag *tags;
    uint32_t count;
    bool deletes;
    bool dry_run;
};

/** One tag of a resource. Texts live for the call. */
struct eip__tag_row {
    uint64_t place; /* of the resource, among all of its kind */
    const char *type;
    eip_text id;
    eip_text key;
    eip_text value;
};

/** False: no more. */
typedef bool (*eip__tag_visit)(void *context, const struct eip__tag_row *row);

struct eip__taggable {
    const char *prefix; /* of its ids */
    /** Change the tags of one of the caller's. EIP_OK; EIP_ERR_DRY_RUN; its
     *  kind's NotFound; EIP_ERR_TAG_LIMIT_EXCEEDED; EIP_ERR_OUT_OF_MEMORY. */
    eip_status (*change)(struct eip__call *call, eip_text id,
                         const struct eip__tag_change *change);
    /** Visit the tags of the caller's, by place, then by key. EIP_OK or
     *  EIP_ERR_OUT_OF_MEMORY. */
    eip_status (*visit)(struct eip__call *call, eip__tag_visit visit,
                        void *context);
};

/** All kinds; the last has no prefix. A kind's place in the table is part of
 *  page tokens. */
extern const struct eip__taggable eip__taggables[];

/** The kind of an id, or NULL. */
const struct eip__taggable *eip__taggable_of(eip_text id);

/**
 * The tags that `old` (or NULL) becomes.
 *
 * @param[out] set  A block of the engine's allocator, of `bytes` bytes, or
 *                  NULL if none are left.
 * @param[out] is_same  Nothing would change; `set` is not written.
 * @return EIP_OK; EIP_ERR_TAG_LIMIT_EXCEEDED; EIP_ERR_OUT_OF_MEMORY.
 */
eip_status eip__tags_change(struct eip__call *call,
                            const struct eip__tagset *old,
                            const struct eip__tag_change *change,
                            struct eip__tagset **set, bool *is_same);

/** Elastic IP addresses. */
eip_status eip__address_change_tags(struct eip__call *call, eip_text id,
                                    const struct eip__tag_change *change);
eip_status eip__address_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                   void *context);

/** CoIP pools. Showing is lock-free; changing is serialised with the other
 *  operations on pools. */
eip_status eip__coip_change_tags(struct eip__call *call, eip_text id,
                                 const struct eip__tag_change *change);
eip_status eip__coip_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                void *context);

/** Public IPv4 pools; as CoIP pools. */
eip_status eip__public_change_tags(struct eip__call *call, eip_text id,
                                   const struct eip__tag_change *change);
eip_status eip__public_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                  void *context);

/** IPAM pools; as CoIP pools. */
eip_status eip__ipam_change_tags(struct eip__call *call, eip_text id,
                                 const struct eip__tag_change *change);
eip_status eip__ipam_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                void *context);

/** Custom allocations out of IPAM pools. Showing, too, is serialised with the
 *  operations on pools. */
eip_status
eip__ipam_allocation_change_tags(struct eip__call *call, eip_text id,
                                 const struct eip__tag_change *change);
eip_status eip__ipam_allocation_visit_tags(struct eip__call *call,
                                           eip__tag_visit visit, void *context);

#endif
