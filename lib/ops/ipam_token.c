/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the rings of client tokens, one an account. */
#include "ops/ipam_token.h"

#include "base/hash.h"
#include "registry/catalog_private.h"

#include <string.h>

enum { TOKEN_MAX = 64 };

eip_status eip__ipam_ask_open(struct eip__call *call, const char *action,
                              eip_text token, struct eip__ipam_ask *ask) {
    uint64_t key = eip__hash_u64(call->number, call->engine->token_key);
    struct eip__quoted quoted;
    bool is_valid = token.size != 0 && token.size <= TOKEN_MAX;

    *ask = (struct eip__ipam_ask){{0, 0}, 0};
    if (!eip__text_is_given(token)) {
        return EIP_OK;
    }
    for (uint32_t i = 0; i < token.size; i++) {
        is_valid = is_valid && token.data[i] > ' ' && token.data[i] <= '~';
    }
    if (!is_valid) {
        return eip__fail(
            call->error, EIP_ERR_CLIENT_TOKEN, "ClientToken",
            "The client token '%s' is not 1 to %d ASCII characters",
            eip__quote(&quoted, token), TOKEN_MAX);
    }
    key = eip__hash(action, strlen(action), key);
    ask->name[0] = eip__hash(token.data, token.size, key) | 1;
    ask->name[1] = eip__hash(token.data, token.size, ~key);
    ask->asked = key;
    return EIP_OK;
}

void eip__ipam_ask_number(struct eip__ipam_ask *ask, uint64_t number) {
    ask->asked = eip__hash_u64(number, ask->asked);
}

/* An absent text and an empty one differ. */
void eip__ipam_ask_text(struct eip__ipam_ask *ask, eip_text text) {
    eip__ipam_ask_number(ask, eip__text_is_given(text) ? 1 + (uint64_t)text.size
                                                       : 0);
    ask->asked = eip__hash(text.data, text.size, ask->asked);
}

void eip__ipam_ask_tags(struct eip__ipam_ask *ask, const eip_tag *tags,
                        uint32_t count) {
    eip__ipam_ask_number(ask, count);
    for (uint32_t i = 0; i < count; i++) {
        eip__ipam_ask_text(ask, tags[i].key);
        eip__ipam_ask_text(ask, tags[i].value);
    }
}

void eip__ipam_ask_specs(struct eip__ipam_ask *ask,
                         const eip_tag_specification *specs, uint32_t count) {
    eip__ipam_ask_number(ask, count);
    for (uint32_t i = 0; i < count; i++) {
        eip__ipam_ask_tags(ask, specs[i].tags, specs[i].tag_count);
    }
}

static void **place_of(struct eip__call *call) {
    return eip__catalog_enter(&call->engine->catalog.ipam.tokens,
                              call->number + 1);
}

static void touch(struct eip__call *call) {
    eip__touch(&call->engine->catalog.dirty, EIP__DIRTY_TOKENS,
               call->number + 1);
}

eip_status eip__ipam_ask_room(struct eip__call *call,
                              const struct eip__ipam_ask *ask) {
    void **place = ask->name[0] == 0 ? NULL : place_of(call);

    if (place != NULL && *place == NULL) {
        *place = eip__host_allocate_zeroed(&call->engine->host,
                                           sizeof(struct eip__ipam_tokens));
        touch(call);
    }
    return ask->name[0] == 0 || (place != NULL && *place != NULL)
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

eip_status eip__ipam_asked(struct eip__call *call,
                           const struct eip__ipam_ask *ask, uint64_t *answer) {
    const struct eip__ipam_tokens *tokens = NULL;
    eip_status status = eip__ipam_ask_room(call, ask);

    *answer = 0;
    if (status != EIP_OK || ask->name[0] == 0) {
        return status;
    }
    tokens = *place_of(call);
    for (uint32_t i = 0; i < EIP__IPAM_TOKENS; i++) {
        const struct eip__ipam_token *token = &tokens->token[i];

        if (token->name[0] == ask->name[0] && token->name[1] == ask->name[1]) {
            *answer = token->answer;
            return token->asked == ask->asked
                       ? EIP_OK
                       : eip__fail(call->error,
                                   EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH,
                                   "ClientToken", NULL);
        }
    }
    return EIP_OK;
}

void eip__ipam_ask_keep(struct eip__call *call, const struct eip__ipam_ask *ask,
                        uint64_t answer) {
    struct eip__ipam_tokens *tokens;

    if (ask->name[0] != 0) {
        tokens = *place_of(call);
        tokens->token[tokens->next] = (struct eip__ipam_token){
            {ask->name[0], ask->name[1]}, ask->asked, answer};
        tokens->next = (tokens->next + 1) % EIP__IPAM_TOKENS;
        touch(call);
    }
}

eip_status eip__ipam_ask_gone(struct eip__call *call) {
    return eip__fail(call->error, EIP_ERR_INCORRECT_STATE, "ClientToken",
                     "What was made with the client token has gone");
}
