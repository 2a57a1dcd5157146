/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddressTransfers: offers, which are facts of what the account holds,
 * and what it remembers of those that were accepted. */
#include "base/sort.h"
#include "ops/ids.h"
#include "ops/page.h"
#include "ops/transfer.h"
#include "registry/transfer.h"
#include "space/cool.h"

#include <string.h>

#define ACTION "ec2:DescribeAddressTransfers"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000 };

/* A transfer, at its address's place in the order of allocation. */
struct row {
    uint64_t place;
    eip_address_transfer transfer;
};

struct rows {
    struct eip__call *call;
    const eip_describe_address_transfers_request *request;
    struct row *row;
    uint64_t room;
    uint64_t count;
};

struct eip_address_transfer_list {
    struct eip__host *host;
    uint64_t bytes;
    uint64_t count;
    uint32_t token_size;
    char token[EIP__PAGE_TOKEN];
    eip_address_transfer item[];
};

static const eip_text nameless = {NULL, 0, 0};

/* -- rows ---------------------------------------------------------------------------- */

static bool grow(struct rows *rows) {
    struct eip__host *host = &rows->call->engine->host;
    uint64_t room = rows->room == 0 ? 16 : rows->room * 2;
    struct row *grown = eip__host_allocate(host, room * sizeof *grown);

    if (grown == NULL) {
        return false;
    }
    if (rows->count != 0) {
        memcpy(grown, rows->row, rows->count * sizeof *grown);
    }
    eip__host_release(host, rows->row, rows->room * sizeof *grown);
    rows->row = grown;
    rows->room = room;
    return true;
}

static bool is_asked(const struct rows *rows, uint64_t id) {
    uint64_t asked = 0;

    for (uint32_t i = 0; i < rows->request->allocation_id_count; i++) {
        if (eip_allocation_id_parse(rows->request->allocation_ids[i], &asked) ==
                EIP_OK &&
            asked == id) {
            return true;
        }
    }
    return rows->request->allocation_id_count == 0;
}

static bool add(struct rows *rows, uint64_t place,
                const eip_address_transfer *transfer) {
    if (!is_asked(rows, transfer->allocation_id)) {
        return true;
    }
    if (rows->count == rows->room && !grow(rows)) {
        return false;
    }
    rows->row[rows->count++] = (struct row){place, *transfer};
    return true;
}

static bool add_offers(struct rows *rows, const struct eip__collection *all) {
    uint64_t now = eip__moment_now(&rows->call->moment);

    for (uint64_t i = 0; i < all->count; i++) {
        const struct eip__held *held = &all->held[i];
        eip_address_transfer transfer = {.status = 0};

        if (held->detail != NULL) {
            eip__transfer_show(rows->call->engine, held, &held->detail->facts,
                               now, &transfer);
        }
        if (transfer.status != 0 && !add(rows, held->order, &transfer)) {
            return false;
        }
    }
    return true;
}

static bool add_accepted(struct rows *rows) {
    const struct eip__account *account = rows->call->account;
    uint64_t now = eip__moment_now(&rows->call->moment);
    const struct eip__ticket *ticket =
        account == NULL ? NULL : eip__pointer(eip__read(&account->handed));

    for (; ticket != NULL; ticket = eip__pointer(eip__read(&ticket->next))) {
        const eip_address_transfer transfer = {
            .size = sizeof transfer,
            .status = EIP_TRANSFER_ACCEPTED,
            .allocation_id = ticket->allocation_id,
            .transfer_account = eip__read(&ticket->target->number),
            .expiration_ms = ticket->offer_ms,
            .accepted_ms = ticket->accepted_ms,
            .public_ip = ticket->address,
        };

        if (eip__ticket_is_shown(ticket, now) &&
            !add(rows, ticket->order, &transfer)) {
            return false;
        }
    }
    return true;
}

/* -- ids that are asked for ------------------------------------------------------------- */

static bool is_there(const struct rows *rows, uint64_t id) {
    struct eip__held held;

    for (uint64_t i = 0; i < rows->count; i++) {
        if (rows->row[i].transfer.allocation_id == id) {
            return true;
        }
    }
    return eip__held_by_id(rows->call, id, &held);
}

static eip_status check_ids(struct rows *rows) {
    const eip_describe_address_transfers_request *request = rows->request;
    struct eip__quoted quoted;

    for (uint32_t i = 0; i < request->allocation_id_count; i++) {
        uint64_t id;

        if (eip_allocation_id_parse(request->allocation_ids[i], &id) !=
                EIP_OK ||
            !is_there(rows, id)) {
            eip_status status = eip__fail(
                rows->call->error, EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                "AllocationId", "The allocation ID '%s' does not exist",
                eip__quote(&quoted, request->allocation_ids[i]));

            eip__fail_index(rows->call->error, i);
            return status;
        }
    }
    return EIP_OK;
}

