/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is said of each kind of records: the order and the widths are those
 * of the bytes. */
#include "store/kinds.h"

#include <eip/eip.h>

#include <string.h>

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(*(array))))
#define LIST(array)                                                            \
    { (array), COUNT(array) }
#define NOTHING                                                                \
    { NULL, 0 }

#define NUMBER(name, width)                                                    \
    {                                                                          \
        name, FIELD_NUMBER, width, 0, 0, {                                     \
            NULL                                                               \
        }                                                                      \
    }
#define OF(name, type)                                                         \
    {                                                                          \
        name, type, 0, 0, 0, {                                                 \
            NULL                                                               \
        }                                                                      \
    }
#define OR_NULL(name, type)                                                    \
    {                                                                          \
        name, type, 0, FIELD_OR_NULL, 0, {                                     \
            NULL                                                               \
        }                                                                      \
    }
#define ADDRESS(name, width)                                                   \
    {                                                                          \
        name, FIELD_ADDRESS, width, 0, 0, {                                    \
            NULL                                                               \
        }                                                                      \
    }
#define BOOL(name, width)                                                      \
    {                                                                          \
        name, FIELD_BOOL, width, 0, 0, {                                       \
            NULL                                                               \
        }                                                                      \
    }
#define WORD(name, width, list)                                                \
    {                                                                          \
        name, FIELD_WORD, width, 0, COUNT(list), {                             \
            .words = (list)                                                    \
        }                                                                      \
    }
#define FLAGS(name, list)                                                      \
    {                                                                          \
        name, FIELD_FLAGS, 4, 0, COUNT(list), {                                \
            .words = (list)                                                    \
        }                                                                      \
    }
#define ID(name, form, how)                                                    \
    {                                                                          \
        name, FIELD_ID, 8, how, 0, {                                           \
            .id = &(form)                                                      \
        }                                                                      \
    }
#define BY_LIST(name, type, fields)                                            \
    {                                                                          \
        name, type, 0, 0, 0, {                                                 \
            .list = &(fields)                                                  \
        }                                                                      \
    }

/* -- ids ------------------------------------------------------------------------------ */

static eip_text text_of(const char *text) {
    return eip_text_of(text);
}

static bool show_pool(uint32_t kind, uint64_t id, char text[64]) {
    return eip_pool_id_format((eip_pool_ref){id, kind, 0}, text) != 0;
}

static bool read_pool(uint32_t kind, const char *text, uint64_t *id) {
    eip_pool_ref ref;

    if (eip_pool_id_parse(text_of(text), &ref) != EIP_OK || ref.kind != kind)
        return false;
    *id = ref.id;
    return true;
}

static bool show_public(uint64_t id, char text[64]) {
    return show_pool(EIP_POOL_PUBLIC_IPV4, id, text);
}

static bool read_public(const char *text, uint64_t *id) {
    return read_pool(EIP_POOL_PUBLIC_IPV4, text, id);
}

static bool show_ipam(uint64_t id, char text[64]) {
    return show_pool(EIP_POOL_IPAM, id, text);
}

static bool read_ipam(const char *text, uint64_t *id) {
    return read_pool(EIP_POOL_IPAM, text, id);
}

static bool show_scope(uint64_t id, char text[64]) {
    return eip_ipam_scope_id_format(id, text) != 0;
}

static bool read_scope(const char *text, uint64_t *id) {
    return eip_ipam_scope_id_parse(text_of(text), id) == EIP_OK;
}

static bool show_allocation(uint64_t id, char text[64]) {
    return eip_allocation_id_format(id, text) != 0;
}

static bool read_allocation(const char *text, uint64_t *id) {
    return eip_allocation_id_parse(text_of(text), id) == EIP_OK;
}

static bool show_association(uint64_t id, char text[64]) {
    return eip_association_id_format(id, text) != 0;
}

static bool read_association(const char *text, uint64_t *id) {
    return eip_association_id_parse(text_of(text), id) == EIP_OK;
}

static const struct field_id public_pool = {"the id of a public IPv4 pool",
                                            show_public, read_public};
static const struct field_id ipam_pool = {"the id of an IPAM pool", show_ipam,
                                          read_ipam};
static const struct field_id scope = {"the id of an IPAM scope", show_scope,
                                      read_scope};
static const struct field_id allocation = {"an allocation id", show_allocation,
                                           read_allocation};
