/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the tree of prefixes. */
#include "trace/atoms.h"

#include "plan/grow.h"

#include <stdlib.h>
#include <string.h>

static uint32_t add(struct atoms *atoms) {
    if (!grow_room(&atoms->items, atoms->count, &atoms->room,
                   sizeof(*atoms->items)))
        return 0;
    memset(&atoms->items[atoms->count], 0, sizeof(*atoms->items));
    return (uint32_t)atoms->count++;
}

/* A node has both halves or none, so that what is beside a prefix is an atom
 * too. */
static bool split(struct atoms *atoms, uint32_t node) {
    uint32_t low = add(atoms);
    uint32_t high = low ? add(atoms) : 0;

    if (!high)
        return false;
    atoms->items[node].child[0] = low;
    atoms->items[node].child[1] = high;
    return true;
}

uint32_t atoms_node(struct atoms *atoms, eip_cidr cidr) {
    uint32_t node = 0;
    uint32_t bit;

    if (atoms->count == 0) {
        (void)add(atoms);
        if (atoms->count == 0)
            return 0;
    }
    for (bit = 0; bit < cidr.prefix_bits; bit++) {
        if (atoms->items[node].child[0] == 0 && !split(atoms, node))
            return 0;
        node = atoms->items[node].child[cidr.base >> (31 - bit) & 1];
    }
    return node;
}

/* At most 32 deep. */
static void walk(struct atoms *atoms, uint32_t node, eip_cidr cidr,
                 void (*visit)(void *context, struct atom *atom, eip_cidr cidr),
                 void *context) {
    const struct atom *atom = &atoms->items[node];

    if (atom->child[0] == 0) {
        visit(context, &atoms->items[node], cidr);
        return;
    }
    cidr.prefix_bits++;
    walk(atoms, atom->child[0], cidr, visit, context);
    cidr.base |= UINT32_C(1) << (32 - cidr.prefix_bits);
    walk(atoms, atom->child[1], cidr, visit, context);
}

void atoms_each(struct atoms *atoms, eip_cidr cidr,
                void (*visit)(void *context, struct atom *atom, eip_cidr cidr),
                void *context) {
    walk(atoms, atoms_node(atoms, cidr), cidr, visit, context);
}

void atoms_free(struct atoms *atoms) {
    free(atoms->items);
}
