/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Everything that an account can do to an address that it names. */
#include "isolation.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static char text[64]; /* of the name: one question at a time */

static const char *lower(uint64_t id) {
    (void)snprintf(text, sizeof text, "%s", world_id(id));
    return text;
}

static const char *upper(uint64_t id) {
    (void)lower(id);
    for (char *at = text + strlen("eipalloc-"); *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    return text;
}

static const char *shouted(uint64_t id) {
    (void)lower(id);
    for (char *at = text; *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    return text;
}

static const char *longer(uint64_t id) {
    (void)snprintf(text, sizeof text, "%s0", world_id(id));
    return text;
}

static const char *shorter(uint64_t id) {
    (void)lower(id);
    text[strlen(text) - 1] = '\0';
    return text;
}

static const char *blank(uint64_t id) {
    (void)snprintf(text, sizeof text, " %s", world_id(id));
    return text;
}

static const char *of_another_kind(uint64_t id) {
    (void)snprintf(text, sizeof text, "eipassoc-%s",
                   world_id(id) + strlen("eipalloc-"));
    return text;
}

static const char *next_id(uint64_t id) {
    return lower(id + 1);
}

static const char *one_bit_off(uint64_t id) {
    return lower(id ^ 1);
}

static const char *a_high_bit_off(uint64_t id) {
    return lower(id ^ UINT64_C(1) << 63);
}

static const char *halves_swapped(uint64_t id) {
    return lower(id << 32 | id >> 32);
}

static const char *ip(uint32_t address) {
    (void)snprintf(text, sizeof text, "%s", world_ip(address));
    return text;
}

/* -- release --------------------------------------------------------------- */

static void release(struct world *w, uint64_t caller,
                    eip_release_address_request *request, bool dry,
                    struct answer *answer) {
    eip_caller own = EIP_CALLER_INIT(caller);

    request->flags = dry ? EIP_RELEASE_DRY_RUN : 0;
    answer->status =
        eip_release_address(w->engine, &own, request, &answer->error);
}

static void release_number(struct world *w, uint64_t caller,
                           const struct target *target, bool dry,
                           struct answer *answer, const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.allocation_id = target->id;
    *name = lower(target->id);
    release(w, caller, &request, dry, answer);
}

static void release_ip(struct world *w, uint64_t caller,
                       const struct target *target, bool dry,
                       struct answer *answer, const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    *name = ip(target->ip);
    request.public_ip = eip_text_of(*name);
    release(w, caller, &request, dry, answer);
}

static void release_in(struct world *w, uint64_t caller, const char *id,
                       const char *group, bool dry, struct answer *answer,
                       const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    *name = id;
    request.allocation_id_text = eip_text_of(id);
    request.network_border_group = eip_text_of(group);
    release(w, caller, &request, dry, answer);
}

static void release_batch(struct world *w, uint64_t caller,
                          const struct target *target, bool dry,
                          struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);

    (void)dry;
    *name = lower(target->id);
    answer->status =
        eip_release_many(w->engine, &own, &target->id, eip_text_of(NULL),
                         &answer->item, 1, &answer->error);
}

/* -- describe -------------------------------------------------------------- */

static void describe(struct world *w, uint64_t caller,
                     eip_describe_addresses_request *request, bool dry,
                     struct answer *answer) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_address_list *list = NULL;

    request->flags = dry ? EIP_DESCRIBE_DRY_RUN : 0;
    answer->status =
        eip_describe_addresses(w->engine, &own, request, &list, &answer->error);
    answer->count = list == NULL ? UINT64_MAX : eip_address_list_count(list);
    if (list != NULL && answer->count != 0) {
        answer->first = world_at(list, 0);
        answer->last = world_at(list, answer->count - 1);
        answer->first.tags = NULL; /* the list's own */
        answer->last.tags = NULL;
    }
    eip_address_list_free(list);
}

static void describe_id(struct world *w, uint64_t caller, const char *id,
                        bool dry, struct answer *answer, const char **name) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text value = eip_text_of(id);

    *name = id;
    request.allocation_ids = &value;
    request.allocation_id_count = 1;
    describe(w, caller, &request, dry, answer);
}

static void describe_ip(struct world *w, uint64_t caller,
                        const struct target *target, bool dry,
                        struct answer *answer, const char **name) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text value;

    *name = ip(target->ip);
    value = eip_text_of(*name);
    request.public_ips = &value;
    request.public_ip_count = 1;
    describe(w, caller, &request, dry, answer);
}

static void describe_both(struct world *w, uint64_t caller,
                          const struct target *target, bool dry,
                          struct answer *answer, const char **name) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text id;
    eip_text address = eip_text_of(world_ip(target->ip));

    *name = lower(target->id);
    id = eip_text_of(*name);
    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    request.public_ips = &address;
    request.public_ip_count = 1;
    describe(w, caller, &request, dry, answer);
}

static void filter(struct world *w, uint64_t caller, const char *member,
                   const char *value, bool dry, struct answer *answer) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text one = eip_text_of(value);
    eip_filter filters = {eip_text_of(member), &one, 1, 0};

    request.filters = &filters;
    request.filter_count = 1;
    describe(w, caller, &request, dry, answer);
}

/* -- allocate -------------------------------------------------------------- */

static void allocate(struct world *w, uint64_t caller,
                     eip_allocate_address_request *request, bool dry,
                     struct answer *answer) {
    eip_caller own = EIP_CALLER_INIT(caller);

    request->flags = dry ? EIP_ALLOCATE_DRY_RUN : 0;
    answer->status = eip_allocate_address(w->engine, &own, request,
                                          &answer->response, &answer->error);
}

