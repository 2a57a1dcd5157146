/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tagset.h
 * The tags of one resource: checked by EC2's rules, then built once into one
 * block of memory and never changed again.
 *
 * A set is built in four steps: eip__tagset_check, eip__tagset_size, a block
 * of so many bytes from the engine's allocator, eip__tagset_build. Who
 * changes tags builds a new set and retires the old one.
 *
 * **Threads** any may read a published set. **Progress** wait-free.
 * **Memory** the caller's; nothing here allocates.
 */
#ifndef EIP_REGISTRY_TAGSET_H
#define EIP_REGISTRY_TAGSET_H

#include "base/reclaim.h"
#include "eip/address.h"

#include <stdbool.h>

/** Where key and value of one tag lie, in bytes from the set's begin. */
struct eip__tagset_entry {
    uint32_t key_at;
    uint32_t key_size;
    uint32_t value_at;
    uint32_t value_size;
};

/**
 * A set of tags. The block is
 *
 *     | this struct | entries[count], ascending by key | keys and values |
 *
 * and holds offsets only, so that it may be copied as it is. Keys ascend by
 * their bytes, which in UTF-8 is the order of their characters.
 */
struct eip__tagset {
    struct eip__retired retired; /* the reclaimer's; first */
    uint64_t bytes;              /* of the whole block */
    uint32_t count;
    uint32_t reserved;
    struct eip__tagset_entry entries[];
};

/**
 * Check the form of tag specifications: what the ABI asks of every pointer
 * and reserved member. It goes before authorisation.
 *
 * @return EIP_OK; EIP_ERR_NULL for a NULL array with a count that is not
 *         zero; EIP_ERR_STRUCT_VERSION for a reserved member that is not.
 */
EIP_NODISCARD eip_status eip__tagset_form(const eip_tag_specification *specs,
                                          uint32_t spec_count,
                                          eip_error *error);

/**
 * Check tag specifications by EC2's rules (ruling R15), form included.
 *
 * Rules come in this order; the first that is broken anywhere is the answer,
 * and of all that break it the first in the request is named:
 *  1. the form;
 *  2. every specification is for `resource_type`;
 *  3. every specification has a tag;
 *  4. every key is there and not empty, is UTF-8, has at most
 *     EIP_LIMIT_TAG_KEY characters, does not begin with `aws:` in any case;
 *  5. every value is UTF-8 and has at most EIP_LIMIT_TAG_VALUE characters;
 *  6. no key comes twice, in whatever specification (looked for among the
 *     first EIP_LIMIT_TAGS tags, since more break the next rule);
 *  7. there are at most EIP_LIMIT_TAGS tags.
 *
 * @param[in]  resource_type  What the operation tags, "elastic-ip".
 * @param[out] error  Optional. `index` is the specification's for the type
 *                    and for no tag at all, else the tag's, counted through
 *                    all specifications.
 * @param[out] total  Number of tags; 0 means that there is nothing to build.
 * @param[out] bytes  Bytes of all keys and values.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION;
 *         EIP_ERR_INVALID_PARAMETER_VALUE; EIP_ERR_TAG_LIMIT_EXCEEDED.
 * @par Cost the size of the tags.
 */
EIP_NODISCARD eip_status eip__tagset_check(const eip_tag_specification *specs,
                                           uint32_t spec_count,
                                           const char *resource_type,
                                           eip_error *error, uint32_t *total,
                                           uint64_t *bytes);

/** Size of the block for `total` tags with `bytes` of keys and values. */
uint64_t eip__tagset_size(uint32_t total, uint64_t bytes);

/**
 * Build a set of specifications that eip__tagset_check accepted.
 *
 * The reclaimer's and the owner's members become zero.
 *
 * @param[out] set  eip__tagset_size(total, bytes) bytes, aligned as from the
 *                  allocator.
 */
void eip__tagset_build(struct eip__tagset *set,
                       const eip_tag_specification *specs, uint32_t spec_count,
                       uint32_t total, uint64_t bytes);

/**
 * Find the value of a key.
 *
 * @param[in]  set    May be NULL: no tags.
 * @param[out] value  Lives as long as the set; written if found; may be NULL.
 * @par Cost a binary search.
 */
bool eip__tagset_find(const struct eip__tagset *set, eip_text key,
                      eip_text *value);

/** Read the tag at `index`, below `set->count`. Both live as long as the
 *  set; an empty value has a non-NULL `data`. */
void eip__tagset_at(const struct eip__tagset *set, uint32_t index,
                    eip_text *key, eip_text *value);

/** Does the key begin with `aws:`, in any case? */
bool eip__tag_is_reserved(eip_text key);

/** Give a set back to the allocator; for eip__retire. */
void eip__tagset_free(struct eip__host *host, struct eip__retired *retired);

#endif
