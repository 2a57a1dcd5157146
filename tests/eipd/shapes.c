/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Prints the tables of tools/shape in the form of wire.txt, in which wire.mjs
 * prints what a client for EC2 knows. What clients leave out (`return`) is left
 * out here too. */
#include "shape/shape.h"

#include <stdio.h>
#include <string.h>

static const char *kind_of(const struct shape_member *member) {
    switch (member->kind) {
    case SHAPE_NUMBER:
    case SHAPE_UINT32:
    case SHAPE_UINT64:
        return "number";
    case SHAPE_BOOLEAN:
    case SHAPE_TRUE:
        return "boolean";
    case SHAPE_TIME:
        return "time";
    case SHAPE_LIST:
        return member->of->members != NULL ? "list of structure"
                                           : "list of text";
    case SHAPE_PAGE:
        return "list of structure";
    case SHAPE_STRUCTURE:
    case SHAPE_FIRST:
        return "structure";
    default:
        return "text";
    }
}

static void print(const char *start, const char *names, const char *wires,
                  const struct shape *shape) {
    for (uint32_t i = 0; i < shape->count; i++) {
        const struct shape_member *member = &shape->members[i];
        const struct shape *of =
            member->pager != NULL ? member->pager->of : member->of;
        char name[256];
        char wire[256];

        if (strcmp(member->name, "Return") == 0)
            continue;
        snprintf(name, sizeof name, "%s%s%s", names, *names != '\0' ? "." : "",
                 member->name);
        snprintf(wire, sizeof wire, "%s%s%s", wires, *wires != '\0' ? "." : "",
                 member->wire);
        printf("%s\t%s\t%s\t%s%s\n", start, name, wire, kind_of(member),
               member->required ? " required" : "");
        if (of != NULL && of->members != NULL && member->kind != SHAPE_TOKEN)
            print(start, name, wire, of);
    }
}

int main(void) {
    for (uint32_t i = 0; i < shape_operation_count; i++) {
        char start[128];

        snprintf(start, sizeof start, "%s\trequest", shape_operations[i].name);
        print(start, "", "", shape_operations[i].request);
        snprintf(start, sizeof start, "%s\tresponse", shape_operations[i].name);
        print(start, "", "", shape_operations[i].response);
    }
    return 0;
}
