/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The life and administration of the small Region. Its operations are
 * world_calls.c's, its memory world_heap.c's. */
#include "support/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void world_die(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    (void)fputs("world: ", stderr);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
    va_end(arguments);
    abort();
}

static void must(struct world *world, eip_status status, const char *what) {
    if (status != EIP_OK) {
        world_die("%s: %s: %s", what, eip_status_name(status),
                  world->error.message);
    }
}

/* -- callbacks ------------------------------------------------------------- */

static uint64_t read_clock(void *context) {
    const struct world *world = context;

    return world->now_ms;
}

static void keep_text(char *room, size_t size, eip_text text) {
    if (text.data == NULL) {
        text = eip_text_of("-");
    }
    (void)snprintf(room, size, "%.*s", (int)text.size, text.data);
}

static int32_t guard_allows(void *context, const eip_authorization *request) {
    struct world_guard *guard = context;

    guard->calls++;
    guard->account = request->account;
    keep_text(guard->action, sizeof guard->action, request->action);
    keep_text(guard->resource, sizeof guard->resource, request->resource);
    return guard->denies ? 0 : 1;
}

/* -- life ------------------------------------------------------------------ */

void world_init(struct world *world) {
    memset(world, 0, sizeof *world);
    world->now_ms = WORLD_START_MS;
    world->error = eip_error_init();
    world->config = eip_config_init();
    world->config.flags = EIP_ENGINE_SEEDED;
    world->config.seed = WORLD_SEED;
    world->config.region = eip_text_of(WORLD_REGION);
    world->config.clock = (eip_clock){world, read_clock};
    world->config.allocator = world_allocator(&world->heap);
    world->config.authorizer = (eip_authorizer){&world->guard, guard_allows};
    world->amazon = (eip_pool_ref){0, EIP_POOL_AMAZON, 0};
}

void world_open(struct world *world) {
    must(world, eip_engine_open(&world->config, &world->engine, &world->error),
         "eip_engine_open");
}

static void add_group(struct world *world, const char *name, uint32_t kind) {
    must(world,
         eip_admin_create_border_group(world->engine, eip_text_of(name), kind,
                                       &world->error),
         name);
}

void world_build(struct world *world) {
    add_group(world, WORLD_LOCAL, EIP_BORDER_GROUP_LOCAL_ZONE);
    add_group(world, WORLD_WAVELENGTH, EIP_BORDER_GROUP_WAVELENGTH);
    world->byoip = world_pool(world, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    world->byoip_bob = world_pool(world, EIP_POOL_PUBLIC_IPV4, WORLD_BOB);
    world->ipam = world_pool(world, EIP_POOL_IPAM, WORLD_ALICE);
    world->coip = world_pool(world, EIP_POOL_COIP, WORLD_ALICE);
    world->coip_bob = world_pool(world, EIP_POOL_COIP, WORLD_BOB);
    world_provision(world, world->amazon, NULL, WORLD_AMAZON_CIDR);
    world_provision(world, world->amazon, WORLD_LOCAL, WORLD_LOCAL_CIDR);
    world_provision(world, world->amazon, WORLD_WAVELENGTH, WORLD_CARRIER_CIDR);
    world_provision(world, world->byoip, NULL, WORLD_BYOIP_CIDR);
    world_provision(world, world->byoip_bob, NULL, WORLD_BYOIP_BOB_CIDR);
    world_provision(world, world->ipam, NULL, WORLD_IPAM_CIDR);
    world_provision(world, world->coip, NULL, WORLD_COIP_CIDR);
    world_provision(world, world->coip_bob, NULL, WORLD_COIP_CIDR);
    world_account(world, WORLD_ALICE, EIP_QUOTA_DEFAULT, 0);
    world_account(world, WORLD_BOB, EIP_QUOTA_DEFAULT, 0);
    world_account(world, WORLD_CAROL, EIP_QUOTA_DEFAULT, EIP_ACCOUNT_CLASSIC);
}

void world_start(struct world *world) {
    world_init(world);
    world_open(world);
    world_build(world);
}

static int32_t print_finding(void *context, const eip_audit_finding *finding) {
    (void)context;
    (void)fprintf(stderr, "finding: I%u record %llu account %llu: %.*s\n",
                  finding->invariant, (unsigned long long)finding->record,
                  (unsigned long long)finding->account,
                  (int)finding->message.size, finding->message.data);
    return 0;
}

void world_audit(struct world *world) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    must(world, eip_engine_audit(world->engine, print_finding, NULL, &report),
         "eip_engine_audit");
    if (report.findings != 0) {
        world_die("the audit has %llu findings",
                  (unsigned long long)report.findings);
    }
}

