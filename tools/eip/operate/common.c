/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/common.h"

#include <string.h>

#include <eip/eip.h>

const struct cli_option common_options[] = {
    COMMON_OPTIONS,
    {NULL, NULL, 0, NULL},
};

void common_defaults(struct common *common) {
    *common = (struct common){
        .account = UINT64_C(123456789012), /* of AWS's examples */
        .form = OUTPUT_JSON,
    };
}

static bool set_number(const struct cli_option *option, const char *value,
                       uint64_t highest, uint64_t *number) {
    if (cli_parse_number(value, number) && *number <= highest)
        return true;
    cli_usage("--%s: '%s' is not a whole number up to %llu", option->name,
              value, (unsigned long long)highest);
    return false;
}

static bool set_form(struct common *common, const char *value) {
    static const char *const forms[] = {"json", "table", "text"};

    for (uint32_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (strcmp(value, forms[i]) == 0) {
            common->form = (enum output_form)i;
            return true;
        }
    }
    cli_usage("--output: '%s' is none of json, table, text", value);
    return false;
}

static bool set_account(struct common *common, const char *value) {
    if (eip_account_parse(eip_text_of(value), &common->account) == EIP_OK)
        return true;
    cli_usage("--account: '%s' is not twelve digits", value);
    return false;
}

bool common_set(struct common *common, const struct cli_option *option,
                const char *value) {
    struct data_options *data = &common->data;

    switch (option->key) {
    case COMMON_KEY_DATA:
        data->folder = value;
        return true;
    case COMMON_KEY_IN_MEMORY:
        data->in_memory = true;
        return true;
    case COMMON_KEY_REGION:
        data->region = value;
        return true;
    case COMMON_KEY_RANGES:
        data->ranges = value;
        return true;
    case COMMON_KEY_QUOTA:
        return set_number(option, value, EIP_QUOTA_MAX, &data->quota);
    case COMMON_KEY_COOLDOWN:
        data->cooldown_given = true;
        return set_number(option, value, EIP_COOLDOWN_MS_MAX,
                          &data->cooldown_ms);
    case COMMON_KEY_SETTLE:
        return set_number(option, value, EIP_COOLDOWN_MS_MAX, &data->settle_ms);
    case COMMON_KEY_SEED:
        return set_number(option, value, UINT64_MAX, &data->seed);
    case COMMON_KEY_ACCOUNT:
        return set_account(common, value);
    default:
        return set_form(common, value);
    }
}
