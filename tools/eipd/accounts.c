/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "accounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_FIELDS = 3, ACCOUNT_DIGITS = EIP_ACCOUNT_TEXT_SIZE - 1 };

static int compare(const void *a, const void *b) {
    return strcmp(((const struct account_key *)a)->id,
                  ((const struct account_key *)b)->id);
}

static int add(struct accounts *accounts, char *const fields[LINE_FIELDS]) {
    struct account_key key;
    struct account_key *keys =
        realloc(accounts->keys, (accounts->count + 1) * sizeof *keys);

    if (keys == NULL)
        return 0;
    accounts->keys = keys;
    if (eip_account_parse(eip_text_of(fields[2]), &key.account) != EIP_OK)
        return 0;
    key.id = strdup(fields[0]);
    key.secret = strdup(fields[1]);
    keys[accounts->count++] = key;
    return key.id != NULL && key.secret != NULL;
}

static int add_line(struct accounts *accounts, char *line) {
    char *fields[LINE_FIELDS];
    char *left = NULL;
    uint32_t count = 0;

    for (char *field = strtok_r(line, " \t\r\n", &left); field != NULL;
         field = strtok_r(NULL, " \t\r\n", &left)) {
        if (*field == '#')
            break;
        if (count == LINE_FIELDS)
            return 0;
        fields[count++] = field;
    }
    return count == 0 || (count == LINE_FIELDS && add(accounts, fields));
}

static int read_lines(struct accounts *accounts, FILE *file, const char *path) {
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    int good = 1;

    while (good && getline(&line, &room, file) >= 0) {
        number++;
        good = add_line(accounts, line);
    }
    free(line);
    if (!good)
        fprintf(stderr,
                "eipd: %s:%u: not an access key id, a secret and an account\n",
                path, number);
    return good;
}

/** Which of two secrets a key id has nobody could say. */
static int are_different(const struct accounts *accounts, const char *path) {
    for (uint32_t i = 1; i < accounts->count; i++)
        if (compare(&accounts->keys[i - 1], &accounts->keys[i]) == 0) {
            fprintf(stderr, "eipd: %s: the access key id %s is there twice\n",
                    path, accounts->keys[i].id);
            return 0;
        }
    return 1;
}

int accounts_read(struct accounts *accounts, const char *path) {
    FILE *file = fopen(path, "re");
    int good;

    *accounts = (struct accounts){NULL, 0};
    if (file == NULL) {
        perror(path);
        return 0;
    }
    good = read_lines(accounts, file, path);
    fclose(file);
    if (good && accounts->count > 1)
        qsort(accounts->keys, accounts->count, sizeof *accounts->keys, compare);
    return good && are_different(accounts, path);
}

void accounts_free(struct accounts *accounts) {
    for (uint32_t i = 0; i < accounts->count; i++) {
        free(accounts->keys[i].id);
        free(accounts->keys[i].secret);
    }
    free(accounts->keys);
}

const struct account_key *accounts_find(const struct accounts *accounts,
                                        eip_text id) {
    char text[129];
    struct account_key wanted = {text, NULL, 0};

    if (id.size >= sizeof text || accounts->count == 0 ||
        memchr(id.data, '\0', id.size) != NULL)
        return NULL;
    memcpy(text, id.data, id.size);
    text[id.size] = '\0';
    return bsearch(&wanted, accounts->keys, accounts->count,
                   sizeof *accounts->keys, compare);
}

uint64_t accounts_named(eip_text id) {
    uint64_t account = 0;
    uint32_t digits = 0;

    for (uint32_t i = 0; i < id.size && digits < ACCOUNT_DIGITS; i++) {
        int is_digit = id.data[i] >= '0' && id.data[i] <= '9';

        digits = is_digit ? digits + 1 : 0;
        account = is_digit ? (digits > 1 ? account * 10 : 0) +
                                 (uint64_t)(id.data[i] - '0')
                           : 0;
    }
    return digits == ACCOUNT_DIGITS ? account : 0;
}