static void name_it(struct world *w, uint64_t caller,
                    const struct target *target, bool dry,
                    struct answer *answer, const char **name) {
    eip_allocate_address_request request =
        world_request_named(*name = ip(target->ip));

    allocate(w, caller, &request, dry, answer);
}

static void name_in(struct world *w, uint64_t caller,
                    const struct target *target, const char *group, bool dry,
                    struct answer *answer, const char **name) {
    eip_allocate_address_request request =
        world_request_named(*name = ip(target->ip));

    request.network_border_group = eip_text_of(group);
    allocate(w, caller, &request, dry, answer);
}

static void name_tagged(struct world *w, uint64_t caller,
                        const struct target *target, bool dry,
                        struct answer *answer, const char **name) {
    static const eip_tag tag = {{"Name", 4, 0}, {"mine", 4, 0}};
    static const eip_tag_specification tags = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_allocate_address_request request =
        world_request_named(*name = ip(target->ip));

    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    allocate(w, caller, &request, dry, answer);
}

static void name_with_pool(struct world *w, uint64_t caller,
                           const struct target *target, eip_pool_ref pool,
                           bool dry, struct answer *answer, const char **name) {
    eip_allocate_address_request request = world_request_from(pool);

    *name = ip(target->ip);
    request.address = eip_text_of(*name);
    allocate(w, caller, &request, dry, answer);
}

static void name_batch(struct world *w, uint64_t caller,
                       const struct target *target, bool dry,
                       struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_allocate_address_request request =
        world_request_named(*name = ip(target->ip));
    eip_allocate_result result;

    request.flags = dry ? EIP_ALLOCATE_DRY_RUN : 0;
    answer->status = eip_allocate_many(w->engine, &own, &request, 1, &result, 1,
                                       &answer->error);
    answer->item = result.status;
    answer->response = result.response;
}

/* -- all of them ----------------------------------------------------------- */

#define QUESTION(function, ...)                                                \
    static void function(struct world *w, uint64_t caller,                     \
                         const struct target *target, bool dry,                \
                         struct answer *answer, const char **name) {           \
        __VA_ARGS__;                                                           \
    }
#define FORMS(X)                                                               \
    X(lower)                                                                   \
    X(upper)                                                                   \
    X(shouted)                                                                 \
    X(longer)                                                                  \
    X(shorter)                                                                 \
    X(blank)                                                                   \
    X(of_another_kind)                                                         \
    X(next_id)                                                                 \
    X(one_bit_off)                                                             \
    X(a_high_bit_off)                                                          \
    X(halves_swapped)

#define RELEASE(form)                                                          \
    QUESTION(release_##form,                                                   \
             release_in(w, caller, form(target->id), NULL, dry, answer, name)) \
    QUESTION(release_local_##form, release_in(w, caller, form(target->id),     \
                                              WORLD_LOCAL, dry, answer, name)) \
    QUESTION(describe_##form,                                                  \
             describe_id(w, caller, form(target->id), dry, answer, name))      \
    QUESTION(filter_##form, *name = form(target->id);                          \
             filter(w, caller, "allocation-id", *name, dry, answer))
FORMS(RELEASE)

QUESTION(filter_ip, *name = ip(target->ip);
         filter(w, caller, "public-ip", *name, dry, answer))
QUESTION(filter_all_ids, (void)target; *name = "";
         filter(w, caller, "allocation-id", "eipalloc-*", dry, answer))
QUESTION(filter_all_ips, (void)target; *name = "";
         filter(w, caller, "public-ip", "*.*", dry, answer))
QUESTION(filter_tag, (void)target; *name = "";
         filter(w, caller, "tag:Name", "*", dry, answer))
QUESTION(filter_tag_key, (void)target; *name = "";
         filter(w, caller, "tag-key", "N*", dry, answer))
QUESTION(filter_group, (void)target; *name = "";
         filter(w, caller, "network-border-group", WORLD_LOCAL, dry, answer))
QUESTION(name_in_region,
         name_in(w, caller, target, WORLD_REGION, dry, answer, name))
QUESTION(name_in_local,
         name_in(w, caller, target, WORLD_LOCAL, dry, answer, name))
QUESTION(name_with_ipam,
         name_with_pool(w, caller, target, w->ipam, dry, answer, name))
QUESTION(name_with_coip,
         name_with_pool(w, caller, target, w->coip_bob, dry, answer, name))
QUESTION(name_with_byoip,
         name_with_pool(w, caller, target, w->byoip_bob, dry, answer, name))

#define ROW(form)                                                              \
    {"release, " #form, release_##form},                                       \
        {"release in a group, " #form, release_local_##form},                  \
        {"describe, " #form, describe_##form},                                 \
        {"filter, " #form, filter_##form},

const struct form isolation_forms[] = {
    FORMS(ROW){"release, number", release_number},
    {"release, PublicIp", release_ip},
    {"release, batch", release_batch},
    {"describe, PublicIp", describe_ip},
    {"describe, both", describe_both},
    {"filter, public-ip", filter_ip},
    {"filter, all ids", filter_all_ids},
    {"filter, all addresses", filter_all_ips},
    {"filter, tag", filter_tag},
    {"filter, tag-key", filter_tag_key},
    {"filter, border group", filter_group},
    {"allocate this", name_it},
    {"allocate this, in the Region", name_in_region},
    {"allocate this, in a local zone", name_in_local},
    {"allocate this, tagged", name_tagged},
    {"allocate this, IPAM pool", name_with_ipam},
    {"allocate this, CoIP pool", name_with_coip},
    {"allocate this, BYOIP pool", name_with_byoip},
    {"allocate this, batch", name_batch},
};
const uint32_t isolation_form_count =
    sizeof isolation_forms / sizeof isolation_forms[0];
