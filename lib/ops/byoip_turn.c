/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AdvertiseByoipCidr, WithdrawByoipCidr and DeprovisionByoipCidr. */
#include "ops/blocks.h"
#include "ops/byoip.h"
#include "ops/public_pool.h"

/** One of the three, under way. */
struct turn {
    struct eip__call call;
    eip_byoip_cidr_request request;
    eip_cidr cidr;
    uint32_t asn; /* 0: none given */
    struct eip__byoip *byoip;
    uint64_t *account;
};

/** Which of the three. */
struct kind {
    const char *action;
    uint32_t from; /* deeds from which it may be, 1 << deed */
    bool advertises;
    bool is_limited; /* once in EIP_BYOIP_TURN_MS */
    eip_status (*act)(struct turn *turn);
};

/* -- checks ---------------------------------------------------------------------------------- */

static eip_status read_asn(struct turn *turn) {
    eip_text text = turn->request.asn;
    struct eip__quoted quoted;
    uint64_t asn = 0;
    bool is_number = text.size <= 10 && text.size != 0 && text.data[0] != '0';

    if (!eip__text_is_given(text)) {
        return EIP_OK;
    }
    for (uint32_t i = 0; is_number && i < text.size; i++) {
        is_number = text.data[i] >= '0' && text.data[i] <= '9';
        asn = asn * 10 + (uint64_t)(text.data[i] - '0');
    }
    if (!is_number || asn >= UINT32_MAX) {
        return eip__fail(turn->call.error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "Asn",
                         "Value (%s) for parameter asn is invalid. It is 1 to "
                         "4294967294",
                         eip__quote(&quoted, text));
    }
    turn->asn = (uint32_t)asn;
    return EIP_OK;
}

/* A named border group must be known, and the range's. */
static eip_status check_group(struct turn *turn) {
    return eip__public_group_is(&turn->call, turn->request.network_border_group,
                                turn->byoip->group);
}

static eip_status check_state(struct turn *turn, const struct kind *kind) {
    struct eip__call *call = &turn->call;

    return (kind->from >> turn->byoip->deed & 1) != 0 &&
                   !eip__byoip_is_pending(turn->byoip, eip__byoip_now(call))
               ? EIP_OK
               : eip__byoip_fail_state(call, turn->cidr);
}

static eip_status check_pace(struct turn *turn, const struct kind *kind) {
    struct eip__call *call = &turn->call;
    uint64_t last = eip__byoip_turned_ms(*turn->account);

    return !kind->is_limited || last == 0 ||
                   eip__byoip_now(call).now_ms - last >= EIP_BYOIP_TURN_MS
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_REQUEST_LIMIT_EXCEEDED, "",
                           "Request limit exceeded. A range is advertised or "
                           "withdrawn at most once in 10 seconds");
}

static eip_status check(struct turn *turn, const struct kind *kind) {
    struct eip__call *call = &turn->call;
    eip_status status = eip__books_require(call, "Cidr", turn->request.cidr);

    if (status == EIP_OK) {
        status = eip__byoip_cidr(call, turn->request.cidr, &turn->cidr);
    }
    if (status == EIP_OK) {
        status = read_asn(turn);
    }
    if (status == EIP_OK) {
        status = eip__byoip_find(&turn->call, turn->cidr, &turn->byoip);
    }
    if (status == EIP_OK) {
        status = check_group(turn);
    }
    if (status == EIP_OK) {
        status = check_state(turn, kind);
    }
    if (status != EIP_OK) {
        return status;
    }
    turn->account = eip__byoip_account(&call->engine->catalog.byoips,
                                       call->number); /* it is there */
    return check_pace(turn, kind);
}

/* -- what each does ----------------------------------------------------------------------------- */

static void note_pace(struct turn *turn) {
    *turn->account = eip__byoip_now(&turn->call).now_ms << 8 |
                     eip__byoip_count(*turn->account);
}

static eip_status advertise(struct turn *turn) {
    turn->byoip->deed = EIP__BYOIP_ADVERTISED;
    if (turn->asn != 0) {
        turn->byoip->asn = turn->asn;
    }
    note_pace(turn);
    return EIP_OK;
}

static eip_status withdraw(struct turn *turn) {
    turn->byoip->deed = EIP__BYOIP_WITHDRAWN;
    note_pace(turn);
    return EIP_OK;
}

/* Do something to each of the pool's blocks; returns the sum. */
static uint64_t each_part(struct turn *turn,
                          uint64_t (*visit)(struct turn *turn,
                                            const struct eip__part *part)) {
    const struct eip__catalog *catalog = &turn->call.engine->catalog;
    const struct eip__space *space =
        eip__pointer(eip__hint(&turn->byoip->pool->space));
    uint64_t sum = 0;

    for (uint32_t i = 0; i < space->range_count; i++) {
        const struct eip__part *part =
            eip__catalog_part_from(catalog, space->ranges[i], 0);

        while (part != NULL) {
            sum += visit(turn, part);
            part = eip__catalog_part_from(catalog, part->range,
                                          (uint64_t)part->cidr.base + 1);
        }
    }
    return sum;
}

static uint64_t held_of(struct turn *turn, const struct eip__part *part) {
    return eip__blocks_held(&turn->call, part, part->cidr);
}

static uint64_t withdraw_part(struct turn *turn, const struct eip__part *part) {
    return eip__blocks_withdraw(&turn->call, part, part->cidr);
}

static uint64_t restore_part(struct turn *turn, const struct eip__part *part) {
    if (!part->draining) {
        eip__cidr_restore(part->range->space, turn->call.lane, part->range,
                          part->cidr);
    }
    return 0;
}

