/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/power/notes.h"

#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

eip_config notes_config(void) {
    eip_config config = EIP_CONFIG_INIT;

    config.region = eip_text_of("us-east-1");
    config.cooldown_given = 1; /* and none: addresses come again at once */
    return config;
}

eip_status notes_build(eip_engine *engine) {
    static const eip_cidr cidr = {0xc6120000, 24};
    const eip_pool_ref amazon = {EIP_POOL_AMAZON, 0, 0};

    return eip_admin_provision_cidrs(engine, amazon, (eip_text){NULL, 0, 0},
                                     &cidr, 1, NULL);
}

/* -- the addresses of an account ----------------------------------------------- */

struct addresses {
    struct noted_address at[NOTES_HELD + 1];
    uint32_t count;
};

/* As the notes say, after so many of them. */
static struct addresses noted(const struct notes *notes, uint32_t count) {
    struct addresses held;

    memcpy(held.at, notes->base, sizeof held.at);
    held.count = notes->base_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct note *note = &notes->note[i];
        uint32_t at = 0;

        if (note->what == NOTE_ALLOCATE) {
            held.at[held.count++] =
                (struct noted_address){note->id, note->tag, 0};
        }
        while (at < held.count && held.at[at].id != note->id) {
            at++;
        }
        if (note->what == NOTE_RELEASE) {
            held.at[at] = held.at[--held.count];
        } else if (note->what == NOTE_TAG) {
            held.at[at].tag = note->tag;
        }
    }
    return held;
}

static uint32_t number_of(eip_text text) {
    char digits[16];

    (void)snprintf(digits, sizeof digits, "%.*s", (int)text.size, text.data);
    return (uint32_t)strtoul(digits, NULL, 10);
}

/* As the engine says. */
static bool read(eip_engine *engine, uint64_t account, struct addresses *held) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    bool is_whole =
        eip_describe_addresses(engine, &caller, NULL, &list, NULL) == EIP_OK;

    held->count = (uint32_t)eip_address_list_count(list);
    is_whole = is_whole && held->count <= NOTES_HELD + 1;
    for (uint32_t i = 0; is_whole && i < held->count; i++) {
        eip_address address = EIP_ADDRESS_INIT;

        is_whole = eip_address_list_at(list, i, &address) == EIP_OK &&
                   address.tag_count == 1;
        if (is_whole) {
            held->at[i] = (struct noted_address){
                address.allocation_id, number_of(address.tags[0].value),
                address.public_ip};
        }
    }
    eip_address_list_free(list);
    return is_whole;
}

/* The same ids and tags; one more, of which only the tag is known, if that is
 * not 0. */
static bool is_same(const struct addresses *wanted, struct addresses got,
                    uint32_t more) {
    if (got.count != wanted->count + (more != 0)) {
        return false;
    }
    for (uint32_t i = 0; i < wanted->count; i++) {
        uint32_t at = 0;

        while (at < got.count && got.at[at].id != wanted->at[i].id) {
            at++;
        }
        if (at == got.count || got.at[at].tag != wanted->at[i].tag) {
            return false;
        }
        got.at[at] = got.at[--got.count];
    }
    return more == 0 || got.at[0].tag == more;
}

static bool agree(const struct notes *notes, const struct addresses *got) {
    for (uint32_t i = notes->durable; i <= notes->ended; i++) {
        const struct addresses wanted = noted(notes, i);

        if (is_same(&wanted, *got, 0)) {
            return true;
        }
    }
    if (notes->begun != notes->ended) {
        const struct note *last = &notes->note[notes->ended];
        bool adds = last->what == NOTE_ALLOCATE;
        const struct addresses wanted =
            noted(notes, adds ? notes->ended : notes->begun);

        return is_same(&wanted, *got, adds ? last->tag : 0);
    }
    return false;
}

static bool look(const struct notes *notes, eip_engine *engine,
                 struct addresses *got, uint32_t *quota, char *wrong) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    bool is_known =
        eip_admin_account_usage(engine, notes->account, &usage) == EIP_OK;
    const char *what = NULL;

    *quota = is_known ? usage.quota : 0;
    if (notes->wrong[0] != '\0') {
        what = notes->wrong;
    } else if (!read(engine, notes->account, got)) {
        what = "it cannot be described";
    } else if (!agree(notes, got)) {
        what = "its addresses are of no moment";
    } else if (*quota < notes->quota_durable ||
               (*quota > notes->quota_begun && *quota != EIP_QUOTA_MAX)) {
        what = "its quota is of no moment";
    } else if (is_known && usage.used != got->count) {
        what = "its use is another";
    }
    if (what != NULL) {
        (void)snprintf(
            wrong, NOTES_TEXT,
            "account %llu: %.40s (%u held; durable %u, ended %u, begun "
            "%u; quota %u of %u to %u)",
            (unsigned long long)notes->account, what, got->count,
            notes->durable, notes->ended, notes->begun, *quota,
            notes->quota_durable, notes->quota_begun);
    }
    return what == NULL;
}

