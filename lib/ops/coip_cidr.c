/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateCoipCidr and DeleteCoipCidr. */
#include "ops/blocks.h"
#include "ops/coip.h"

/** One of the two, under way. */
struct deed {
    struct eip__call call;
    eip_coip_cidr_request request;
    struct eip__pool *pool;
    eip_cidr cidr;
};

typedef eip_status (*act)(struct deed *deed, bool dry);

static eip_status read_cidr(struct deed *deed) {
    eip_text text = deed->request.cidr;
    struct eip__quoted quoted;

    return eip_cidr_parse(text, &deed->cidr) == EIP_OK
               ? EIP_OK
               : eip__fail(deed->call.error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                           "Value (%s) for parameter cidr is invalid. This is "
                           "not a valid CIDR block.",
                           eip__quote(&quoted, text));
}

static eip_status check(struct deed *deed) {
    struct eip__call *call = &deed->call;
    eip_text id = deed->request.coip_pool_id;
    eip_status status = eip__books_require(call, "Cidr", deed->request.cidr);

    if (status == EIP_OK) {
        status = eip__books_require(call, "CoipPoolId", id);
    }
    if (status == EIP_OK) {
        status = read_cidr(deed);
    }
    return status == EIP_OK
               ? eip__coip_own_pool(call, "CoipPoolId", id, &deed->pool)
               : status;
}

/* All blocks of a pool are in one border group; the first is in the Region's. */
static eip_status create(struct deed *deed, bool dry) {
    const struct eip__space *space =
        eip__pointer(eip__hint(&deed->pool->space));
    struct eip__blocks blocks = {&deed->call, deed->pool,
                                 deed->call.topology->region, &deed->cidr, 1};
    eip_status status;

    if (space != NULL && space->range_count != 0) {
        blocks.group = space->group;
    }
    status = eip__blocks_check(&blocks);
    if (status == EIP_OK && dry) {
        status = eip__call_fail(&deed->call, EIP_ERR_DRY_RUN);
    }
    return status == EIP_OK ? eip__blocks_add(&blocks) : status;
}

static eip_status remove_cidr(struct deed *deed, bool dry) {
    struct eip__part *part = NULL;
    eip_status status =
        eip__blocks_find(&deed->call, deed->pool, deed->cidr, &part);

    if (status != EIP_OK) {
        return status;
    }
    if (!dry) {
        return eip__blocks_remove_unused(&deed->call, part, deed->cidr);
    }
    status = eip__blocks_unused(&deed->call, part, deed->cidr);
    return status == EIP_OK ? eip__call_fail(&deed->call, EIP_ERR_DRY_RUN)
                            : status;
}

/** Which of the two. */
struct kind {
    const char *action;
    act act;
};

static eip_status carry_out(struct deed *deed, const struct kind *kind,
                            eip_coip_cidr *answer) {
    bool dry = (deed->request.flags & EIP_COIP_DRY_RUN) != 0;
    eip_status status = check(deed);

    if (status == EIP_OK) {
        status = kind->act(deed, dry);
    }
    if (status == EIP_OK) {
        answer->cidr = deed->cidr;
        answer->coip_pool = deed->pool->ref;
        memcpy(answer->local_gateway_route_table_id, deed->pool->route_table,
               sizeof deed->pool->route_table);
    }
    return status;
}

static eip_status read_request(const eip_coip_cidr_request *theirs,
                               eip_coip_cidr_request *own, eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK && ((own->flags & ~(uint32_t)EIP_COIP_DRY_RUN) != 0 ||
                             !eip__text_is_formed(own->cidr) ||
                             !eip__text_is_formed(own->coip_pool_id))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "request", NULL);
}

static eip_status operate(eip_engine *engine, const eip_caller *caller,
                          struct deed *deed, const struct kind *kind,
                          eip_coip_cidr *cidr, eip_error *error) {
    eip_coip_cidr answer = EIP_COIP_CIDR_INIT;
    eip_status status = eip__struct_out_check(cidr, sizeof answer);

    if (status != EIP_OK) {
        return eip__fail(error, status, "cidr", NULL);
    }
    status = eip__books_begin(&deed->call, engine, caller, kind->action,
                              deed->request.coip_pool_id, error);
    if (status == EIP_OK) {
        status = eip__admin_end(&deed->call, carry_out(deed, kind, &answer));
    }
    return status == EIP_OK
               ? eip__struct_out(cidr, &answer, sizeof answer, sizeof answer)
               : status;
}

eip_status eip_create_coip_cidr(eip_engine *engine, const eip_caller *caller,
                                const eip_coip_cidr_request *request,
                                eip_coip_cidr *cidr, eip_error *error) {
    static const struct kind kind = {"ec2:CreateCoipCidr", create};
    struct deed deed;
    eip_status status = read_request(request, &deed.request, error);

    return status == EIP_OK ? operate(engine, caller, &deed, &kind, cidr, error)
                            : status;
}

eip_status eip_delete_coip_cidr(eip_engine *engine, const eip_caller *caller,
                                const eip_coip_cidr_request *request,
                                eip_coip_cidr *cidr, eip_error *error) {
    static const struct kind kind = {"ec2:DeleteCoipCidr", remove_cidr};
    struct deed deed;
    eip_status status = read_request(request, &deed.request, error);

    return status == EIP_OK ? operate(engine, caller, &deed, &kind, cidr, error)
                            : status;
}
