/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file admin.h
 * Administration (eip/admin.h) in the form of the tables of tools/shape, so
 * that its commands are read and answered as EC2's are.
 */
#ifndef EIP_TOOL_ADMIN_H
#define EIP_TOOL_ADMIN_H

#include "../../shape/shape.h"

extern const struct shape_operation admin_operations[];
extern const uint32_t admin_operation_count;

/* -- what admin.c and admin_show.c share ------------------------------------ */

shape_call admin_show_account, admin_show_pools, admin_show_engine,
    admin_check_engine;
extern const struct shape admin_account_request, admin_account_response,
    admin_none_request, admin_pools_response, admin_engine_response,
    admin_check_response;

/** Read an argument; else the status, with the error saying which is wrong. */
eip_status admin_read_pool(eip_text text, eip_pool_ref *pool, eip_error *error);
eip_status admin_read_account(eip_text text, uint64_t *account,
                              eip_error *error);
eip_status admin_wrong(eip_error *error, const char *field, eip_text value);

#endif
