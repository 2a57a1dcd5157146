/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Uses the installed library with its store on disk: what an engine did is
 * there when it is opened again. Takes the version it expects. */
#include <eip/eip.h>
#include <eip/store_lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Open the engine, and give the account a quota or see that it has it. */
static int use_store(const char *directory, int again) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_config config = EIP_CONFIG_INIT;
    eip_store *store = NULL;
    eip_engine *engine = NULL;
    int failed;

    config.region = eip_text_of("us-east-1");
    spec.account = 123456789012;
    spec.quota = 77;
    failed = eip_store_open_lmdb(directory, NULL, &store, NULL) != EIP_OK ||
             eip_store_load(&config, store, NULL, &engine, NULL) != EIP_OK;
    if (!failed && again) {
        failed =
            eip_admin_account_usage(engine, spec.account, &usage) != EIP_OK ||
            usage.quota != spec.quota;
    } else if (!failed) {
        failed = eip_admin_set_account(engine, &spec, NULL) != EIP_OK ||
                 eip_store_sync(engine, NULL) != EIP_OK;
    }
    eip_engine_close(engine);
    eip_store_close(store);
    return failed;
}

int main(int argc, char **argv) {
    char directory[] = "eip-store-XXXXXX";
    char path[64];
    int failed;

    if (argc != 2 || strcmp(argv[1], eip_version_text()) != 0 ||
        mkdtemp(directory) == NULL) {
        return 1;
    }
    failed = use_store(directory, 0) || use_store(directory, 1);
    (void)snprintf(path, sizeof path, "%s/data.mdb", directory);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/lock", directory);
    (void)unlink(path);
    (void)rmdir(directory);
    return failed;
}
