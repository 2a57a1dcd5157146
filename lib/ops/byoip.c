/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ProvisionByoipCidr. */
#include "ops/byoip.h"

#include "ops/blocks.h"
#include "ops/public_pool.h"

struct eip__byoip_time eip__byoip_now(struct eip__call *call) {
    return (struct eip__byoip_time){eip__moment_now(&call->moment),
                                    call->engine->settle_ms};
}

eip_status eip__byoip_find(struct eip__call *call, eip_cidr cidr,
                           struct eip__byoip **byoip) {
    char text[EIP_CIDR_TEXT_SIZE];

    *byoip = eip__byoip_of(&call->engine->catalog.byoips, &call->engine->host,
                           call->number, cidr, eip__byoip_now(call));
    if (*byoip != NULL) {
        return EIP_OK;
    }
    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                     "The CIDR %s is not one that you have provisioned", text);
}

eip_status eip__byoip_fail_state(struct eip__call *call, eip_cidr cidr) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_INCORRECT_STATE, "Cidr",
                     "The CIDR %s is not in a state in which this can be done",
                     text);
}

/* -- the CIDR ----------------------------------------------------------------------------- */

enum { BITS_MIN = 8, BITS_MAX = 24 };

eip_status eip__byoip_cidr(struct eip__call *call, eip_text text,
                           eip_cidr *cidr) {
    struct eip__quoted quoted;

    if (text.size != 0 && memchr(text.data, ':', text.size) != NULL) {
        return eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION, "Cidr",
                         "The CIDR %s is not IPv4", eip__quote(&quoted, text));
    }
    return eip_cidr_parse(text, cidr) == EIP_OK &&
                   cidr->prefix_bits >= BITS_MIN &&
                   cidr->prefix_bits <= BITS_MAX
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                           "Value (%s) for parameter cidr is invalid. A range "
                           "is /%d to /%d and has no host bits",
                           eip__quote(&quoted, text), BITS_MIN, BITS_MAX);
}

/* -- the authorisation context -------------------------------------------------------------- */

enum { FIELDS = 7, DATE_DIGITS = 8 };

/* Cut the message at its bars; false: not so many fields. */
static bool cut_fields(eip_text message, eip_text *fields) {
    const char *at = message.data;
    uint32_t left = message.size;

    for (uint32_t i = 0; i < FIELDS; i++) {
        const char *bar = left == 0 ? NULL : memchr(at, '|', left);
        uint32_t size = bar == NULL ? left : (uint32_t)(bar - at);

        if ((bar == NULL) != (i + 1 == FIELDS)) {
            return false;
        }
        fields[i] = (eip_text){at, size, 0};
        at += size + 1;
        left -= bar == NULL ? size : size + 1;
    }
    return true;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static uint32_t number_of(const char *digits, uint32_t count) {
    uint32_t number = 0;

    for (uint32_t i = 0; i < count; i++) {
        number = number * 10 + (uint32_t)(digits[i] - '0');
    }
    return number;
}

static bool is_date(eip_text date) {
    static const uint32_t days[] = {31, 29, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31};
    uint32_t year;
    uint32_t month;
    uint32_t day;

    if (date.size != DATE_DIGITS) {
        return false;
    }
    for (uint32_t i = 0; i < DATE_DIGITS; i++) {
        if (!is_digit(date.data[i])) {
            return false;
        }
    }
    year = number_of(date.data, 4);
    month = number_of(date.data + 4, 2);
    day = number_of(date.data + 6, 2);
    if (month == 0 || month > 12 || day == 0 || day > days[month - 1]) {
        return false;
    }
    return month != 2 || day != 29 ||
           (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool is_message(const struct eip__call *call, eip_text message,
                       eip_text cidr) {
    char account[EIP_ACCOUNT_TEXT_SIZE];
    eip_text field[FIELDS];

    (void)eip_account_format(call->number, account);
    return cut_fields(message, field) && eip__text_equals(field[0], "1") &&
           eip__text_equals(field[1], "aws") &&
           eip__text_equals(field[2], account) && field[3].size == cidr.size &&
           memcmp(field[3].data, cidr.data, cidr.size) == 0 &&
           is_date(field[4]) && eip__text_equals(field[5], "SHA256") &&
           eip__text_equals(field[6], "RSAPSS");
}

/* Base64, with the characters that AWS has openssl's output changed to. */
static bool is_signature(eip_text text) {
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (!is_digit(c) && !(c >= 'A' && c <= 'Z') &&
            !(c >= 'a' && c <= 'z') &&
            (c == '\0' || strchr("-_~+=/", c) == NULL)) {
            return false;
        }
    }
    return text.size != 0;
}

eip_status eip__byoip_authorization(struct eip__call *call, eip_text cidr,
                                    eip_text message, eip_text signature) {
    struct eip__quoted quoted;

    if (!is_message(call, message, cidr)) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "CidrAuthorizationContext.Message",
                         "Value (%s) for parameter "
                         "cidrAuthorizationContext.message is invalid. It is "
                         "1|aws|account|cidr|YYYYMMDD|SHA256|RSAPSS",
                         eip__quote(&quoted, message));
    }
    return is_signature(signature)
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "CidrAuthorizationContext.Signature",
                           "Value (%s) for parameter "
                           "cidrAuthorizationContext.signature is invalid",
                           eip__quote(&quoted, signature));
}