/* Looked at before any word is withdrawn, as in blocks.c. In use: it is kept,
 * which the next read tells. */
static eip_status drop_pool(struct turn *turn, bool *is_kept) {
    eip_status status = EIP_OK;

    *is_kept = each_part(turn, held_of) != 0;
    if (*is_kept) {
        return EIP_OK;
    }
    *is_kept = each_part(turn, withdraw_part) != 0;
    if (!*is_kept) {
        status = eip__catalog_drop_pool(&turn->call.engine->catalog,
                                        turn->byoip->pool);
    }
    if (*is_kept || status != EIP_OK) {
        (void)each_part(turn, restore_part);
    }
    return status == EIP_OK ? EIP_OK : eip__call_fail(&turn->call, status);
}

static eip_status deprovision(struct turn *turn) {
    struct eip__byoip *byoip = turn->byoip;
    bool is_kept = false;
    eip_status status =
        byoip->pool == NULL ? EIP_OK : drop_pool(turn, &is_kept);

    if (status != EIP_OK) {
        return status;
    }
    byoip->deed = is_kept ? EIP__BYOIP_KEPT : EIP__BYOIP_DEPROVISIONED;
    if (!is_kept) {
        byoip->pool = NULL;
        eip__byoip_discount(&turn->call.engine->catalog.byoips, byoip);
    }
    return EIP_OK;
}

/* -- the call ----------------------------------------------------------------------------------- */

/* The answer is made of the range as it shall be, before anything changes. */
static eip_status answer(struct turn *turn, const struct kind *kind,
                         struct eip__results **list) {
    struct eip__byoip then = *turn->byoip;

    then.deed = kind->act == advertise  ? EIP__BYOIP_ADVERTISED
                : kind->act == withdraw ? EIP__BYOIP_WITHDRAWN
                                        : EIP__BYOIP_DEPROVISIONED;
    if (turn->asn != 0) {
        then.asn = turn->asn;
    }
    return eip__byoip_list(&turn->call, &then, list);
}

static eip_status carry_out(struct turn *turn, const struct kind *kind,
                            struct eip__results **list) {
    eip_status status = check(turn, kind);

    if (status == EIP_OK && (turn->request.flags & EIP_BYOIP_DRY_RUN) != 0) {
        status = eip__call_fail(&turn->call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = answer(turn, kind, list);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = kind->act(turn);
    if (status == EIP_OK) {
        turn->byoip->deed_ms = eip__byoip_now(&turn->call).now_ms;
        eip__byoip_touch(&turn->call.engine->catalog.byoips, turn->byoip);
    } else {
        eip__results_free(*list);
    }
    return status;
}

static eip_status read_request(const eip_byoip_cidr_request *theirs,
                               const struct kind *kind,
                               eip_byoip_cidr_request *own, eip_error *error) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK &&
        ((own->flags & ~(uint32_t)EIP_BYOIP_DRY_RUN) != 0 ||
         !eip__text_is_formed(own->cidr) || !eip__text_is_formed(own->asn) ||
         !eip__text_is_formed(own->network_border_group) ||
         (!kind->advertises &&
          (eip__text_is_given(own->asn) ||
           eip__text_is_given(own->network_border_group))))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "request", NULL);
}

static eip_status operate(eip_engine *engine, const eip_caller *caller,
                          const struct kind *kind,
                          const eip_byoip_cidr_request *request,
                          eip_byoip_cidr_list **cidr, eip_error *error) {
    struct eip__results *list = NULL;
    struct turn turn = {.asn = 0};
    eip_status status;

    if (cidr == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "cidr", NULL);
    }
    status = read_request(request, kind, &turn.request, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&turn.call, engine, caller, kind->action,
                                  turn.request.cidr, error);
    }
    if (status == EIP_OK) {
        status =
            eip__books_end(&turn.call, carry_out(&turn, kind, &list), &list);
    }
    if (status == EIP_OK) {
        *cidr = (eip_byoip_cidr_list *)list;
    }
    return status;
}

#define FROM(deed) (UINT32_C(1) << EIP__BYOIP_##deed)

eip_status eip_advertise_byoip_cidr(eip_engine *engine,
                                    const eip_caller *caller,
                                    const eip_byoip_cidr_request *request,
                                    eip_byoip_cidr_list **cidr,
                                    eip_error *error) {
    static const struct kind kind = {"ec2:AdvertiseByoipCidr",
                                     FROM(PROVISIONED) | FROM(ADVERTISED) |
                                         FROM(WITHDRAWN) | FROM(KEPT),
                                     true, true, advertise};

    return operate(engine, caller, &kind, request, cidr, error);
}

eip_status eip_withdraw_byoip_cidr(eip_engine *engine, const eip_caller *caller,
                                   const eip_byoip_cidr_request *request,
                                   eip_byoip_cidr_list **cidr,
                                   eip_error *error) {
    static const struct kind kind = {"ec2:WithdrawByoipCidr", FROM(ADVERTISED),
                                     false, true, withdraw};

    return operate(engine, caller, &kind, request, cidr, error);
}

eip_status eip_deprovision_byoip_cidr(eip_engine *engine,
                                      const eip_caller *caller,
                                      const eip_byoip_cidr_request *request,
                                      eip_byoip_cidr_list **cidr,
                                      eip_error *error) {
    static const struct kind kind = {"ec2:DeprovisionByoipCidr",
                                     FROM(PROVISIONED) | FROM(REFUSED) |
                                         FROM(WITHDRAWN) | FROM(KEPT),
                                     false, false, deprovision};

    return operate(engine, caller, &kind, request, cidr, error);
}
