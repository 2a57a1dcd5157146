/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* oom [SUBJECT]
 *
 * Every subject, in a fresh world for every n: its n-th request for memory is
 * refused, then it and the next, then it and all that follow. It must answer
 * out of memory and have changed nothing, or do without. Then memory is back:
 * it succeeds, and the world is the one in which nothing was ever refused. In
 * the end every block has come back, those of Judy too. */
#include "oom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Judy 1.0.5 loses up to two blocks of its own, 568 bytes, where malloc fails
 * as an array goes from 31 entries to 32. Those are counted, and no others. */
enum { JUDY_LOSES = 2 };

static uint64_t lost_by_judy;
static uint64_t refusals;
static uint64_t tries;

static void wrong(const struct subject *subject, uint64_t nth, enum how how,
                  const char *what) {
    static const char *const names[] = {"once", "for good", "twice"};

    (void)printf("FAILED: %s, request %llu refused %s: %s\n", subject->name,
                 (unsigned long long)nth, names[how], what);
    exit(1);
}

static void build(struct world *w, const struct subject *subject) {
    world_init(w);
    w->config.cooldown_given = 1; /* and zero: lowest is deterministic */
    w->config.allocator = memory_hooks(w);
    world_open(w);
    world_build(w);
    world_modify(w, w->amazon, EIP_POLICY_LOWEST, 0, 0);
    world_account(w, WORLD_ALICE, EIP_QUOTA_MAX, 0);
    subject->prepare(w);
    w->error = eip_error_init();
}

/* What the world is like after the call if nothing is refused. */
static char *expect(const struct subject *subject) {
    struct world w;
    eip_status status;
    char *after;

    build(&w, subject);
    status = subject->call(&w);
    if (status != EIP_OK) {
        wrong(subject, 0, ONCE, eip_status_name(status));
    }
    after = world_picture(&w);
    world_end(&w);
    return after;
}

static void check_refused(struct world *w, const struct subject *subject,
                          uint64_t nth, enum how how, const char *before,
                          const char *expected) {
    eip_status status;
    char *after;

    if ((subject->traits & OWES) != 0) {
        oom_ipam_mend(w);
    }
    after = world_picture(w);
    if ((subject->traits & PARTIAL) == 0 && strcmp(before, after) != 0) {
        wrong(subject, nth, how, "it has changed something");
    }
    free(after);
    world_audit(w);
    if (w->error.status != EIP_OK && w->error.status != EIP_ERR_OUT_OF_MEMORY) {
        wrong(subject, nth, how, w->error.message);
    }
    if ((subject->traits & PARTIAL) != 0) {
        return;
    }
    status = subject->call(w);
    if (status != EIP_OK) {
        wrong(subject, nth, how, "with memory it still fails");
    }
    after = world_picture(w);
    if (strcmp(after, expected) != 0) {
        wrong(subject, nth, how, "later it does something else");
    }
    free(after);
}

static void check_done(struct world *w, const struct subject *subject,
                       uint64_t nth, enum how how, const char *before,
                       const char *expected) {
    bool reads = (subject->traits & READS) != 0;
    char *after;

    if ((subject->traits & OWES) != 0) {
        oom_ipam_mend(w);
    }
    after = world_picture(w);
    if (strcmp(after, reads ? before : expected) != 0) {
        wrong(subject, nth, how, "it succeeds and does something else");
    }
    free(after);
}

/* Returns how many requests were refused. */
static uint64_t attempt(const struct subject *subject, uint64_t nth,
                        enum how how, const char *expected, bool *failed) {
    int64_t blocks = memory_blocks();
    struct world w;
    eip_status status;
    uint64_t refused;
    char *before;

    build(&w, subject);
    before = world_picture(&w);
    memory_refuse(nth, how);
    status = subject->call(&w);
    refused = memory_refused();
    memory_refuse(0, ONCE);
    if (status == EIP_OK) {
        check_done(&w, subject, nth, how, before, expected);
    } else if (status != EIP_ERR_OUT_OF_MEMORY || refused == 0) {
        wrong(subject, nth, how, eip_status_name(status));
    } else {
        *failed = true;
        check_refused(&w, subject, nth, how, before, expected);
    }
    free(before);
    world_end(&w);
    blocks = memory_blocks() - blocks;
    if (blocks < 0 || blocks > (memory_refused_judy() == 0 ? 0 : JUDY_LOSES)) {
        wrong(subject, nth, how, "blocks of malloc leak");
    }
    lost_by_judy += (uint64_t)blocks;
    return refused;
}

static void try_subject(const struct subject *subject) {
    for (enum how how = ONCE; how <= TWICE; how++) {
        char *expected = expect(subject);
        bool failed = false;
        uint64_t refused;
        uint64_t nth = 0;

        do {
            refused = attempt(subject, ++nth, how, expected, &failed);
            refusals += refused;
            tries++;
        } while (refused != 0);
        if ((subject->traits & NEEDS) != 0 && !failed) {
            wrong(subject, nth, how, "nothing has failed");
        }
        if ((subject->traits & NEVER) != 0 && nth != 1) {
            wrong(subject, nth, how, "it asks for memory");
        }
        free(expected);
    }
}

/* Those whose name has the text in it; NULL: all. Returns how many. */
static unsigned try_subjects(const struct subject *subjects, unsigned count,
                             const char *text) {
    unsigned tried = 0;

    for (unsigned i = 0; i < count; i++) {
        if (text == NULL || strstr(subjects[i].name, text) != NULL) {
            try_subject(&subjects[i]);
            tried++;
        }
    }
    return tried;
}

int main(int count, char **argument) {
    const char *text = count < 2 ? NULL : argument[1];
    unsigned sites;
    unsigned failed;
    unsigned silent;
    unsigned subjects;

    (void)setvbuf(stdout, NULL, _IONBF, 0); /* no buffer to be counted */
    subjects = try_subjects(oom_subjects, oom_subject_count, text);
    subjects += try_subjects(oom_fact_subjects, oom_fact_subject_count, text);
    subjects += try_subjects(oom_pool_subjects, oom_pool_subject_count, text);
    subjects +=
        try_subjects(oom_public_subjects, oom_public_subject_count, text);
    subjects += try_subjects(oom_ipam_subjects, oom_ipam_subject_count, text);
    subjects += try_subjects(oom_books_subjects, oom_books_subject_count, text);
    subjects +=
        try_subjects(oom_snapshot_subjects, oom_snapshot_subject_count, text);
    subjects += try_subjects(oom_kept_subjects, oom_kept_subject_count, text);
    subjects += try_subjects(oom_store_subjects, oom_store_subject_count, text);
    sites_count(&sites, &failed, &silent);
    (void)printf(
        "oom: %u calls, %llu tries, %llu requests refused; %u of %u "
        "sites of the library, once and for good; %llu blocks lost by Judy\n",
        subjects, (unsigned long long)tries, (unsigned long long)refusals,
        failed, sites, (unsigned long long)lost_by_judy);
    return count < 2 && silent != 0;
}