/* -- the rest of the syntax ------------------------------------------------------------------ */

/** One ProvisionByoipCidr. */
struct bringing {
    struct eip__call call;
    eip_provision_byoip_cidr_request request;
    eip_cidr cidr;
    struct eip__group *group;
    uint64_t tag_bytes;
    uint32_t tags;
    bool accepted; /* by the verifier */
};

static eip_status check_required(struct bringing *b) {
    eip_status status = eip__books_require(&b->call, "Cidr", b->request.cidr);

    if (status == EIP_OK) {
        status =
            eip__books_require(&b->call, "CidrAuthorizationContext.Message",
                               b->request.authorization_message);
    }
    return status == EIP_OK
               ? eip__books_require(&b->call,
                                    "CidrAuthorizationContext.Signature",
                                    b->request.authorization_signature)
               : status;
}

static eip_status check_flags(struct eip__call *call, uint32_t flags) {
    if ((flags & EIP_BYOIP_MULTI_REGION) != 0) {
        return eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION,
                         "MultiRegion",
                         "The parameter MultiRegion is reserved");
    }
    return (flags & EIP_BYOIP_NOT_PUBLICLY_ADVERTISABLE) == 0
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                           "PubliclyAdvertisable",
                           "The parameter PubliclyAdvertisable can be false "
                           "only with an IPv6 CIDR");
}

static eip_status check_syntax(struct bringing *b) {
    struct eip__call *call = &b->call;
    eip_status status = check_required(b);

    if (status == EIP_OK) {
        status = eip__byoip_cidr(call, b->request.cidr, &b->cidr);
    }
    if (status == EIP_OK) {
        status = eip__byoip_authorization(call, b->request.cidr,
                                          b->request.authorization_message,
                                          b->request.authorization_signature);
    }
    if (status == EIP_OK) {
        status = eip__books_description(call, b->request.description,
                                        EIP_BYOIP_DESCRIPTION_MAX);
    }
    if (status == EIP_OK) {
        status = check_flags(call, b->request.flags);
    }
    if (status == EIP_OK) {
        status = eip__tagset_check(b->request.pool_tag_specifications,
                                   b->request.pool_tag_specification_count,
                                   "ipv4pool-ec2", call->error, &b->tags,
                                   &b->tag_bytes);
    }
    return status == EIP_OK
               ? eip__public_group_named(call, b->request.network_border_group,
                                         &b->group)
               : status;
}

/* -- bringing it ------------------------------------------------------------------------------- */

static eip_status check_limit(struct eip__call *call, uint64_t account) {
    return eip__byoip_count(account) < EIP_BYOIP_CIDRS_MAX
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "Cidr",
                           "The number of BYOIP CIDRs for this account has "
                           "reached the maximum allowed limit.");
}

/* Whose the other range is, or which it is, is not told (R18). */
static eip_status check_free(struct eip__call *call, eip_cidr cidr) {
    struct eip__catalog *catalog = &call->engine->catalog;
    char text[EIP_CIDR_TEXT_SIZE];

    if (!eip__byoip_overlaps(&catalog->byoips, &call->engine->host, cidr,
                             eip__byoip_now(call)) &&
        eip__catalog_overlap(catalog, call->topology->amazon, cidr) == NULL &&
        !eip__ipam_reserves(&catalog->ipam, cidr)) {
        return eip__blocks_room(call, 1);
    }
    (void)eip_cidr_format(cidr, text);
    return eip__fail(call->error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                     "The CIDR %s overlaps a range that is provisioned", text);
}

static struct eip__byoip *new_byoip(struct bringing *b) {
    struct eip__byoip *byoip =
        eip__host_allocate_zeroed(&b->call.engine->host, sizeof *byoip);
    eip_text description = b->request.description;

    if (byoip != NULL) {
        byoip->cidr = b->cidr;
        byoip->owner = b->call.number;
        byoip->group = b->group;
        byoip->deed = b->accepted ? EIP__BYOIP_PROVISIONED : EIP__BYOIP_REFUSED;
        byoip->deed_ms = eip__byoip_now(&b->call).now_ms;
        byoip->has_description = eip__text_is_given(description);
        byoip->description_size = description.size;
        if (description.size != 0) {
            memcpy(byoip->description, description.data, description.size);
        }
    }
    return byoip;
}

static eip_status make_pool(struct bringing *b, struct eip__byoip *byoip) {
    struct eip__catalog *catalog = &b->call.engine->catalog;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__tagset *tags = NULL;
    eip_status status = eip__books_tags(
        &b->call, b->request.pool_tag_specifications,
        b->request.pool_tag_specification_count, b->tags, b->tag_bytes, &tags);

    if (status != EIP_OK) {
        return status;
    }
    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = b->call.number;
    status = eip__catalog_add_pool_with(catalog, b->call.lane, &spec, b->group,
                                        b->cidr, &byoip->pool);
    if (status != EIP_OK) {
        if (tags != NULL) {
            eip__tagset_free(&b->call.engine->host, &tags->retired);
        }
        return eip__call_fail(&b->call, status);
    }
    byoip->pool->group = b->group;
    byoip->pool->byoip = byoip;
    eip__publish(&byoip->pool->tags, eip__value(tags));
    return EIP_OK;
}

