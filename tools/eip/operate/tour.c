/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip tour`: what the engine does, on a store of its own. One process works on
 * it and is killed; another must find all that was answered. */
#include "commands.h"
#include "operate/script.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const works[] = {
    "show-pools --output text",
    "pool = make-pool --kind public-ipv4",
    "add-cidrs --pool-id ${pool.PoolId} --cidrs 203.0.113.0/24",
    ("web = allocate-address --tag-specifications "
     "'ResourceType=elastic-ip,Tags=[{Key=Name,Value=web}]'"),
    "mail = allocate-address --public-ipv4-pool ${pool.PoolId}",
    "create-tags --resources ${mail.AllocationId} --tags Key=Name,Value=mail",
    ("associate-address --allocation-id ${web.AllocationId} "
     "--instance-id i-0123456789abcdef0"),
    "release-address --allocation-id ${mail.AllocationId}",
    "again = allocate-address --address ${mail.PublicIp}",
    "spare = allocate-address",
    "release-address --allocation-id ${spare.AllocationId}",
    "all = describe-addresses",
    "account = show-account",
};

static const char *const looks[] = {
    "all = describe-addresses",
    "account = show-account",
    "back = allocate-address --address ${spare.PublicIp}",
    "check-engine --output table",
};

static int run_lines(struct script *script, const char *const *lines,
                     size_t count) {
    int code = CLI_OK;

    for (size_t i = 0; code == CLI_OK && i < count; i++)
        code = script_line(script, lines[i]);
    return code;
}
#define RUN_LINES(script, lines)                                               \
    run_lines(script, lines, sizeof(lines) / sizeof((lines)[0]))

/* -- the process that is killed --------------------------------------------- */

static void send_kept(const cJSON *kept, int fd) {
    char *text = tree_need(cJSON_PrintUnformatted(kept));
    size_t size = strlen(text);

    for (size_t sent = 0; sent < size;) {
        ssize_t wrote = write(fd, text + sent, size - sent);

        if (wrote <= 0)
            break;
        sent += (size_t)wrote;
    }
    free(text);
}

static _Noreturn void work(struct script *script, int fd) {
    int code = data_open(&script->common.data, &script->data);

    script->kept = tree_object();
    if (code == CLI_OK)
        code = RUN_LINES(script, works);
    if (fflush(stdout) != 0 && code == CLI_OK)
        code = CLI_IO;
    if (code == CLI_OK) {
        send_kept(script->kept, fd);
        (void)raise(SIGKILL);
    }
    _exit(code);
}

static cJSON *receive_kept(int fd) {
    char *text = NULL;
    size_t size = 0;
    ssize_t got;
    cJSON *kept;

    do {
        text = tree_need(realloc(text, size + 4096));
        got = read(fd, text + size, 4096);
        size += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    kept = cJSON_ParseWithLength(text, size);
    free(text);
    return kept;
}

/* CLI_OK if the process was killed with all its work done; what it kept is the
 * script's then. */
static int work_and_die(struct script *script) {
    int ends[2];
    pid_t child;
    int status;

    if (fflush(stdout) != 0 || pipe(ends) != 0)
        return CLI_IO;
    child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        work(script, ends[1]);
    }
    (void)close(ends[1]);
    script->kept = receive_kept(ends[0]);
    (void)close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child) {
        cli_say("no process: %s", strerror(errno));
        return CLI_IO;
    }
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    return script->kept ? CLI_OK : CLI_FAILED;
}

/* -- the one after it ------------------------------------------------------- */

static bool is_same(const cJSON *before, const cJSON *after, const char *name) {
    return cJSON_Compare(tree_get(before, name), tree_get(after, name), true);
}

static int look(struct script *script) {
    cJSON *before = tree_need(cJSON_Duplicate(script->kept, true));
    int code = data_open(&script->common.data, &script->data);
    bool is_good;

    if (code == CLI_OK)
        code = RUN_LINES(script, looks);
    is_good = code == CLI_OK && is_same(before, script->kept, "all") &&
              is_same(before, script->kept, "account");
    if (data_close(&script->data) != CLI_OK || !is_good)
        code = code == CLI_OK ? CLI_FAILED : code;
    cJSON_Delete(before);
    return code;
}

static int tour(struct script *script) {
    int code;

    printf("A new engine, kept in %s.\n", script->common.data.folder);
    code = work_and_die(script);
    if (code == CLI_OK) {
        puts("\nThe process was killed (SIGKILL). Another loads what it kept:");
        code = look(script);
    }
    cJSON_Delete(script->kept);
    puts(code == CLI_OK
             ? "\nPASSED: all that was answered is there, and what was "
               "released could be recovered"
             : "\nFAILED");
    return code;
}

/* -- the command ------------------------------------------------------------ */

static const struct cli_option options[] = {
    {"data", "DIR", COMMON_KEY_DATA,
     "keep the engine there, in an empty folder, and leave it (a folder of\n"
     "its own, which is removed)"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

static bool take(struct cli_reader *reader, int key, void *context) {
    struct script *script = context;

    (void)key;
    script->common.data.folder = reader->value;
    return true;
}

static void remove_folder(const char *folder) {
    static const char *const files[] = {"data.mdb", "lock"};
    char path[DATA_PATH_SIZE + 16];

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

/* A folder of the tour's own. */
static int run_aside(struct script *script) {
    const char *base = getenv("TMPDIR");
    char folder[DATA_PATH_SIZE];
    int code;

    (void)snprintf(folder, sizeof(folder), "%s/eip-tour-XXXXXX",
                   base && *base ? base : "/tmp");
    if (!mkdtemp(folder)) {
        cli_say("%s: cannot make a folder: %s", folder, strerror(errno));
        return CLI_IO;
    }
    script->common.data.folder = folder;
    code = tour(script);
    script->common.data.folder = NULL;
    remove_folder(folder);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct script script = {.shows = true, .name = "tour"};
    int code;

    common_defaults(&script.common);
    code = cli_read_options(command, argc, argv, take, &script);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!cli_no_operands(argc, argv))
        return CLI_USAGE;
    return script.common.data.folder ? tour(&script) : run_aside(&script);
}

const struct cli_command command_tour = {
    .name = "tour",
    .summary =
        "Allocate, tag, release, recover, be killed, and find it all again.",
    .synopsis = "[OPTION]...",
    .options = options,
    .run = run,
};
