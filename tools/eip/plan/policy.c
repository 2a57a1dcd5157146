/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the names of policies. */
#include "plan/policy.h"

#include "cli.h"
#include "duration.h"

#include <string.h>

static const struct {
    const char *name;
    uint32_t policy;
} policies[] = {
    {"spread", EIP_POLICY_SPREAD},
    {"random", EIP_POLICY_RANDOM},
    {"lowest", EIP_POLICY_LOWEST},
    {"cursor", EIP_POLICY_CURSOR},
};

static bool find(const char *text, size_t size, uint32_t *policy) {
    size_t i;

    for (i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
        if (strlen(policies[i].name) == size &&
            memcmp(policies[i].name, text, size) == 0) {
            *policy = policies[i].policy;
            return true;
        }
    }
    return false;
}

bool policy_read(const char *text, struct churn_policy *policy) {
    const char *end = text + strcspn(text, ":");
    const char *cooldown = *end ? end + 1 : end;
    size_t size = strcspn(cooldown, ":");

    policy->name = text;
    policy->cooldown_ms = EIP_COOLDOWN_MS_DEFAULT;
    policy->is_keeping = strcmp(cooldown + size, ":keep") == 0;
    return find(text, (size_t)(end - text), &policy->policy) &&
           (!*end || duration_parse(cooldown, size, &policy->cooldown_ms)) &&
           policy->cooldown_ms <= EIP_COOLDOWN_MS_MAX &&
           (!cooldown[size] || policy->is_keeping);
}

bool policy_take(const char *text, struct churn_policy *policy) {
    if (policy_read(text, policy))
        return true;
    cli_usage("--policy: '%s' is not spread, random, lowest or cursor, then "
              ":COOLDOWN (0 to 49d) and :keep if wanted",
              text);
    return false;
}
