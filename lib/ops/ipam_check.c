/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is wrong with parameters that several operations on IPAM have. */
#include "ops/ipam.h"

eip_status eip__ipam_netmask(struct eip__call *call, const char *field,
                             int32_t length) {
    return length >= 0 && length <= 32
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, field,
                           "Value (%d) for parameter %s is invalid. It is 0 to "
                           "32",
                           length, field);
}

eip_status eip__ipam_netmasks(struct eip__call *call,
                              const struct eip__ipam *ipam) {
    int32_t least = ipam->netmask_min;
    int32_t most = ipam->netmask_max < 0 ? 32 : ipam->netmask_max;
    int32_t usual = ipam->netmask_default;

    if (ipam->netmask_max >= 0 && least >= most) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                         "AllocationMinNetmaskLength",
                         "Value (%d) for parameter AllocationMinNetmaskLength "
                         "is invalid. It is less than the maximum, %d",
                         least, most);
    }
    return usual < 0 || (usual >= least && usual <= most)
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "AllocationDefaultNetmaskLength",
                           "Value (%d) for parameter "
                           "AllocationDefaultNetmaskLength is invalid. It is "
                           "between the minimum and the maximum",
                           usual);
}

eip_status eip__ipam_each_netmask(struct eip__call *call, uint32_t flags,
                                  const int32_t length[3]) {
    static const struct {
        uint32_t flag;
        const char *field;
    } each[] = {
        {EIP_IPAM_MIN_NETMASK, "AllocationMinNetmaskLength"},
        {EIP_IPAM_MAX_NETMASK, "AllocationMaxNetmaskLength"},
        {EIP_IPAM_DEFAULT_NETMASK, "AllocationDefaultNetmaskLength"},
    };
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < 3 && status == EIP_OK; i++) {
        if ((flags & each[i].flag) != 0) {
            status = eip__ipam_netmask(call, each[i].field, length[i]);
        }
    }
    return status;
}

eip_tag_specification eip__ipam_spec_of(const eip_tag *tags, uint32_t count) {
    return (eip_tag_specification){
        {"ipam-pool", sizeof "ipam-pool" - 1, 0}, tags, count, 0};
}

eip_status eip__ipam_form_tags(const eip_tag *tags, uint32_t count,
                               eip_error *error) {
    const eip_tag_specification spec = eip__ipam_spec_of(tags, count);

    return eip__tagset_form(&spec, 1, error);
}

eip_status eip__ipam_check_tags(struct eip__call *call, const eip_tag *tags,
                                uint32_t count, uint64_t *bytes) {
    const eip_tag_specification spec = eip__ipam_spec_of(tags, count);
    uint32_t total;

    *bytes = 0;
    return count == 0 ? EIP_OK
                      : eip__tagset_check(&spec, 1, "ipam-pool", call->error,
                                          &total, bytes);
}

eip_status eip__ipam_cidr_read(struct eip__call *call, const char *field,
                               eip_text text, eip_cidr *cidr) {
    struct eip__quoted quoted;

    return eip_cidr_parse(text, cidr) == EIP_OK
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_CIDR_MALFORMED, field,
                           "Value (%s) for parameter %s is invalid. This is "
                           "not a valid CIDR block.",
                           eip__quote(&quoted, text), field);
}
