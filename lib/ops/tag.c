/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateTags and DeleteTags, whatever the resources are. */
#include "eip/tag.h"

#include "ops/taggable.h"
#include "registry/tagset.h"

/* -- what is given ----------------------------------------------------------------- */

static eip_status check_reserved(struct eip__call *call,
                                 const eip_tags_request *request) {
    struct eip__quoted quoted;

    for (uint32_t i = 0; i < request->tag_count; i++) {
        if (eip__tag_is_reserved(request->tags[i].key)) {
            eip_status status = eip__fail(
                call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key",
                "Value ( %s ) for parameter key is invalid. Tag keys starting "
                "with 'aws:' are reserved for internal use",
                eip__quote(&quoted, request->tags[i].key));

            eip__fail_index(call->error, i);
            return status;
        }
    }
    return EIP_OK;
}

static eip_status check_tags(struct eip__call *call,
                             const eip_tags_request *request) {
    const eip_tag_specification spec = {eip_text_of("elastic-ip"),
                                        request->tags, request->tag_count, 0};
    uint32_t total;
    uint64_t bytes;
    eip_status status = check_reserved(call, request);

    return status == EIP_OK ? eip__tagset_check(&spec, 1, "elastic-ip",
                                                call->error, &total, &bytes)
                            : status;
}

static eip_status check_parameters(struct eip__call *call,
                                   const eip_tags_request *request,
                                   bool deletes) {
    if (request->resource_count == 0) {
        return eip__call_need(call, "ResourceId");
    }
    if (request->resource_count > EIP_LIMIT_TAGGED) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "ResourceId", "%u resources are given, more than %d",
                         request->resource_count, EIP_LIMIT_TAGGED);
    }
    if (request->tag_count == 0) {
        return deletes ? EIP_OK : eip__call_need(call, "Tag");
    }
    return check_tags(call, request);
}

/* -- what becomes of it --------------------------------------------------------------- */

static eip_status change_one(struct eip__call *call, eip_text id,
                             const struct eip__tag_change *change) {
    const struct eip__taggable *kind = eip__taggable_of(id);
    struct eip__quoted quoted;

    return kind == NULL
               ? eip__fail(call->error, EIP_ERR_INVALID_ID, "ResourceId",
                           "The ID '%s' is not valid", eip__quote(&quoted, id))
               : kind->change(call, id, change);
}

/* Dry, each must end in the dry run's verdict. */
static eip_status change_all(struct eip__call *call,
                             const eip_tags_request *request,
                             const struct eip__tag_change *change) {
    eip_status wanted = change->dry_run ? EIP_ERR_DRY_RUN : EIP_OK;
    eip_status status = wanted;

    for (uint32_t i = 0; i < request->resource_count && status == wanted; i++) {
        status = change_one(call, request->resources[i], change);
        if (status != wanted) {
            eip__fail_index(call->error, i);
        }
    }
    return status;
}

/* Each without changing it. What it ends with is told only if it is the
 * request's answer: eip_error stays untouched on success. */
static eip_status check_all(struct eip__call *call,
                            const eip_tags_request *request,
                            const struct eip__tag_change *change) {
    eip_error *error = call->error;
    eip_error own = EIP_ERROR_INIT;
    eip_status status;

    call->error = &own;
    status = change_all(call, request, change);
    call->error = error;
    if (status != EIP_ERR_DRY_RUN || request->flags != 0) {
        (void)eip__fail(error, status, own.field, "%s", own.message);
        eip__fail_index(error, own.index);
    }
    return status;
}

static eip_status run(struct eip__call *call, const eip_tags_request *request,
                      bool deletes) {
    struct eip__tag_change change = {request->tags, request->tag_count, deletes,
                                     true};
    eip_status status = eip__call_authorize(
        call, deletes ? "ec2:DeleteTags" : "ec2:CreateTags",
        request->resource_count == 0 ? (eip_text){NULL, 0, 0}
                                     : request->resources[0]);

    if (status == EIP_OK) {
        status = check_parameters(call, request, deletes);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = check_all(call, request, &change);
    if (status != EIP_ERR_DRY_RUN || request->flags != 0) {
        return status;
    }
    change.dry_run = false;
    return change_all(call, request, &change);
}

/* -- the operations ----------------------------------------------------------------------- */

static eip_status check_request(const eip_tags_request *request,
                                eip_error *error) {
    const eip_tag_specification spec = {
        {NULL, 0, 0}, request->tags, request->tag_count, 0};
    eip_status status =
        eip__texts_form(request->resources, request->resource_count);

    if (status != EIP_OK) {
        return eip__fail(error, status, "ResourceId", NULL);
    }
    if ((request->flags & ~(uint32_t)EIP_CREATE_TAGS_DRY_RUN) != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return eip__tagset_form(&spec, 1, error);
}

static eip_status tag(eip_engine *engine, const eip_caller *caller,
                      const eip_tags_request *request, bool deletes,
                      eip_error *error) {
    eip_tags_request own;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = check_request(&own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = run(&call, &own, deletes);
    return eip__call_close(&call, status);
}

eip_status eip_create_tags(eip_engine *engine, const eip_caller *caller,
                           const eip_tags_request *request, eip_error *error) {
    return tag(engine, caller, request, false, error);
}

eip_status eip_delete_tags(eip_engine *engine, const eip_caller *caller,
                           const eip_tags_request *request, eip_error *error) {
    return tag(engine, caller, request, true, error);
}
