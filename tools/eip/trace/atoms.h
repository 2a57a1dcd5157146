/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file atoms.h
 * Prefixes that overlap, cut into the fewest disjoint blocks of which each is
 * made: the leaves of the tree of all of them.
 *
 *   prefixes:  [--------- /22 ---------]
 *                          [-/24-]
 *   atoms:     [--- /23 ---][-/24-][-/24-]
 */
#ifndef EIP_TOOL_ATOMS_H
#define EIP_TOOL_ATOMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <eip/eip.h>

struct atom {
    uint32_t child[2]; /* 0: a leaf, so an atom */
    uint32_t listed;   /* by how many prefixes that are listed now */
    bool is_prefix;    /* listed itself, now */
    bool was_added;
    bool is_first; /* listed from the beginning */
};

/** All zero is the empty tree. */
struct atoms {
    struct atom *items; /* 0: the root */
    size_t count, room;
};

/** The node of a prefix, made if it is not there; 0 after a message. */
uint32_t atoms_node(struct atoms *atoms, eip_cidr cidr);
/** Call for each atom of a prefix, by address. */
void atoms_each(struct atoms *atoms, eip_cidr cidr,
                void (*visit)(void *context, struct atom *atom, eip_cidr cidr),
                void *context);
void atoms_free(struct atoms *atoms);

#endif
