/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <eip/eip.h>

enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG, OPTION_OTHER };

struct option_row {
    const char *name;
    const char *value; /* as help calls it; NULL: a flag */
    enum option_kind kind;
    size_t offset;
    const char *help;
};

#define AT(member) offsetof(struct options, member)
static const struct option_row rows[] = {
    {"listen", "ADDRESS:PORT", OPTION_TEXT, AT(listen),
     "where to listen (127.0.0.1:4566)"},
    {"region", "NAME", OPTION_TEXT, AT(region), "the Region (us-east-1)"},
    {"data", "DIR", OPTION_TEXT, AT(data),
     "keep all in this folder: answers wait until they are\n"
     "durable"},
    {"ranges", "FILE", OPTION_TEXT, AT(ranges),
     "addresses of the Region: EC2's IPv4 prefixes of a\n"
     "file in the form of AWS's ip-ranges.json\n"
     "(198.18.0.0/15)"},
    {"credentials", "FILE", OPTION_TEXT, AT(credentials),
     "access keys: lines of key id, secret and account"},
    {"no-verify", NULL, OPTION_FLAG, AT(no_verify),
     "verify no signature: twelve digits in the key id are\n"
     "the account, any other is account 000000000000"},
    {"quota", "N", OPTION_NUMBER, AT(quota),
     "addresses that an account may hold (5)"},
    {"cooldown-ms", "N", OPTION_NUMBER, AT(cooldown_ms),
     "how long a released address is kept from others\n"
     "(3600000)"},
    {"settle-ms", "N", OPTION_NUMBER, AT(settle_ms),
     "how long `pending-` states are shown (0)"},
    {"seed", "N", OPTION_NUMBER, AT(seed),
     "not 0: the same requests get the same addresses\n"
     "and ids"},
    {"threads", "N", OPTION_NUMBER, AT(threads),
     "threads that answer (one per processor)"},
    {"connections", "N", OPTION_NUMBER, AT(connections),
     "connections at once (10240)"},
    {"timeout", "SECONDS", OPTION_NUMBER, AT(timeout),
     "how long a connection may be silent (10)"},
    {"record", "FILE", OPTION_TEXT, AT(record),
     "write what clients ask for as a trace, for\n"
     "eip replay --trace"},
    {"log", NULL, OPTION_FLAG, AT(log), "a line for each request on stderr"},
    {"allow-reset", NULL, OPTION_FLAG, AT(allow_reset),
     "serve what test suites want below /_eip/: reset,\n"
     "clock, account, snapshot, restore"},
    {"config", "FILE", OPTION_OTHER, 0,
     "lines `name = value` with these names; the command\n"
     "line wins"},
    {"help", NULL, OPTION_OTHER, 0, "show this"},
    {"version", NULL, OPTION_OTHER, 0, "show the version"},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void show_help(void) {
    printf(
        "usage: eipd [OPTION]...\n"
        "Answer EC2's Query protocol for Elastic IP addresses. All state\n"
        "is in memory, unless there is --data. --credentials or --no-verify\n"
        "is required.\n\n");
    for (int i = 0; i < ROWS; i++) {
        char left[64];
        const char *help = rows[i].help;
        const char *end;

        (void)snprintf(left, sizeof left, "--%s%s%s", rows[i].name,
                       rows[i].value != NULL ? " " : "",
                       rows[i].value != NULL ? rows[i].value : "");
        for (; (end = strchr(help, '\n')) != NULL; help = end + 1, *left = 0)
            printf("  %-22s  %.*s\n", left, (int)(end - help), help);
        printf("  %-22s  %s\n", left, help);
    }
    printf("\nGET /health says whether it serves, GET /metrics what it did.\n");
}

static int set(struct options *options, const struct option_row *row,
               const char *value) {
    char *at = (char *)options + row->offset;
    char *end;
    unsigned long number;
    uint32_t written;

    if (row->kind == OPTION_TEXT) {
        if (strlen(value) >= OPTIONS_TEXT_MAX)
            return 0;
        memcpy(at, value, strlen(value) + 1);
        return 1;
    }
    if (row->kind == OPTION_FLAG)
        value = strcmp(value, "true") == 0    ? "1"
                : strcmp(value, "false") == 0 ? "0"
                                              : "";
    errno = 0;
    number = strtoul(value, &end, 10);
    if (!isdigit((unsigned char)*value) || *end != '\0' || errno != 0 ||
        number > UINT32_MAX)
        return 0;
    written = (uint32_t)number;
    memcpy(at, &written, sizeof written);
    return 1;
}

static int bad_value(const char *where, const char *name, const char *value) {
    fprintf(stderr, "eipd: %s%s: bad value '%s'\n", where, name, value);
    return 0;
}

/** Set what a file says at `where`. Returns 0 after a message. */
static int set_named(struct options *options, const char *where,
                     const char *name, const char *value) {
    for (int i = 0; i < ROWS; i++)
        if (rows[i].kind != OPTION_OTHER && strcmp(rows[i].name, name) == 0)
            return set(options, &rows[i], value) ||
                   bad_value(where, name, value);
    fprintf(stderr, "eipd: %s%s: no such option\n", where, name);
    return 0;
}

static char *trim(char *text) {
    char *end;

    while (isspace((unsigned char)*text))
        text++;
    end = text + strlen(text);
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    *end = '\0';
    return text;
}

static int read_file(struct options *options, const char *path) {
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;
    int number = 0;
    int good = 1;

    if (file == NULL) {
        perror(path);
        return 0;
    }
    while (good && getline(&line, &room, file) >= 0) {
        char where[2 * OPTIONS_TEXT_MAX];
        char *name = trim(line);
        char *equals = strchr(name, '=');

        (void)snprintf(where, sizeof where, "%s:%d: ", path, ++number);
        if (*name == '\0' || *name == '#')
            continue;
        if (equals != NULL)
            *equals++ = '\0';
        good = set_named(options, where, trim(name),
                         equals != NULL ? trim(equals) : "true");
    }
    free(line);
    fclose(file);
    return good;
}

/** Files first, so that the command line wins. */
static int read_files(struct options *options, int argc, char **argv,
                      const struct option *longs) {
    int at;

    opterr = 0;
    optind = 1;
    while ((at = getopt_long(argc, argv, "", longs, NULL)) != -1)
        if (at < ROWS && strcmp(rows[at].name, "config") == 0 &&
            !read_file(options, optarg))
            return 0;
    opterr = 1;
    optind = 1;
    return 1;
}

static enum options_verdict read_one(struct options *options, int at) {
    if (at < 0 || at >= ROWS)
        return OPTIONS_BAD;
    if (strcmp(rows[at].name, "help") == 0) {
        show_help();
        return OPTIONS_SHOWN;
    }
    if (strcmp(rows[at].name, "version") == 0) {
        printf("eipd %s\n", eip_version_text());
        return OPTIONS_SHOWN;
    }
    if (rows[at].kind == OPTION_OTHER ||
        set(options, &rows[at], rows[at].value != NULL ? optarg : "true"))
        return OPTIONS_GO;
    (void)bad_value("--", rows[at].name, optarg);
    return OPTIONS_BAD;
}

static enum options_verdict check(const struct options *options) {
    enum { THREADS_MAX = 1024 };

    if (options->threads > THREADS_MAX) {
        fprintf(stderr, "eipd: --threads: %u is more than %d\n",
                options->threads, THREADS_MAX);
        return OPTIONS_BAD;
    }
    if (!options->no_verify == (*options->credentials == '\0') ||
        options->connections == 0) {
        fprintf(stderr, "eipd: give either --credentials FILE or --no-verify, "
                        "and at least one connection\n");
        return OPTIONS_BAD;
    }
    return OPTIONS_GO;
}

enum options_verdict options_read(struct options *options, int argc,
                                  char **argv) {
    struct option longs[ROWS + 1] = {{0}};
    int at;

    *options = (struct options){.listen = "127.0.0.1:4566",
                                .region = "us-east-1",
                                .connections = 10240,
                                .timeout = 10,
                                .cooldown_ms = EIP_COOLDOWN_MS_DEFAULT};
    for (int i = 0; i < ROWS; i++)
        longs[i] =
            (struct option){rows[i].name, rows[i].value != NULL, NULL, i};
    if (!read_files(options, argc, argv, longs))
        return OPTIONS_BAD;
    while ((at = getopt_long(argc, argv, "", longs, NULL)) != -1) {
        enum options_verdict verdict = read_one(options, at);

        if (verdict != OPTIONS_GO)
            return verdict;
    }
    if (optind < argc) {
        fprintf(stderr, "eipd: %s: not an option\n", argv[optind]);
        return OPTIONS_BAD;
    }
    return check(options);
}
