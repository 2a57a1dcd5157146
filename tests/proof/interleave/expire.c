/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What of the library is compiled into its callers, so that it is called here:
 * this is built as the library is, each access a call into the checker. */
#include "world.h"

#include "base/reclaim.h"
#include "registry/engine.h"
#include "space/cool.h"
#include "space/reserve.h"

eip_status world_expire(eip_engine *engine, struct eip__space *space) {
    struct eip__moment moment = {&engine->host, 0, false};
    struct eip__lane *lane;
    eip_status status = eip__lane_enter(&engine->lanes, &lane);

    if (status == EIP_OK) {
        (void)eip__cool_mark(space, lane, &moment);
        eip__lane_leave(lane);
    }
    return status;
}

eip_status world_recall(eip_engine *engine, struct eip__space *space) {
    struct eip__lane *lane;
    eip_status status = eip__lane_enter(&engine->lanes, &lane);

    if (status == EIP_OK) {
        (void)eip__reserve_recall(space, lane);
        eip__lane_leave(lane);
    }
    return status;
}

eip_status world_reclaim(eip_engine *engine) {
    struct eip__lane *lane;
    eip_status status = eip__lane_enter(&engine->lanes, &lane);

    if (status == EIP_OK) {
        eip__reclaim(&engine->lanes);
        eip__lane_leave(lane);
    }
    return status;
}
