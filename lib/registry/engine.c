/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a lane is entered that was another thread's, how the books are, and
 * what all lanes have counted. */
#include "registry/engine.h"

#include "space/hint.h"

uint64_t eip__engine_counted(const struct eip_engine *engine,
                             enum eip__counter counter) {
    uint64_t used = eip__read(&engine->lanes.used);
    uint64_t total = engine->counted[counter];

    for (uint64_t i = 1; i <= used; i++) {
        total += eip__hint(&engine->lanes.lane[i].counters[counter]);
    }
    return total;
}

/* The lane was a thread's that is gone: finish its operations, then offer what
 * it had in hand. */
EIP__RARE void eip__engine_mend(struct eip_engine *engine,
                                struct eip__lane *lane) {
    for (uint32_t i = 0; i < 2; i++) {
        struct eip__account *account = lane->op[i].account;

        if (account != NULL) {
            (void)eip__ledger_settle(&engine->ledger, account);
        }
    }
    eip__hint_mend(&engine->records, lane);
    /* It may have been gone between writing the caller and the account. */
    lane->caller = 0;
    lane->mend = 0;
}

eip_status eip__engine_may_wait(struct eip_engine *engine,
                                struct eip__lane **lane) {
    eip_status status = eip__lane_enter(&engine->lanes, lane);

    if (status != EIP_OK) {
        return status;
    }
    if ((*lane)->mend != 0) {
        eip__engine_mend(engine, *lane);
    }
    eip__lane_leave(*lane);
    return EIP_OK;
}

eip_status eip__engine_lock(struct eip_engine *engine,
                            struct eip__lane **lane) {
    /* While it waits it keeps nothing from being freed. */
    eip_status status = eip__engine_may_wait(engine, lane);

    if (status != EIP_OK) {
        return status;
    }
    (void)pthread_mutex_lock(&engine->catalog.mutex);
    eip__reclaim(&engine->lanes);
    return eip__lane_enter(&engine->lanes, lane); /* it has a lane */
}

void eip__engine_unlock(struct eip_engine *engine, struct eip__lane *lane) {
    eip__lane_leave(lane);
    (void)pthread_mutex_unlock(&engine->catalog.mutex);
}
