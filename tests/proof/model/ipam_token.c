/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Client tokens: an account's last ones, each with what was asked and made. */
#include "proof/model/ipam_pool.h"

enum { TOKENS = 96 };

void ipam_token_draw(struct run *run, struct dice *dice, bool is_malformed,
                     struct ipam_client *client) {
    client->name =
        roll(dice, 2) == 0 || is_malformed ? 1 + roll(dice, TOKENS) : 0;
    if (client->name != 0) {
        (void)snprintf(client->room, sizeof client->room, "token-%u",
                       client->name);
        client->text = eip_text_of(is_malformed ? "a b" : client->room);
    }
    run_tell_text(run, "ClientToken", client->text);
}

const struct ipam_token *ipam_token_of(const struct model *m, int account,
                                       enum ipam_action action,
                                       const struct ipam_client *client) {
    for (uint32_t i = 0; i < EIP_IPAM_CLIENT_TOKENS; i++) {
        const struct ipam_token *token = &m->token[account][i];

        if (client->name != 0 && token->name == client->name &&
            token->action == action) {
            return token;
        }
    }
    return NULL;
}

eip_status ipam_token_check(const struct ipam_token *token, uint64_t asked,
                            bool is_there, struct verdict *v) {
    if (token->asked != asked) {
        return verdict_is(v, EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH,
                          "ClientToken", NULL);
    }
    return is_there
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INCORRECT_STATE, "ClientToken",
                            "What was made with the client token has gone");
}

void ipam_token_keep(struct model *m, int account, enum ipam_action action,
                     const struct ipam_client *client, uint64_t asked,
                     uint64_t made) {
    if (client->name != 0) {
        m->token[account][m->tokens[account]++ % EIP_IPAM_CLIENT_TOKENS] =
            (struct ipam_token){client->name, action, asked, made};
    }
}

struct dice ipam_token_dice(const struct run *run, const struct dice *dice,
                            enum ipam_action action) {
    const struct again *again = &run->again[action];
    bool repeats = dice->step->byte[STEP_BYTES - 1] % 8 == 7 && again->has;

    return repeats ? (struct dice){&again->step, again->at} : *dice;
}

void ipam_token_again(struct run *run, const struct dice *dice,
                      enum ipam_action action) {
    run->again[action] = (struct again){true, dice->at, *dice->step};
}

uint64_t ipam_hash(uint64_t hash, uint64_t part) {
    hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

uint64_t ipam_hash_specs(uint64_t hash, const struct ask_allocate *given) {
    for (uint32_t i = 0; i < given->specs; i++) {
        hash = ipam_hash(hash, given->spec[i].count);
        for (uint32_t n = 0; n < given->spec[i].count; n++) {
            hash = ipam_hash(hash, given->spec[i].tag[n].key);
            hash = ipam_hash(hash, given->spec[i].tag[n].value);
        }
    }
    return hash;
}