/* -- the page ------------------------------------------------------------------------------ */

static uint64_t place_of(const void *row) {
    return ((const struct row *)row)->place;
}

static eip_status make(struct rows *rows, const struct eip__page *page,
                       eip_address_transfer_list **result) {
    struct eip__host *host = &rows->call->engine->host;
    uint64_t room = rows->count < page->limit ? rows->count : page->limit;
    uint64_t bytes = sizeof **result + room * sizeof(eip_address_transfer);
    eip_address_transfer_list *list = eip__host_allocate(host, bytes);
    uint64_t last = 0;

    if (list == NULL) {
        return eip__call_fail(rows->call, EIP_ERR_OUT_OF_MEMORY);
    }
    memset(list, 0, sizeof *list);
    list->host = host;
    list->bytes = bytes;
    for (uint64_t i = 0; i < rows->count; i++) {
        if (!eip__page_is_past(page, rows->row[i].place, nameless)) {
            continue;
        }
        if (list->count == page->limit) {
            list->token_size = eip__page_token(rows->call, ACTION, last,
                                               nameless, list->token);
            break;
        }
        last = rows->row[i].place;
        list->item[list->count++] = rows->row[i].transfer;
    }
    *result = list;
    return EIP_OK;
}

static eip_status collect(struct rows *rows) {
    struct eip__call *call = rows->call;
    struct eip__collection all = {.host = &call->engine->host};
    bool done = eip__collect_all(call, &all) && add_offers(rows, &all) &&
                add_accepted(rows);

    eip__collection_close(&all);
    if (!done) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    if (rows->count != 0) {
        eip__sort(rows->row, rows->count, sizeof *rows->row, place_of);
    }
    return check_ids(rows);
}

static eip_status
describe(struct eip__call *call,
         const eip_describe_address_transfers_request *request,
         eip_address_transfer_list **list) {
    const struct eip__page_ask ask = {
        .action = ACTION,
        .next_token = request->next_token,
        .max_results = request->max_results,
        .max_results_given =
            (request->flags & EIP_DESCRIBE_TRANSFERS_MAX_RESULTS) != 0,
        .least = RESULTS_MIN,
        .most = RESULTS_MAX,
    };
    struct rows rows = {.call = call, .request = request};
    struct eip__page page;
    eip_status status = eip__page_open(call, &ask, &page);

    if (status != EIP_OK) {
        return status;
    }
    status = collect(&rows);
    if (status == EIP_OK &&
        (request->flags & EIP_DESCRIBE_TRANSFERS_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = make(&rows, &page, list);
    }
    eip__host_release(&call->engine->host, rows.row,
                      rows.room * sizeof *rows.row);
    return status;
}

/* -- the operation ---------------------------------------------------------------------------- */

static eip_status
read_request(const eip_describe_address_transfers_request *theirs,
             eip_describe_address_transfers_request *own, eip_error *error) {
    static const eip_describe_address_transfers_request all =
        EIP_DESCRIBE_ADDRESS_TRANSFERS_REQUEST_INIT;
    const uint32_t flags =
        EIP_DESCRIBE_TRANSFERS_DRY_RUN | EIP_DESCRIBE_TRANSFERS_MAX_RESULTS;
    eip_status status = EIP_OK;

    *own = all;
    if (theirs != NULL) {
        status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    }
    if (status == EIP_OK &&
        ((own->flags & ~flags) != 0 || !eip__text_is_formed(own->next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__texts_form(own->allocation_ids, own->allocation_id_count);
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "AllocationId", NULL);
}

eip_status eip_describe_address_transfers(
    eip_engine *engine, const eip_caller *caller,
    const eip_describe_address_transfers_request *request,
    eip_address_transfer_list **list, eip_error *error) {
    eip_describe_address_transfers_request own;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__call_authorize(&call, ACTION, (eip_text){NULL, 0, 0});
    if (status == EIP_OK) {
        status = describe(&call, &own, list);
    }
    eip__call_end(&call);
    return status;
}

/* -- reading -------------------------------------------------------------------------------- */

uint64_t
eip_address_transfer_list_count(const eip_address_transfer_list *list) {
    return list == NULL ? 0 : list->count;
}

eip_text
eip_address_transfer_list_next_token(const eip_address_transfer_list *list) {
    return list == NULL || list->token_size == 0
               ? nameless
               : (eip_text){list->token, list->token_size, 0};
}

eip_status eip_address_transfer_list_at(const eip_address_transfer_list *list,
                                        uint64_t index,
                                        eip_address_transfer *transfer) {
    if (list == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= list->count) {
        return EIP_ERR_ARGUMENT;
    }
    return eip__struct_out(transfer, &list->item[index], sizeof *transfer,
                           sizeof *transfer);
}

void eip_address_transfer_list_free(eip_address_transfer_list *list) {
    if (list != NULL) {
        eip__host_release(list->host, list, list->bytes);
    }
}
