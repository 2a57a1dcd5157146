/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

eip_status answer_call(struct answer *answer,
                       const struct shape_operation *operation,
                       eip_engine *engine, const eip_caller *caller,
                       const void *request, eip_error *error) {
    answer->operation = operation;
    answer->xml = (struct xml){0};
    answer->member = 0;
    answer->done = 0;
    answer->item = 0;
    shape_clear(operation->response, answer->response);
    return operation->call(engine, caller, request, answer->response, error);
}

/** Whether the piece is long enough. */
static int is_full(const struct answer *answer) {
    return answer->xml.size >= ANSWER_PIECE || answer->xml.failed;
}

/** Go on with a list. Returns 0 if there is more of it than fits. */
static int go_on(struct answer *answer, const struct shape_member *member) {
    _Alignas(16) char item[SHAPE_ITEM_BYTES_MAX];
    struct xml *xml = &answer->xml;
    uint64_t count;
    const void *list;

    memcpy(&list, answer->response + member->offset, sizeof list);
    count = member->pager->count(list);
    if (answer->item == 0)
        xml_format(xml, "<%s>", member->wire);
    while (answer->item < count) {
        if (is_full(answer))
            return 0;
        shape_clear(member->pager->of, item);
        if (member->pager->at(list, answer->item++, item) != EIP_OK) {
            xml->failed = 1;
            return 0;
        }
        xml_string(xml, "<item>");
        xml_members(xml, member->pager->of, item);
        xml_string(xml, "</item>");
    }
    xml_format(xml, "</%s>", member->wire);
    answer->item = 0;
    return 1;
}

static void make(struct answer *answer) {
    const struct shape *shape = answer->operation->response;

    for (; answer->member < shape->count; answer->member++) {
        const struct shape_member *member = &shape->members[answer->member];

        if (member->kind != SHAPE_PAGE)
            xml_member(&answer->xml, member, answer->response);
        else if (!go_on(answer, member))
            return;
    }
    xml_string(&answer->xml, "</");
    xml_string(&answer->xml, answer->operation->name);
    xml_string(&answer->xml, "Response>");
    answer->done = 1;
}

void answer_start(struct answer *answer, const char *request_id) {
    xml_string(&answer->xml, ANSWER_DECLARATION "<");
    xml_string(&answer->xml, answer->operation->name);
    xml_string(&answer->xml,
               "Response xmlns=\"" ANSWER_NAMESPACE "\"><requestId>");
    xml_string(&answer->xml, request_id);
    xml_string(&answer->xml, "</requestId>");
    make(answer);
}

void answer_step(struct answer *answer) {
    answer->xml.size = 0;
    make(answer);
}

void answer_end(struct answer *answer) {
    shape_response_free(answer->operation, answer->response);
    free(answer->xml.data);
    answer->xml = (struct xml){0};
}

void answer_fault(struct xml *xml, const struct fault *fault,
                  const char *request_id) {
    xml_string(xml, ANSWER_DECLARATION "<Response><Errors><Error>");
    xml_element(xml, "Code", eip_text_of(fault->code));
    xml_element(xml, "Message", eip_text_of(fault->message));
    xml_format(xml, "</Error></Errors><RequestID>%s</RequestID></Response>",
               request_id);
}
