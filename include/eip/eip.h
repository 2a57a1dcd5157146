/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file eip.h  All public headers of libeip; those of eip-lmdb are apart. */
#ifndef EIP_EIP_H
#define EIP_EIP_H

#include "eip/address.h"
#include "eip/admin.h"
#include "eip/association.h"
#include "eip/attribute.h"
#include "eip/base.h"
#include "eip/block.h"
#include "eip/byoip.h"
#include "eip/classic.h"
#include "eip/coip.h"
#include "eip/engine.h"
#include "eip/id.h"
#include "eip/ipam.h"
#include "eip/ipam_admin.h"
#include "eip/ipam_allocation.h"
#include "eip/ipam_cidr.h"
#include "eip/ipam_policy.h"
#include "eip/ipv4.h"
#include "eip/public_pool.h"
#include "eip/snapshot.h"
#include "eip/status.h"
#include "eip/store.h"
#include "eip/survey.h"
#include "eip/tag.h"
#include "eip/transfer.h"

#endif