static const struct field_id association = {"an association id",
                                            show_association, read_association};

/* -- the engine and its books ------------------------------------------------------------ */

static const struct field engine[] = {
    OF("Seed", FIELD_HASH),       NUMBER("CooldownMs", 8),
    NUMBER("DefaultQuota", 4),    NUMBER("AssociationsMade", 8),
    OF("LatestTime", FIELD_TIME), OF("Region", FIELD_TEXT),
};

static const char *const group_kinds[] = {"region", "local-zone", "wavelength"};
static const struct field group_key[] = {NUMBER("Number", 8)};
static const struct field group[] = {
    WORD("Kind", 4, group_kinds),
    OF("NetworkBorderGroup", FIELD_TEXT),
    OF("SpaceGroup", FIELD_GROUP),
    BOOL("IsScattered", 1),
};

static const char *const policies[] = {"default", "lowest", "random", "cursor",
                                       "spread"};
static const char *const pool_flags[] = {"closed", "keep-cooling",
                                         "cooldown-given"};
static const char *const ipam_flags[] = {"private", NULL, "ec2", "global",
                                         "amazon"};
static const struct field ipam[] = {
    ID("IpamScopeId", scope, 0),
    FLAGS("Flags", ipam_flags),
    BOOL("Serves", 1),
    BOOL("AutoImport", 1),
    OF("AllocationMinNetmaskLength", FIELD_NETMASK),
    OF("AllocationMaxNetmaskLength", FIELD_NETMASK),
    OF("AllocationDefaultNetmaskLength", FIELD_NETMASK),
    OF("CreatedTime", FIELD_TIME),
    OF("ModifiedTime", FIELD_TIME),
    OR_NULL("SourceResourceOwner", FIELD_ACCOUNT),
    ID("SourceIpamPoolId", ipam_pool, FIELD_OR_NULL),
    OF("Locale", FIELD_GROUP),
    OF("AllocationResourceTags", FIELD_TAGS),
    OF("Description", FIELD_TEXT),
    OF("SourceResourceId", FIELD_TEXT),
    OF("SourceResourceType", FIELD_TEXT),
    OF("SourceResourceRegion", FIELD_TEXT),
};
static const struct field_list ipam_list = LIST(ipam);
static const struct field pool_key[] = {OF("PoolId", FIELD_POOL)};
static const struct field pool[] = {
    NUMBER("Serial", 8),
    OR_NULL("OwnerId", FIELD_ACCOUNT),
    WORD("Policy", 4, policies),
    FLAGS("Flags", pool_flags),
    NUMBER("CooldownMs", 8),
    OF("Group", FIELD_GROUP),
    OF("SpaceGroup", FIELD_GROUP),
    BOOL("IsScattered", 1),
    OF("LocalGatewayRouteTableId", FIELD_TEXT),
    OF("SharedWith", FIELD_ACCOUNTS),
    OF("Tags", FIELD_TAGS),
    BY_LIST("Ipam", FIELD_MORE, ipam_list),
};

static const struct field books[] = {
    NUMBER("NextRecord", 8), NUMBER("PoolsMade", 8),   NUMBER("PoolsEver", 8),
    NUMBER("NextPool", 8),   NUMBER("IpamNumbers", 8),
};

static const struct field range_key[] = {NUMBER("FirstRecord", 8)};
static const struct field range[] = {
    OF("PoolId", FIELD_POOL),
    OF("Group", FIELD_GROUP),
    OF("Cidr", FIELD_CIDR),
};

static const struct field part_key[] = {NUMBER("RangeRecord", 4),
                                        ADDRESS("FirstAddress", 4)};
static const struct field part[] = {
    OF("Cidr", FIELD_CIDR),
    NUMBER("Lot", 8),
    BOOL("IsDraining", 1),
};

/* -- BYOIP and IPAM ------------------------------------------------------------------------ */

static const char *const byoip_deeds[] = {
    "provisioned", "refused",       "advertised", "withdrawn",
    "kept",        "deprovisioned", "moved"};
static const struct field base_key[] = {ADDRESS("FirstAddress", 8)};
static const struct field byoip[] = {
    OF("Cidr", FIELD_CIDR),
    OR_NULL("OwnerId", FIELD_ACCOUNT),
    WORD("State", 4, byoip_deeds),
    NUMBER("Asn", 4),
    OF("StateTime", FIELD_TIME),
    OR_NULL("IpamPoolId", FIELD_POOL),
    ID("PoolId", public_pool, FIELD_OR_NULL),
    OF("Group", FIELD_GROUP),
    OF("Description", FIELD_TEXT),
};

