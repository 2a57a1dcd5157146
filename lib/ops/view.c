/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the names of services. */
#include "ops/view.h"

#include "eip/admin.h"

eip_text eip__view_service(uint32_t service) {
    static const char *const names[] = {
        [EIP_SERVICE_NONE] = NULL,   [EIP_SERVICE_ALB] = "alb",
        [EIP_SERVICE_NLB] = "nlb",   [EIP_SERVICE_RDS] = "rds",
        [EIP_SERVICE_RNAT] = "rnat",
    };

    return eip_text_of(names[service]);
}
