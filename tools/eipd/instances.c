/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "instances.h"
#include "answer.h"

#include "../shape/make.h"
#include "../shape/requests.h"

#include <string.h>

struct instances_request {
    uint32_t size;
    uint32_t flags;
    const eip_text *ids;
    const eip_filter *filters;
    eip_text next_token;
    uint32_t id_count;
    uint32_t filter_count;
    int32_t max_results;
    uint32_t reserved;
};

enum { INSTANCES_DRY_RUN = 1, INSTANCES_MAX_RESULTS = 2 };

#define S struct instances_request
static const struct shape_member members[] = {
    LIST(InstanceIds, InstanceId, ids, id_count, shape_text_item),
    BOOLEAN(DryRun, INSTANCES_DRY_RUN, 0),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    TEXT(NextToken, next_token),
    NUMBER(MaxResults, max_results, INSTANCES_MAX_RESULTS),
};
static const struct shape shape = SHAPE_OF(members);
#undef S

int instances_is(eip_text action) {
    static const char name[] = "DescribeInstances";

    return action.size == sizeof name - 1 &&
           memcmp(action.data, name, action.size) == 0;
}

static void add(struct xml *text, eip_text id) {
    xml_string(text, "<item><reservationId>r-00000000000000000</reservationId>"
                     "<groupSet/><instancesSet><item>");
    xml_element(text, "instanceId", id);
    xml_string(text, "<instanceState><code>16</code><name>running</name>"
                     "</instanceState><networkInterfaceSet/><tagSet/>"
                     "</item></instancesSet></item>");
}

static int is_id(eip_text value) {
    return value.size > 2 && memcmp(value.data, "i-", 2) == 0;
}

int instances_answer(struct query *query, struct xml *text,
                     const char *request_id, struct fault *fault) {
    struct instances_request request;

    if (!query_bind(query, &shape, &request, fault))
        return 0;
    for (uint32_t i = 0; i < request.id_count; i++)
        if (!is_id(request.ids[i])) {
            eip_error error = EIP_ERROR_INIT;

            fault_of_error(fault, EIP_ERR_INSTANCE_NOT_FOUND, &error);
            return 0;
        }
    xml_format(text,
               ANSWER_DECLARATION
               "<DescribeInstancesResponse xmlns=\"" ANSWER_NAMESPACE
               "\"><requestId>%s</requestId><reservationSet>",
               request_id);
    for (uint32_t i = 0; i < request.id_count; i++)
        add(text, request.ids[i]);
    xml_string(text, "</reservationSet></DescribeInstancesResponse>");
    return 1;
}
