/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/ask.h"

#include "operate/ask_value.h"
#include "operate/spell.h"

#include <stdlib.h>
#include <string.h>

bool ask_has_pages(const struct shape_operation *operation) {
    const struct shape *response = operation->response;
    uint32_t kinds = 0;

    for (uint32_t i = 0; i < response->count; i++) {
        if (response->members[i].kind == SHAPE_PAGE)
            kinds |= 1;
        else if (response->members[i].kind == SHAPE_TOKEN)
            kinds |= 2;
        else
            return false;
    }
    return kinds == 3;
}

/* -- the command line ------------------------------------------------------ */

/* The words of a command line, one option after another. */
struct words {
    int argc;
    char **argv;
    int at;
    const char *name; /* of the option, without dashes; not terminated */
    size_t size;
    char *value; /* behind '=', or NULL */
};

static bool is_option(const char *word) {
    return strncmp(word, "--", 2) == 0;
}

/* Go to the next option; false at the end, and after a message. */
static bool next_option(struct words *words, int *code) {
    char *word;
    char *equals;

    *code = CLI_OK;
    if (words->at >= words->argc)
        return false;
    word = words->argv[words->at++];
    if (!is_option(word)) {
        *code = cli_usage("unexpected operand '%s'", word);
        return false;
    }
    equals = strchr(word, '=');
    words->name = word + 2;
    words->size = equals ? (size_t)(equals - words->name) : strlen(words->name);
    words->value = equals ? equals + 1 : NULL;
    return true;
}

static bool is_name(const struct words *words, const char *name) {
    return strlen(name) == words->size &&
           memcmp(name, words->name, words->size) == 0;
}

/* The words that belong to the option: `most` of them, or fewer. */
static char **take_words(struct words *words, int most, int *count) {
    char **first = &words->argv[words->at];

    if (words->value) {
        *count = 1;
        return &words->value;
    }
    *count = 0;
    while (*count < most && words->at < words->argc &&
           !is_option(words->argv[words->at])) {
        words->at++;
        (*count)++;
    }
    return first;
}

/* The one word of the option; NULL after a message. */
static char *take_word(struct words *words) {
    int count;
    char **first = take_words(words, 1, &count);

    if (count == 1)
        return *first;
    cli_usage("argument --%.*s: expected one argument", (int)words->size,
              words->name);
    return NULL;
}

/* -- options that all have ------------------------------------------------- */

enum { NOT_ITS = -3 };

static int take_common(struct ask *ask, struct words *words, bool is_fixed) {
    const struct cli_option *option = common_options;
    const char *value = NULL;

    while (option->name && !is_name(words, option->name))
        option++;
    if (!option->name)
        return NOT_ITS;
    if (option->value) {
        value = take_word(words);
        if (!value)
            return CLI_USAGE;
    } else if (words->value) {
        return cli_usage("argument --%s: takes no value", option->name);
    }
    if (is_fixed && option->key != COMMON_KEY_ACCOUNT &&
        option->key != COMMON_KEY_OUTPUT)
        return cli_usage("--%s: the engine is open", option->name);
    return common_set(&ask->common, option, value) ? CLI_OK : CLI_USAGE;
}

static int take_number(struct words *words, int64_t *number) {
    const char *word = take_word(words);
    uint64_t value;

    if (!word)
        return CLI_USAGE;
    if (!cli_parse_number(word, &value) || value > INT32_MAX)
        return cli_usage("argument --%.*s: invalid int value: '%s'",
                         (int)words->size, words->name, word);
    *number = (int64_t)value;
    return CLI_OK;
}

static int take_paging(struct ask *ask, struct words *words) {
    const char *word;

    if (!ask_has_pages(ask->operation))
        return NOT_ITS;
    if (is_name(words, "max-items"))
        return take_number(words, &ask->max_items);
    if (is_name(words, "page-size"))
        return take_number(words, &ask->page_size);
    if (!is_name(words, "starting-token"))
        return NOT_ITS;
    word = take_word(words);
    if (!word)
        return CLI_USAGE;
    free(ask->starting_token);
    ask->starting_token = tree_need(strdup(word));
    return CLI_OK;
}

/* What the command line says wins, wherever it stands. */
static int take_input(struct ask *ask, struct words *words) {
    const char *option = "cli-input-json";
    const char *word = take_word(words);
    char *text = word ? ask_word(option, word) : NULL;
    cJSON *root = text ? ask_json(option, text) : NULL;
    cJSON *value;

    free(text);
    if (!root)
        return CLI_USAGE;
    if (!cJSON_IsObject(root)) {
        cJSON_Delete(root);
        return cli_usage("--%s: not an object", option);
    }
    while ((value = cJSON_DetachItemFromArray(root, 0)) != NULL) {
        char *name = tree_need(strdup(value->string));

        if (tree_get(ask->parameters, name))
            cJSON_Delete(value);
        else
            tree_put(ask->parameters, name, value);
        free(name);
    }
    cJSON_Delete(root);
    return CLI_OK;
}