void world_end(struct world *world) {
    world_heap_fail(world, 0, false);
    if (world->engine != NULL) {
        world_audit(world);
        eip_engine_close(world->engine);
        world->engine = NULL;
    }
    if (world->heap.blocks != 0 || world->heap.reservations != 0) {
        world_die("%llu blocks (%llu bytes) and %llu reservations leaked",
                  (unsigned long long)world->heap.blocks,
                  (unsigned long long)world->heap.bytes,
                  (unsigned long long)world->heap.reservations);
    }
}

/* -- administration -------------------------------------------------------- */

eip_cidr world_cidr(const char *text) {
    eip_cidr cidr = {0, 0};

    if (eip_cidr_parse(eip_text_of(text), &cidr) != EIP_OK) {
        world_die("no CIDR block: %s", text);
    }
    return cidr;
}

eip_pool_ref world_pool(struct world *world, uint32_t kind, uint64_t owner) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool = {0, 0, 0};

    spec.pool.kind = kind;
    spec.owner = owner;
    must(world,
         eip_admin_create_pool(world->engine, &spec, &pool, &world->error),
         "eip_admin_create_pool");
    return pool;
}

void world_provision(struct world *world, eip_pool_ref pool, const char *group,
                     const char *text) {
    eip_cidr cidr = world_cidr(text);

    must(world,
         eip_admin_provision_cidrs(world->engine, pool, eip_text_of(group),
                                   &cidr, 1, &world->error),
         text);
}

void world_modify(struct world *world, eip_pool_ref pool, uint32_t policy,
                  uint32_t flags, uint64_t cooldown_ms) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool = pool;
    spec.policy = policy;
    spec.flags = flags;
    if (cooldown_ms != UINT64_MAX) {
        spec.flags |= EIP_POOL_COOLDOWN_GIVEN;
        spec.cooldown_ms = cooldown_ms;
    }
    must(world, eip_admin_modify_pool(world->engine, &spec, &world->error),
         "eip_admin_modify_pool");
}

void world_account(struct world *world, uint64_t account, uint32_t quota,
                   uint32_t flags) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = account;
    spec.quota = quota;
    spec.flags = flags;
    must(world, eip_admin_set_account(world->engine, &spec, &world->error),
         "eip_admin_set_account");
}

uint32_t world_used(struct world *world, uint64_t account) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    must(world, eip_admin_account_usage(world->engine, account, &usage),
         "eip_admin_account_usage");
    return usage.used;
}

eip_space_stats world_space(struct world *world, eip_pool_ref pool,
                            const char *group) {
    eip_space_stats rows[64];
    uint32_t count = 0;

    must(world, eip_engine_space_stats(world->engine, rows, 64, &count),
         "eip_engine_space_stats");
    for (uint32_t i = 0; i < count && i < 64; i++) {
        eip_text name = rows[i].network_border_group;

        if (rows[i].pool_kind == pool.kind && rows[i].pool_id == pool.id &&
            name.size == strlen(group) &&
            memcmp(name.data, group, name.size) == 0) {
            return rows[i];
        }
    }
    world_die("no space of %s in %s", world_pool_id(pool), group);
}