/* The answer and the entry first, then the pool. */
static eip_status bring(struct bringing *b, struct eip__results **list) {
    struct eip__catalog *catalog = &b->call.engine->catalog;
    struct eip__host *host = &b->call.engine->host;
    struct eip__byoip *byoip = new_byoip(b);
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    if (byoip == NULL) {
        return eip__call_fail(&b->call, status);
    }
    status = eip__byoip_list(&b->call, byoip, list);
    if (status == EIP_OK && !eip__byoip_enter(&catalog->byoips, byoip)) {
        eip__results_free(*list);
        status = eip__call_fail(&b->call, EIP_ERR_OUT_OF_MEMORY);
    }
    if (status != EIP_OK) {
        eip__host_release(host, byoip, sizeof *byoip);
        return status;
    }
    status = b->accepted ? make_pool(b, byoip) : EIP_OK;
    if (status != EIP_OK) {
        eip__results_free(*list);
        eip__byoip_remove(&catalog->byoips, host, byoip);
    }
    return status;
}

static eip_status provision(struct bringing *b, struct eip__results **list) {
    const uint64_t *account =
        eip__byoip_account(&b->call.engine->catalog.byoips, b->call.number);
    eip_status status;

    if (account == NULL) {
        return eip__call_fail(&b->call, EIP_ERR_OUT_OF_MEMORY);
    }
    status = check_limit(&b->call, *account);
    if (status == EIP_OK) {
        status = check_free(&b->call, b->cidr);
    }
    if (status == EIP_OK && (b->request.flags & EIP_BYOIP_DRY_RUN) != 0) {
        status = eip__call_fail(&b->call, EIP_ERR_DRY_RUN);
    }
    return status == EIP_OK ? bring(b, list) : status;
}

/* -- the call ---------------------------------------------------------------------------------- */

static bool verify(const struct bringing *b) {
    const eip_byoip_verifier *verifier = &b->call.engine->byoip_verifier;

    return (b->request.flags & EIP_BYOIP_DRY_RUN) != 0 ||
           verifier->accepts == NULL ||
           verifier->accepts(verifier->context, b->call.number, b->request.cidr,
                             b->request.authorization_message,
                             b->request.authorization_signature) != 0;
}

/* Authoriser and verifier are asked before the mutex is taken: one that is slow
 * keeps nobody else out. A border group, once there, stays. */
static eip_status begin(struct bringing *b, eip_engine *engine,
                        const eip_caller *caller, eip_error *error) {
    struct eip__call *call = &b->call;
    eip_status status = eip__call_begin(call, engine, caller, error);
    uint64_t number;

    if (status != EIP_OK) {
        return status;
    }
    number = call->number;
    status =
        eip__call_authorize(call, "ec2:ProvisionByoipCidr", b->request.cidr);
    if (status == EIP_OK) {
        status = check_syntax(b);
    }
    if (status == EIP_OK) {
        b->accepted = verify(b);
    }
    eip__call_end(call);
    if (status == EIP_OK) {
        status = eip__admin_begin(call, engine, error);
        call->number = number;
    }
    return status;
}

static eip_status read_request(const eip_provision_byoip_cidr_request *theirs,
                               eip_provision_byoip_cidr_request *own,
                               eip_error *error) {
    const uint32_t known = EIP_BYOIP_DRY_RUN |
                           EIP_BYOIP_NOT_PUBLICLY_ADVERTISABLE |
                           EIP_BYOIP_MULTI_REGION;
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK &&
        (own->reserved != 0 || (own->flags & ~known) != 0 ||
         !eip__text_is_formed(own->cidr) ||
         !eip__text_is_formed(own->authorization_message) ||
         !eip__text_is_formed(own->authorization_signature) ||
         !eip__text_is_formed(own->description) ||
         !eip__text_is_formed(own->network_border_group))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    return eip__tagset_form(own->pool_tag_specifications,
                            own->pool_tag_specification_count, error);
}

eip_status
eip_provision_byoip_cidr(eip_engine *engine, const eip_caller *caller,
                         const eip_provision_byoip_cidr_request *request,
                         eip_byoip_cidr_list **cidr, eip_error *error) {
    struct eip__results *list = NULL;
    struct bringing b = {.tags = 0};
    eip_status status;

    if (cidr == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "cidr", NULL);
    }
    status = read_request(request, &b.request, error);
    if (status == EIP_OK) {
        status = begin(&b, engine, caller, error);
    }
    if (status == EIP_OK) {
        status = eip__books_end(&b.call, provision(&b, &list), &list);
    }
    if (status == EIP_OK) {
        *cidr = (eip_byoip_cidr_list *)list;
    }
    return status;
}