/* -- the operation's own --------------------------------------------------- */

static int take_parameter(struct ask *ask, struct words *words) {
    const struct shape *request = ask->operation->request;

    for (uint32_t i = 0; i < request->count; i++) {
        const struct shape_member *member = &request->members[i];
        bool is_switch = member->kind == SHAPE_BOOLEAN;
        bool is_no = is_switch && words->size > 3 &&
                     strncmp(words->name, "no-", 3) == 0 &&
                     spell_is(member->name, words->name + 3, words->size - 3);
        char name[SPELL_SIZE];
        char **first;
        int count;
        cJSON *value;

        if (!is_no && !spell_is(member->name, words->name, words->size))
            continue;
        (void)spell(member->name, name);
        if (is_switch) {
            if (words->value)
                return cli_usage("argument --%s: takes no value", name);
            tree_put(ask->parameters, member->name, tree_flag(!is_no));
            return CLI_OK;
        }
        first = take_words(words, member->kind == SHAPE_LIST ? words->argc : 1,
                           &count);
        if (count == 0 && member->kind != SHAPE_LIST)
            return cli_usage("argument --%s: expected one argument", name);
        value = ask_value(name, member, first, count);
        if (!value)
            return CLI_USAGE;
        tree_put(ask->parameters, member->name, value);
        return CLI_OK;
    }
    return NOT_ITS;
}

static int take_option(struct ask *ask, struct words *words, bool is_fixed) {
    int code;

    if (is_name(words, "help")) {
        ask_help(ask->operation);
        return CLI_END;
    }
    if (is_name(words, "cli-input-json"))
        return take_input(ask, words);
    if (is_name(words, "no-paginate")) {
        ask->is_paged = false;
        return CLI_OK;
    }
    code = take_parameter(ask, words);
    if (code == NOT_ITS)
        code = take_paging(ask, words);
    if (code == NOT_ITS)
        code = take_common(ask, words, is_fixed);
    if (code == NOT_ITS)
        code =
            cli_usage("Unknown options: --%.*s", (int)words->size, words->name);
    return code;
}

/* -- what is missing, what excludes what ------------------------------------ */

static int check_missing(const struct ask *ask) {
    const struct shape *request = ask->operation->request;
    char missing[512] = "";
    size_t size = 0;

    for (uint32_t i = 0; i < request->count; i++) {
        const struct shape_member *member = &request->members[i];
        char name[SPELL_SIZE];

        if (!member->required || tree_get(ask->parameters, member->name))
            continue;
        size +=
            (size_t)snprintf(missing + size, sizeof(missing) - size, "%s--%s",
                             size > 0 ? ", " : "", spell(member->name, name));
    }
    if (size == 0)
        return CLI_OK;
    return cli_usage("the following arguments are required: %s", missing);
}

/* Who pages by hand gets the pages as they are. */
static int check_paging(struct ask *ask) {
    if (tree_get(ask->parameters, "NextToken") ||
        tree_get(ask->parameters, "MaxResults"))
        ask->is_paged = false;
    if (!ask->is_paged &&
        (ask->starting_token || ask->max_items >= 0 || ask->page_size >= 0))
        return cli_usage("Cannot specify --no-paginate along with pagination "
                         "arguments");
    return CLI_OK;
}

int ask_read(struct ask *ask, const struct shape_operation *operation,
             const struct common *common, bool is_fixed, int argc,
             char **argv) {
    struct words words = {.argc = argc, .argv = argv, .at = 1};
    bool has_input = false;
    int code;

    *ask = (struct ask){
        .operation = operation,
        .common = *common,
        .parameters = tree_object(),
        .max_items = -1,
        .page_size = -1,
        .is_paged = ask_has_pages(operation),
    };
    while (next_option(&words, &code)) {
        has_input |= is_name(&words, "cli-input-json");
        code = take_option(ask, &words, is_fixed);
        if (code != CLI_OK)
            return code;
    }
    if (code == CLI_OK && !has_input)
        code = check_missing(ask);
    return code == CLI_OK ? check_paging(ask) : code;
}

void ask_end(struct ask *ask) {
    cJSON_Delete(ask->parameters);
    free(ask->starting_token);
    ask->parameters = NULL;
    ask->starting_token = NULL;
}
