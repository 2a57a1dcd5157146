/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/operate.h"

#include "operate/admin.h"
#include "operate/ask.h"
#include "operate/page.h"
#include "operate/spell.h"

#include <stdlib.h>
#include <string.h>

static const struct shape_operation *find(const struct shape_operation *rows,
                                          uint32_t count, const char *command) {
    for (uint32_t i = 0; i < count; i++) {
        if (spell_is(rows[i].name, command, strlen(command)))
            return &rows[i];
    }
    return NULL;
}

const struct shape_operation *operate_find(const char *command) {
    const struct shape_operation *found =
        find(shape_operations, shape_operation_count, command);

    return found ? found
                 : find(admin_operations, admin_operation_count, command);
}

static void list(FILE *file, const struct shape_operation *rows,
                 uint32_t count) {
    enum { LINE = 78 };
    int used = 0;

    for (uint32_t i = 0; i < count; i++) {
        char name[SPELL_SIZE];
        int size = (int)strlen(spell(rows[i].name, name));

        if (used + 2 + size > LINE) {
            fputc('\n', file);
            used = 0;
        }
        used += fprintf(file, "  %s", name);
    }
    fputc('\n', file);
}

void operate_list(FILE *file) {
    fputs("\nEC2's operations, as the AWS CLI spells them:\n", file);
    list(file, shape_operations, shape_operation_count);
    fputs("\nAdministration of the engine that they work on:\n", file);
    list(file, admin_operations, admin_operation_count);
}

/* -- running --------------------------------------------------------------- */

static void print(const struct ask *ask, cJSON *answer, const char *token) {
    enum output_form form = ask->common.form;

    if (token && form != OUTPUT_TEXT)
        tree_put(answer, "NextToken", tree_string(token));
    output(stdout, form, ask->operation->name, answer);
    if (token && form == OUTPUT_TEXT)
        printf("NEXTTOKEN\t%s\n", token);
}

static int carry_out(const struct ask *ask, struct data *data, cJSON **answer) {
    cJSON *got = NULL;
    char *token;
    int code = page_call(ask, data->engine, &got, &token);

    if (code != CLI_OK)
        return code;
    /* What is answered is there whatever comes next. */
    if (!ask->operation->reads && data_keep(data) != CLI_OK) {
        cJSON_Delete(got);
        free(token);
        return OPERATE_FAILED;
    }
    print(ask, got, token);
    free(token);
    if (answer)
        *answer = got;
    else
        cJSON_Delete(got);
    return CLI_OK;
}

static int exit_code(int code) {
    if (code == CLI_USAGE)
        return OPERATE_USAGE;
    return code == CLI_END ? CLI_OK : code;
}

int operate_on(struct data *data, const struct shape_operation *operation,
               const struct common *common, int argc, char **argv,
               cJSON **answer) {
    struct ask ask;
    int code = ask_read(&ask, operation, common, true, argc, argv);

    if (answer)
        *answer = NULL;
    if (code == CLI_OK)
        code = carry_out(&ask, data, answer);
    ask_end(&ask);
    return exit_code(code);
}

int operate_run(const struct shape_operation *operation, int argc,
                char **argv) {
    struct common common;
    struct data data;
    struct ask ask;
    int code;

    common_defaults(&common);
    code = ask_read(&ask, operation, &common, false, argc, argv);
    if (code == CLI_OK && data_open(&ask.common.data, &data) != CLI_OK)
        code = OPERATE_FAILED;
    if (code == CLI_OK) {
        code = carry_out(&ask, &data, NULL);
        if (data_close(&data) != CLI_OK)
            code = OPERATE_FAILED;
    }
    ask_end(&ask);
    return exit_code(code);
}
