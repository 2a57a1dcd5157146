/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* SourceResource: what CreateIpamPool says of it, and how it shows. */
#include "proof/model/ipam_pool.h"

#include <string.h>

/* Its parts, as bits. */
enum { ID = 1, TYPE = 2, REGION = 4, OWNER = 8, ALL = 15 };

static const char *const ids[] = {NULL, "vpc-1", "vpc-0123456789abcdef0"};

static eip_text long_text(uint32_t size) {
    static char room[EIP_LIMIT_RESOURCE_ID + 1];

    memset(room, 'x', sizeof room);
    return (eip_text){room, size, 0};
}

/* One that is too long, of a wrong kind, or no account. */
static void spoil(uint32_t fault, eip_create_ipam_pool_request *request) {
    switch (fault) {
    case 0:
        request->source_resource_id = long_text(EIP_LIMIT_RESOURCE_ID + 1);
        break;
    case 1:
        request->source_resource_type = eip_text_of("subnet");
        break;
    case 2:
        request->source_resource_region = long_text(EIP_LIMIT_NAME + 1);
        break;
    default:
        request->source_resource_owner = eip_text_of("12345678901");
        break;
    }
}

void ipam_resource_draw(struct run *run, struct dice *dice, bool is_private,
                        struct ipam_resource *resource,
                        eip_create_ipam_pool_request *request) {
    uint32_t bits = rarely(dice, 8) ? roll(dice, ALL + 1) : ALL;

    *resource = (struct ipam_resource){0, 0, false};
    if (roll(dice, is_private ? 2 : 16) != 1) {
        return;
    }
    resource->id = 1 + roll(dice, 2);
    resource->given = bits;
    if ((bits & ID) != 0) {
        request->source_resource_id = eip_text_of(ids[resource->id]);
    }
    if ((bits & TYPE) != 0) {
        request->source_resource_type = eip_text_of("vpc");
    }
    if ((bits & REGION) != 0) {
        request->source_resource_region = eip_text_of("eu-west-1");
    }
    if ((bits & OWNER) != 0) {
        request->source_resource_owner = eip_text_of("222222222222");
    }
    resource->is_bad = rarely(dice, 12);
    if (resource->is_bad) {
        uint32_t fault = roll(dice, 4);

        spoil(fault, request);
        resource->given |= 1u << fault;
    }
    run_tell(run, " SourceResource=%x%s", resource->given,
             resource->is_bad ? " (bad)" : "");
}

bool ipam_resource_is_incomplete(const struct ipam_resource *resource) {
    return resource->given != 0 && resource->given != ALL;
}

bool ipam_resource_is_given(const struct ipam_resource *resource) {
    return resource->given == ALL;
}

bool ipam_same_resource(uint32_t id, const eip_ipam_pool *got) {
    if (id == 0) {
        return got->source_resource_id.data == NULL &&
               got->source_resource_type.data == NULL &&
               got->source_resource_region.data == NULL &&
               got->source_resource_owner == 0;
    }
    return texts_equal(got->source_resource_id, eip_text_of(ids[id])) &&
           texts_equal(got->source_resource_type, eip_text_of("vpc")) &&
           texts_equal(got->source_resource_region, eip_text_of("eu-west-1")) &&
           got->source_resource_owner == UINT64_C(222222222222);
}