static const struct field after_key[] = {OF("OwnerId", FIELD_ACCOUNT_AFTER)};
static const struct field byoip_account[] = {OF("TurnedTime", FIELD_TIME)};

static const struct field number_key[] = {NUMBER("Number", 8)};
static const struct field ipam_scope[] = {
    OR_NULL("OwnerId", FIELD_ACCOUNT),
    BOOL("IsPrivate", 1),
};

static const char *const cidr_deeds[] = {"provisioned", "refused",
                                         "deprovisioned"};
static const struct field cidr[] = {
    OF("Cidr", FIELD_CIDR),      NUMBER("Number", 8),
    OF("StateTime", FIELD_TIME), WORD("State", 4, cidr_deeds),
    BOOL("IsContiguous", 1),     BOOL("IsTop", 1),
};
static const struct field_list cidr_list = LIST(cidr);
static const struct field ipam_pool_key[] = {ID("IpamPoolId", ipam_pool, 0)};
static const struct field ipam_cidrs[] = {
    BY_LIST("Cidrs", FIELD_ROWS, cidr_list)};

static const char *const uses[] = {"custom", "ipam-pool",
                                   "ec2-public-ipv4-pool", "owed"};
static const struct field ipam_allocation[] = {
    ID("IpamPoolId", ipam_pool, 0),          OF("Cidr", FIELD_CIDR),
    OR_NULL("ResourceOwner", FIELD_ACCOUNT), WORD("ResourceType", 4, uses),
    OR_NULL("ResourceId", FIELD_POOL),       OF("Tags", FIELD_TAGS),
    OF("Description", FIELD_TEXT),
};

static const struct field ipam_block[] = {
    OF("Cidr", FIELD_CIDR),
    OF("Group", FIELD_GROUP),
};

static const struct field token[] = {
    OF("NameHigh", FIELD_HASH),
    OF("NameLow", FIELD_HASH),
    OF("Asked", FIELD_HASH),
    OF("Answer", FIELD_HASH),
};
static const struct field_list token_list = LIST(token);
static const struct field tokens[] = {
    NUMBER("Next", 4),
    BY_LIST("Tokens", FIELD_ROWS, token_list),
};

static const struct field rule[] = {OF("Locale", FIELD_GROUP),
                                    OF("PoolId", FIELD_POOL)};
static const struct field_list rule_list = LIST(rule);
static const struct field account_key[] = {OF("AccountId", FIELD_ACCOUNT)};
static const struct field policy[] = {
    NUMBER("RuleCount", 4),
    BOOL("Overflow", 1),
    BY_LIST("Rules", FIELD_ROWS, rule_list),
};

/* -- accounts and addresses ------------------------------------------------------------------ */

static const char *const account_flags[] = {"ec2-classic"};
static const struct field account[] = {
    NUMBER("Quota", 4),
    FLAGS("Flags", account_flags),
    NUMBER("Sequence", 8),
};

static const char *const has[] = {
    "tags",           "association",    "ptr",
    "offer",          "locked",         "managed",
    "in-default-vpc", "offer-disabled", "moved-to-vpc"};
static const char *const services[] = {"none", "alb", "nlb", "rds", "rnat"};
static const struct field fact[] = {
    FLAGS("Has", has),
    ADDRESS("PrivateIpAddress", 4),
    ID("AssociationId", association, 0),
    OF("NetworkInterfaceOwnerId", FIELD_ACCOUNT),
    OF("PtrUpdateTime", FIELD_TIME),
    BOOL("PtrUpdateFails", 4),
    WORD("ServiceManaged", 4, services),
    OF("TransferAccountId", FIELD_ACCOUNT),
    OF("TransferOfferExpirationTimestamp", FIELD_TIME),
    NUMBER("AllocatedGeneration", 4),
    OF("AllocatedTime", FIELD_TIME),
    OF("MovedTime", FIELD_TIME),
    OF("InstanceId", FIELD_TEXT),
    OF("NetworkInterfaceId", FIELD_TEXT),
    OF("SubnetId", FIELD_TEXT),
    OF("PtrRecord", FIELD_TEXT),
    OF("PtrUpdateValue", FIELD_TEXT),
    OF("Tags", FIELD_TAGS),
};
static const struct field_list fact_list = LIST(fact);

