/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store check`: reads all of the store, makes the engine of it that it
 * would be, and has that recount itself. */
#include "operate/output.h"
#include "store/store.h"

static int32_t tell(void *context, const eip_audit_finding *finding) {
    (void)context;
    cli_say("invariant %u does not hold: %.*s", (unsigned)finding->invariant,
            (int)finding->message.size, finding->message.data);
    return 0;
}

static void print(const struct store *store, uint64_t records,
                  const eip_audit_report *report) {
    cJSON *answer = tree_object();

    tree_put(answer, "Data", tree_string(store->path));
    tree_put(answer, "Bytes", tree_number((double)store_bytes(store->path)));
    tree_put(answer, "RecordCount", tree_number((double)records));
    tree_put(answer, "AddressCount", tree_number((double)report->addresses));
    tree_put(answer, "HeldAddressCount", tree_number((double)report->held));
    tree_put(answer, "AccountCount", tree_number((double)report->accounts));
    tree_put(answer, "CidrCount", tree_number((double)report->cidrs));
    tree_put(answer, "FindingCount", tree_number((double)report->findings));
    output_json(stdout, answer);
    cJSON_Delete(answer);
}

static int check(const struct store *store,
                 const struct store_records *records) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_store *copy = NULL;
    eip_engine *engine = NULL;
    int code = CLI_OK;

    if (records->count > 0)
        code = store_try(records, &copy, &engine);
    if (code == CLI_OK && engine &&
        eip_engine_audit(engine, tell, NULL, &report) != EIP_OK)
        code = CLI_FAILED;
    if (code == CLI_OK) {
        print(store, records->count, &report);
        code = report.findings > 0 ? CLI_FAILED : CLI_OK;
    }
    eip_engine_close(engine);
    eip_store_close(copy);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct store_records records;
    struct store store;
    int code = store_begin(command, argc, argv, false, &store);

    if (code == CLI_END)
        return CLI_OK;
    if (code == CLI_OK) {
        code = store_records_read(store.store, &records);
        store_records_settle(&records);
        if (code == CLI_OK)
            code = check(&store, &records);
        store_records_free(&records);
        if (code != CLI_OK)
            code = CLI_FAILED;
    }
    store_end(&store);
    return code;
}

const struct cli_command command_store_check = {
    .name = "store check",
    .summary = "Read all of a store, and recount the engine that it holds.",
    .synopsis = "[OPTION]...",
    .details = "Exit code 1: it is not sound.\n",
    .options = store_options,
    .run = run,
};