bool notes_agree(const struct notes *notes, eip_engine *engine, char *wrong) {
    struct addresses got;
    uint32_t quota;

    return look(notes, engine, &got, &quota, wrong);
}

bool notes_compare(struct notes *notes, eip_engine *engine, char *wrong) {
    struct addresses got;
    uint32_t quota;

    if (!look(notes, engine, &got, &quota, wrong)) {
        return false;
    }
    memcpy(notes->base, got.at, sizeof notes->base);
    notes->base_count = got.count;
    notes->begun = 0;
    notes->ended = 0;
    notes->durable = 0;
    if (quota != EIP_QUOTA_MAX) {
        notes->quota_begun = quota;
        notes->quota_durable = quota;
    }
    return true;
}

static int32_t finding(void *context, const eip_audit_finding *found) {
    (void)snprintf(context, NOTES_TEXT, "%.*s", (int)found->message.size,
                   found->message.data);
    return 1;
}

bool notes_sound(eip_engine *engine, char *wrong) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    return eip_engine_audit(engine, finding, wrong, &report) == EIP_OK &&
           report.findings == 0;
}

/* -- doing something ------------------------------------------------------------ */

static eip_tag tag_of(uint32_t number, char text[16]) {
    (void)snprintf(text, 16, "%u", number);
    return (eip_tag){eip_text_of("number"), eip_text_of(text)};
}

static eip_status allocate(struct notes *notes, eip_engine *engine,
                           struct note *note) {
    eip_caller caller = EIP_CALLER_INIT(notes->account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    char text[16];
    eip_tag tag = tag_of(note->tag, text);
    eip_tag_specification tags = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_status status;

    request.domain = eip_text_of("vpc");
    request.tag_specifications = &tags;
    request.tag_specification_count = 1;
    status = eip_allocate_address(engine, &caller, &request, &response, NULL);
    note->id = response.allocation_id;
    return status;
}

static eip_status release(struct notes *notes, eip_engine *engine,
                          uint64_t id) {
    eip_caller caller = EIP_CALLER_INIT(notes->account);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.allocation_id = id;
    return eip_release_address(engine, &caller, &request, NULL);
}

static eip_status retag(struct notes *notes, eip_engine *engine,
                        const struct note *note) {
    eip_caller caller = EIP_CALLER_INIT(notes->account);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    char text[16];
    char id_text[EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_tag tag = tag_of(note->tag, text);
    eip_text id;

    eip_allocation_id_format(note->id, id_text);
    id = eip_text_of(id_text);
    request.resources = &id;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    return eip_create_tags(engine, &caller, &request, NULL);
}

/* The quota goes up by one, and stays above what is held. */
static bool raise_quota(struct notes *notes, eip_engine *engine) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = notes->account;
    spec.quota = ++notes->quota_begun;
    return eip_admin_set_account(engine, &spec, NULL) == EIP_OK;
}

bool notes_work(struct notes *notes, eip_engine *engine) {
    const struct addresses held = noted(notes, notes->ended);
    uint64_t dice = world_random(&notes->random);
    struct note *note = &notes->note[notes->ended];
    eip_status status;

    if (notes->ended == NOTES) {
        return false;
    }
    if (notes->quota_begun < NOTES_HELD || dice % 32 == 31) {
        notes->quota_begun =
            notes->quota_begun < NOTES_HELD ? NOTES_HELD : notes->quota_begun;
        if (!raise_quota(notes, engine)) {
            (void)snprintf(notes->wrong, sizeof notes->wrong, "no quota");
        }
    }
    note->tag = (uint32_t)(dice >> 32) | 1;
    note->what = NOTE_ALLOCATE;
    if (held.count != 0 && (dice % 8 >= 3 || held.count == NOTES_HELD)) {
        note->what = dice % 2 == 0 ? NOTE_RELEASE : NOTE_TAG;
        note->id = held.at[(dice >> 8) % held.count].id;
    }
    notes->begun++;
    switch (note->what) {
    case NOTE_ALLOCATE:
        status = allocate(notes, engine, note);
        break;
    case NOTE_RELEASE:
        status = release(notes, engine, note->id);
        break;
    default:
        status = retag(notes, engine, note);
    }
    if (status != EIP_OK) {
        (void)snprintf(notes->wrong, sizeof notes->wrong, "%u: %s", note->what,
                       eip_status_name(status));
        note->what = NOTE_NOTHING;
    }
    notes->ended++;
    return true;
}

void notes_durable(struct notes *notes) {
    notes->durable = notes->ended;
    notes->quota_durable = notes->quota_begun;
}