enum { TIMED = 8 };
static const char *const address_flags[] = {"held", "standard", "recoverable",
                                            "timed"};
static const struct field address_key[] = {NUMBER("Record", 4)};
static const struct field address[] = {
    NUMBER("Generation", 4),
    FLAGS("State", address_flags),
    OR_NULL("AccountId", FIELD_ACCOUNT),
    {"Order", FIELD_NUMBER, 8, FIELD_UNLESS, TIMED, {NULL}},
    {"ReleasedTime", FIELD_TIME_40, 8, FIELD_IF, TIMED, {NULL}},
    NUMBER("Version", 8),
    BY_LIST("Facts", FIELD_FACTS, fact_list),
};

static const struct field handed_key[] = {NUMBER("Record", 4),
                                          NUMBER("Generation", 4)};
static const struct field handed[] = {
    ADDRESS("PublicIp", 4),
    OF("AccountId", FIELD_ACCOUNT),
    OF("TransferAccountId", FIELD_ACCOUNT),
    ID("AllocationId", allocation, 0),
    NUMBER("Order", 8),
    OF("TransferOfferExpirationTimestamp", FIELD_TIME),
    OF("TransferOfferAcceptedTimestamp", FIELD_TIME),
};

static const struct field seal[] = {NUMBER("Records", 8),
                                    OF("Checksum", FIELD_HASH)};

static const struct field counts[] = {
    NUMBER("Allocated", 8),
    NUMBER("Recovered", 8),
    NUMBER("Named", 8),
    NUMBER("Released", 8),
    NUMBER("Described", 8),
    NUMBER("AllocateQuota", 8),
    NUMBER("AllocateCapacity", 8),
    NUMBER("AllocateNotFound", 8),
    NUMBER("AllocateOther", 8),
    NUMBER("ReleaseNotFound", 8),
    NUMBER("ReleaseOther", 8),
    NUMBER("DryRun", 8),
};

static const struct field place[] = {OF("Space", FIELD_SPACE),
                                     ADDRESS("Next", 8)};
static const struct field_list place_list = LIST(place);
static const struct field places[] = {
    BY_LIST("Places", FIELD_ROWS, place_list)};

static const struct field bytes[] = {OF("Bytes", FIELD_BYTES)};

/* -- all of them ---------------------------------------------------------------------------- */

static const struct kind kinds[] = {
    [KIND_ENGINE] = {"engine", NOTHING, LIST(engine)},
    [2] = {"border-group", LIST(group_key), LIST(group)},
    [3] = {"pool", LIST(pool_key), LIST(pool)},
    [4] = {"books", NOTHING, LIST(books)},
    [KIND_RANGE] = {"range", LIST(range_key), LIST(range)},
    [6] = {"part", LIST(part_key), LIST(part)},
    [7] = {"byoip-cidr", LIST(base_key), LIST(byoip)},
    [8] = {"byoip-account", LIST(after_key), LIST(byoip_account)},
    [9] = {"ipam-scope", LIST(number_key), LIST(ipam_scope)},
    [11] = {"ipam-pool-cidrs", LIST(ipam_pool_key), LIST(ipam_cidrs)},
    [12] = {"ipam-allocation", LIST(number_key), LIST(ipam_allocation)},
    [13] = {"ipam-contiguous-block", LIST(base_key), LIST(ipam_block)},
    [14] = {"client-tokens", LIST(after_key), LIST(tokens)},
    [15] = {"ipam-policy", LIST(account_key), LIST(policy)},
    [16] = {"account", LIST(account_key), LIST(account)},
    [KIND_ADDRESS] = {"address", LIST(address_key), LIST(address)},
    [18] = {"transfer", LIST(handed_key), LIST(handed)},
    [19] = {"seal", NOTHING, LIST(seal)},
    [20] = {"counts", NOTHING, LIST(counts)},
    [21] = {"places", NOTHING, LIST(places)},
    [22] = {"note", LIST(bytes), LIST(bytes)},
};

const struct kind *kind_of(uint32_t number) {
    return number < COUNT(kinds) && kinds[number].name ? &kinds[number] : NULL;
}

uint32_t kind_number(const char *name) {
    for (uint32_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].name && strcmp(kinds[i].name, name) == 0)
            return i;
    return 0;
}
