/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_engine_survey: what every address is, block by block; eip_engine_record. */
#include "eip/survey.h"
#include "ops/admin.h"
#include "registry/spaces.h"
#include "space/cool.h"

struct survey {
    struct eip__call call;
    eip_survey_visit visit;
    void *context;
    bool ended;
};

/** What one address is. */
struct seen {
    uint32_t state;
    uint64_t since_ms;
};

static struct seen look(struct survey *survey, const struct eip__range *range,
                        uint32_t address) {
    const struct eip__space *space = range->space;
    uint32_t record = eip__range_record(range, address);
    uint64_t word = eip__read(eip__records_word(space->records, record));
    uint64_t wait;

    if (eip__word_is_held(word)) {
        return (struct seen){EIP_SPAN_HELD, 0};
    }
    if (!eip__word_is_free(word)) {
        return (struct seen){EIP_SPAN_WITHDRAWN, 0};
    }
    wait = eip__cool_wait(space, record, word, &survey->call.moment);
    if (wait == 0) {
        return (struct seen){EIP_SPAN_FREE, 0};
    }
    /* A stamp has but the low bits of the time; of the wait it all follows. */
    return (struct seen){EIP_SPAN_COOLING,
                         eip__moment_now(&survey->call.moment) + wait -
                             eip__hint(&space->cooldown_ms)};
}

static void tell(struct survey *survey, eip_span *span, uint64_t end) {
    span->last = (uint32_t)(end - 1);
    if (!survey->ended) {
        survey->ended = survey->visit(survey->context, span) != 0;
    }
}

static void survey_part(struct survey *survey, const struct eip__part *part) {
    const struct eip__space *space = part->range->space;
    const struct eip__pool *pool = space->pool;
    uint64_t end = part->cidr.base + eip_cidr_count(part->cidr);
    struct seen is = look(survey, part->range, part->cidr.base);
    eip_span span = {
        .size = sizeof span,
        .state = is.state,
        .pool = pool->ref,
        .pool_owner = pool->owner,
        .network_border_group = eip__group_name(space->group),
        .region = eip__group_name(survey->call.topology->region),
        .cidr = part->cidr,
        .first = part->cidr.base,
        .since_ms = is.since_ms,
    };

    for (uint64_t at = (uint64_t)span.first + 1; at < end; at++) {
        struct seen next = look(survey, part->range, (uint32_t)at);

        if (next.state != span.state || next.since_ms != span.since_ms) {
            tell(survey, &span, at);
            span.state = next.state;
            span.since_ms = next.since_ms;
            span.first = (uint32_t)at;
        }
    }
    tell(survey, &span, end);
}

/* An address that was cut out of its block is in none of its parts. */
static void survey_space(void *context, struct eip__space *space) {
    struct survey *survey = context;
    const struct eip__catalog *catalog = &survey->call.engine->catalog;

    for (uint32_t i = 0; i < space->range_count; i++) {
        const struct eip__range *range = space->ranges[i];
        const struct eip__part *part =
            eip__catalog_part_from(catalog, range, 0);

        while (part != NULL && !survey->ended) {
            survey_part(survey, part);
            part = eip__catalog_part_from(catalog, range,
                                          (uint64_t)part->cidr.base + 1);
        }
    }
}

eip_status eip_engine_survey(eip_engine *engine, eip_survey_visit visit,
                             void *context) {
    struct survey survey = {.visit = visit, .context = context};
    eip_status status = visit == NULL ? EIP_ERR_NULL : EIP_OK;

    if (status == EIP_OK) {
        status = eip__admin_begin(&survey.call, engine, NULL);
    }
    if (status != EIP_OK) {
        return status;
    }
    eip__spaces(survey.call.topology, survey_space, &survey);
    return eip__admin_leave(&survey.call, EIP_OK);
}

eip_status eip_engine_record(eip_engine *engine, uint32_t record,
                             uint32_t generation, uint32_t *address,
                             uint64_t *allocation_id) {
    const struct eip__range *range;
    struct eip__call call;
    eip_status status = address == NULL || allocation_id == NULL
                            ? EIP_ERR_NULL
                            : eip__admin_begin(&call, engine, NULL);

    if (status != EIP_OK) {
        return status;
    }
    range = eip__records_range(&engine->records, record);
    /* A run may be longer than its block. */
    if (range == NULL ||
        record - range->record >= eip_cidr_count(range->cidr)) {
        status = EIP_ERR_ADDRESS_NOT_FOUND;
    } else {
        *address = eip__range_address(range, record);
        *allocation_id = eip__id_make(&engine->id_key, record, generation);
    }
    return eip__admin_leave(&call, status);
}
