/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The tags that an IPAM pool requires of what is allocated out of it. */
#include "ops/source.h"
#include "registry/tagset.h"

/* As it was checked, all that is specified is for the address. */
static bool has_tag(const eip_allocate_address_request *request, eip_text key,
                    eip_text value) {
    for (uint32_t i = 0; i < request->tag_specification_count; i++) {
        const eip_tag_specification *spec = &request->tag_specifications[i];

        for (uint32_t n = 0; n < spec->tag_count; n++) {
            if (eip__text_is_same(spec->tags[n].key, key) &&
                eip__text_is_same(spec->tags[n].value, value)) {
                return true;
            }
        }
    }
    return false;
}

bool eip__source_has_tags(const eip_allocate_address_request *request,
                          const struct eip__pool *pool) {
    const struct eip__tagset *wanted =
        eip__pointer(eip__read(&pool->ipam->resource_tags));
    uint32_t count = wanted == NULL ? 0 : wanted->count;

    for (uint32_t i = 0; i < count; i++) {
        eip_text key;
        eip_text value;

        eip__tagset_at(wanted, i, &key, &value);
        if (!has_tag(request, key, value)) {
            return false;
        }
    }
    return true;
}
