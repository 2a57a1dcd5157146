/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/model/script.h"

#include <stdlib.h>
#include <string.h>

/* -- drawing --------------------------------------------------------------- */

/* SplitMix64. */
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Kinds of steps by their first byte; run.c has the table. */
enum {
    PROVISION = 246,
    SET_ACCOUNT = 250,
    SHARE_POOL = 253,
    CREATE_POOL = 254,
    RAREST = 255
};
enum { BLOCKS_FIRST = 18, SHARES_FIRST = 12, COIPS_FIRST = 12, BROUGHT = 2 };

/* A world begins with border groups, pools and blocks, most of the time; one
 * public IPv4 pool is left for what is brought. */
static void draw_beginning(struct script *script) {
    uint32_t at = 1;

    for (uint32_t group = 1; group < GROUPS; group++, at++) {
        uint8_t head[] = {RAREST, 0, (uint8_t)group, 0};

        memcpy(script->step[at].byte, head, sizeof head);
    }
    for (uint32_t pool = 0; pool < PLAIN_POOLS - 1; pool++) {
        if (pool != BROUGHT) {
            script->step[at].byte[0] = CREATE_POOL;
            script->step[at].byte[1] = (uint8_t)pool;
            at++;
        }
    }
    for (uint32_t i = 0; i < BLOCKS_FIRST; i++, at++) {
        script->step[at].byte[0] = PROVISION;
    }
    for (uint32_t i = 0; i < SHARES_FIRST; i++, at++) {
        script->step[at].byte[0] = SHARE_POOL;
        script->step[at].byte[1] = (uint8_t)(4 + i % (PLAIN_POOLS - 4));
    }
    for (uint32_t i = 0; i < COIPS_FIRST; i++, at++) {
        script->step[at].byte[0] = RAREST;
        script->step[at].byte[1] = 2;
    }
    for (uint32_t i = 0; i < ACCOUNTS; i++, at++) {
        script->step[at].byte[0] = SET_ACCOUNT;
        script->step[at].byte[1] = (uint8_t)i;
    }
}

void script_draw(struct script *script, uint64_t seed) {
    uint64_t state = seed;

    script->seed = seed;
    script->count = STEPS + 1;
    for (uint32_t i = 0; i < script->count; i++) {
        for (uint32_t n = 0; n < STEP_BYTES; n += 8) {
            uint64_t bits = next(&state);

            memcpy(script->step[i].byte + n, &bits, sizeof bits);
        }
    }
    draw_beginning(script);
}

/* -- running --------------------------------------------------------------- */

uint32_t script_run(const struct script *script, struct run *run,
                    uint32_t every, FILE *trace) {
    uint32_t done = 1;
    bool same = true;

    run_open(run, &script->step[0], script->seed, trace);
    while (done < script->count && same) {
        run_tell(run, "%u: ", done);
        same = run_step(run, &script->step[done]);
        if (same && (done % every == 0 || done + 1 == script->count)) {
            run->trace = NULL;
            same = run_compare(run);
            run->trace = trace;
        }
        done += same;
    }
    run_close(run);
    return done;
}

/* -- shrinking ------------------------------------------------------------- */

/* Which difference it is; a smaller script may show another. */
struct symptom {
    const char *format;
    eip_status wanted;
    eip_status got;
};

static struct symptom symptom;

static struct symptom symptom_of(const struct run *run) {
    return (struct symptom){run->format, run->wanted, run->got};
}

static bool still_fails(const struct script *script, struct run *run) {
    uint32_t every = script->count <= 64 ? 1 : COMPARE_AT;

    return script_run(script, run, every, NULL) != script->count &&
           run->format == symptom.format && run->wanted == symptom.wanted &&
           run->got == symptom.got;
}

/* Without `size` steps from `from` on, if it fails so too. */
static bool leave_out(struct script *script, struct run *run, uint32_t from,
                      uint32_t size, struct script *trial) {
    uint32_t behind;

    size = size < script->count - from ? size : script->count - from;
    behind = script->count - from - size;
    trial->seed = script->seed;
    trial->count = script->count - size;
    memcpy(trial->step, script->step, from * sizeof *trial->step);
    memcpy(trial->step + from, script->step + from + size,
           behind * sizeof *trial->step);
    if (trial->count < 2 || !still_fails(trial, run)) {
        return false;
    }
    memcpy(script->step, trial->step, trial->count * sizeof *trial->step);
    script->count = trial->count;
    return true;
}

static bool drop_steps(struct script *script, struct run *run,
                       struct script *trial) {
    bool any = false;

    for (uint32_t size = script->count / 2; size > 0; size /= 2) {
        uint32_t from = 1;

        while (from < script->count) {
            if (leave_out(script, run, from, size, trial)) {
                any = true;
            } else {
                from += size;
            }
        }
    }
    return any;
}

static bool zero_bytes(struct script *script, struct run *run) {
    bool any = false;

    for (uint32_t i = 0; i < script->count; i++) {
        for (uint32_t n = STEP_BYTES; n-- > 0;) {
            uint8_t *byte = &script->step[i].byte[n];
            uint8_t was = *byte;

            *byte = 0;
            if (was != 0 && still_fails(script, run)) {
                any = true;
            } else {
                *byte = was;
            }
        }
    }
    return any;
}

void script_shrink(struct script *script, struct run *run) {
    struct script *trial = malloc(sizeof *trial);
    uint32_t good = script_run(script, run, COMPARE_AT, NULL);
    bool smaller = trial != NULL;

    symptom = symptom_of(run);
    script->count = good + 1 < script->count ? good + 1 : script->count;
    while (smaller) {
        smaller = drop_steps(script, run, trial);
        smaller |= script->count <= 64 && zero_bytes(script, run);
    }
    free(trial);
}

/* -- as text --------------------------------------------------------------- */

void script_print(const struct script *script, FILE *to) {
    (void)fprintf(to, "script %llu\n", (unsigned long long)script->seed);
    for (uint32_t i = 0; i < script->count; i++) {
        uint32_t size = STEP_BYTES;

        while (size > 1 && script->step[i].byte[size - 1] == 0) {
            size--;
        }
        (void)fputs("step ", to);
        for (uint32_t n = 0; n < size; n++) {
            (void)fprintf(to, "%02x", script->step[i].byte[n]);
        }
        (void)fputc('\n', to);
    }
}

static void read_step(struct step *step, const char *hex) {
    memset(step, 0, sizeof *step);
    for (uint32_t n = 0; n < STEP_BYTES; n++) {
        char pair[3] = {hex[2 * n], '\0', '\0'};

        if (pair[0] == '\0' || pair[0] == '\n') {
            return;
        }
        pair[1] = hex[2 * n + 1];
        step->byte[n] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

bool script_read(struct script *script, FILE *from) {
    char line[256];

    script->count = 0;
    while (fgets(line, sizeof line, from) != NULL) {
        if (strncmp(line, "script ", 7) == 0) {
            script->seed = strtoull(line + 7, NULL, 10);
        }
        if (strncmp(line, "step ", 5) == 0 && script->count <= STEPS) {
            read_step(&script->step[script->count++], line + 5);
        }
    }
    return script->count != 0;
}
