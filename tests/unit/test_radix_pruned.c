/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Nodes that a change leaves empty leave the tree with it, and no others. */
#include "registry/radix.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>

static struct eip__radix *change(struct direct *direct, struct eip__radix *root,
                                 uint64_t number, const char *cidr,
                                 void *block) {
    struct eip__radix_batch batch = {&direct->host, number, root, NULL};

    cr_assert(eip__radix_set(&batch, direct_cidr(cidr), block));
    eip__radix_commit(&batch, &direct->lanes);
    return batch.root;
}

Test(radix_pruned, what_is_empty_and_no_more) {
    static const struct direct_options options;
    static _Alignas(8) char a;
    static _Alignas(8) char b;
    struct eip__radix *root = NULL;
    struct direct direct;

    direct_open(&direct, &options);
    root = change(&direct, root, 1, "10.1.0.0/26", &a);
    root = change(&direct, root, 2, "10.2.0.0/16", &b);
    cr_assert_eq(eip__radix_find(root, 0x0a010001), &a);
    root = change(&direct, root, 3, "10.1.0.0/26", NULL);
    cr_assert_null(eip__radix_find(root, 0x0a010001));
    cr_assert_eq(eip__radix_find(root, 0x0a02ffff), &b);
    cr_assert_eq(((struct eip__radix *)root->entry[10])->entry[1], 0,
                 "an empty node stays");
    root = change(&direct, root, 4, "10.2.0.0/16", NULL);
    cr_assert_eq(root->entry[10], 0, "an empty node stays");
    eip__reclaim_all(&direct.lanes);
    eip__radix_free(&direct.host, root);
    direct_close(&direct);
}
