/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file model.h
 * What the rulings, the decisions and include/eip say, a second time and as
 * plainly as can be: a table of places, one for each address that might be
 * provisioned, which every question walks through. Knows nothing of lib/.
 *
 * Where the rulings leave the choice of an address open, the model says which
 * are allowed, and is told which one the engine took.
 */
#ifndef EIP_TESTS_PROOF_MODEL_MODEL_H
#define EIP_TESTS_PROOF_MODEL_MODEL_H

#include "eip/eip.h"

#include <stdbool.h>

enum {
    ACCOUNTS = 8,
    GROUPS = 4, /* network border groups; 0 is the Region's own */
    /* Pools: Amazon's, public IPv4 pools, IPAM's, CoIP pools, all of the
     * administrator; and IPAM's that CreateIpamPool made. */
    IPAM_FIRST = 4,
    COIP_FIRST = 7,
    COIPS = 2,
    PLAIN_POOLS = COIP_FIRST + COIPS,
    MADE = 96,
    BARE_FIRST = PLAIN_POOLS + MADE, /* CoIP pools without addresses */
    BARES = 8,
    POOLS = BARE_FIRST + BARES,
    BLOCKS = 48, /* CIDR blocks at one time */
    SPACES = GROUPS + POOLS,
    PUBLIC_PLACES = 512, /* one space of addresses ... */
    OWN_PLACES = 128,    /* ... and one for each CoIP pool */
    PLACES = PUBLIC_PLACES + 2 * OWN_PLACES,
    WORDS = PUBLIC_PLACES / 64,
    HANDED = 1024, /* accepted within 14 days */
    IPAM_CIDRS = 384,
    ALLOCATIONS = 256, /* out of IPAM pools; addresses are none of these */
    CONTIGUOUS = 4,
    RANGES = 32, /* of BYOIP, of all accounts */
    SCOPES = 3,  /* of an account */
    POLICY_RULES = 12,
    NOBODY = -1
};

/** A tag, by its number in the tables of texts.h. */
struct tag {
    uint8_t key;
    uint8_t value;
};

struct tags {
    uint32_t count;
    struct tag tag[EIP_LIMIT_TAGS]; /* by key */
};

/** What may be true of an address that is held, besides. Texts are numbers
 *  of the tables of facts.h; 0 is none. */
struct facts {
    uint64_t ptr_ms; /* of the last update of the PTR record */
    uint64_t association;
    uint64_t owner; /* of the interface */
    uint64_t offer_to;
    uint64_t offer_ms; /* until when */
    uint32_t private_ip;
    uint32_t service;
    bool updated; /* the PTR record, ever */
    bool refused; /* the last update, by DNS */
    uint8_t ptr;  /* before the last update */
    uint8_t next;
    bool associated;
    bool in_default;
    uint8_t instance;
    uint8_t interface;
    uint8_t subnet;
    bool offered;
    bool disabled;
    bool locked;
    bool came;         /* from EC2-Classic, by a move */
    uint64_t moved_ms; /* when it moved last; 0: never */
};

struct place {
    uint32_t ip;
    int16_t block; /* or NOBODY */
    int8_t holder; /* an account, or NOBODY */
    int8_t giver;  /* who released it and may have it back, or NOBODY */
    bool used;     /* allocated since its block was provisioned */
    bool fresh;    /* class (a): never allocated, or without cooldown */
    bool draining;
    bool standard;     /* of EC2-Classic */
    int8_t source;     /* the IPAM pool that `lot` is of */
    uint32_t lot;      /* of IPAM's, to a public IPv4 pool; 0: none */
    uint64_t id;       /* of its last allocation */
    uint64_t bucket;   /* in which it was released */
    uint64_t freed_ms; /* when */
    uint64_t order;    /* of allocation, of all */
    uint64_t taken_ms; /* when */
    struct tags tags;
    struct facts facts;
};

/** A transfer that was accepted. */
struct handed {
    uint64_t id;
    uint64_t order; /* the source's */
    uint64_t offer_ms;
    uint64_t accepted_ms;
    uint32_t ip;
    int source;
    int target;
};

/** A CIDR block. Some of its places may have gone to another, or to none: it
 *  has those that say so. */
struct block {
    eip_cidr cidr;
    uint8_t pool;
    uint8_t group;
    bool present;
    uint16_t first; /* place */
    uint16_t size;
    uint16_t left; /* of its places */
    uint16_t held;
};

/** Places in a row. */
struct span {
    int first;
    int size;
};

/** What became of a CIDR of an IPAM pool last. */
enum cidr_deed { CIDR_PROVISIONED, CIDR_REFUSED, CIDR_DEPROVISIONED };

/** A CIDR of an IPAM pool: some of it may be allocated to other pools. */
struct ipam_cidr {
    bool present; /* also if it only shows */
    enum cidr_deed deed;
    uint8_t pool;
    bool contiguous; /* out of Amazon's space */
    eip_cidr cidr;
    eip_ipam_id id; /* zero: not seen yet */
    uint64_t order; /* in which they came, of all */
    uint64_t deed_ms;
};

enum use { USE_CUSTOM, USE_SUBPOOL, USE_PUBLIC_POOL };

/** An allocation out of an IPAM pool. */
struct ipam_allocation {
    bool present;
    enum use use;
    uint8_t pool;
    uint8_t resource; /* the pool that it is for, or 0 */
    int8_t owner;
    eip_cidr cidr;
    eip_ipam_id id; /* zero: not seen yet */
    uint64_t order;
    uint32_t description;
    struct tags tags;
};

/** Amazon's contiguous space. */
struct contiguous {
    eip_cidr cidr;
    int group;
};

/** What was done to a range last (BYOIP). */
enum deed {
    DEED_PROVISIONED,
    DEED_REFUSED, /* by the verifier: it has no pool */
    DEED_ADVERTISED,
    DEED_WITHDRAWN,
    DEED_KEPT, /* to be deprovisioned, but in use */
    DEED_DEPROVISIONED,
    DEED_MOVED
};

/** A range that an account has brought. */
struct range {
    bool present;
    enum deed deed;
    uint8_t description; /* number; 0: none */
    uint8_t group;
    int8_t owner;
    int8_t pool; /* or NOBODY */
    int8_t ipam; /* to which it was moved, or NOBODY */
    uint32_t asn;
    uint64_t deed_ms;
    eip_cidr cidr;
    eip_pool_ref ipam_ref;
};

/** The addresses of a pool in a border group. */
struct space {
    uint16_t first; /* place of bit 0 */
    uint16_t blocks;
    uint64_t fresh[WORDS];    /* to be had, class (a) */
    uint64_t returned[WORDS]; /* to be had, classes (b) and (c) */
    uint64_t cursor;          /* above the last that CURSOR picked */
    uint64_t bucket;          /* the youngest */
    uint64_t opened_ms;       /* when that began */
};

struct pool {
    bool exists;
    bool ever; /* `ref` has a meaning */
    eip_pool_ref ref;
    int owner;
    uint32_t shared; /* a bit for each account */
    uint32_t policy;
    uint32_t flags;
    uint64_t cooldown_ms;
    int group;      /* of its blocks; of Amazon's pool without meaning */
    int home;       /* the border group that it was made in, or NOBODY */
    int range;      /* that it was made for (BYOIP), or NOBODY */
    uint64_t order; /* of creation */
    uint32_t table; /* of local gateways; 0: none */
    struct tags tags;
};

/** What an IPAM pool has beside what all pools have. */
struct ipam {
    bool present;
    int owner;
    int scope;  /* 0: the default, public; else private */
    int source; /* or NOBODY */
    int locale; /* a border group, or NOBODY */
    uint32_t service;
    uint32_t origin;   /* PublicIpSource */
    uint32_t resource; /* SourceResource, by number; 0: none */
    uint32_t depth;
    int32_t least;
    int32_t most;
    int32_t usual;
    uint32_t description;
    bool imports;
    bool modified;
    uint64_t since_ms; /* in progress */
    struct tags wanted;
};

/** A client token that made something. */
struct ipam_token {
    uint32_t name;   /* 0: none */
    uint32_t action; /* which operation's */
    uint64_t asked;  /* hash of the parameters */
    uint64_t made;   /* id of the pool, or the order of what it made */
};

/** An account's IPAM policy (R21). */
struct policy_rule {
    int group;
    eip_pool_ref pool;
};
struct policy {
    uint32_t count; /* 0: it has none */
    bool overflow;
    struct policy_rule rule[POLICY_RULES];
};

struct account {
    bool known;
    bool classic;
    uint32_t quota;
    uint32_t used;
    uint32_t held;
    uint64_t turned_ms;     /* advertised or withdrew; 0: never */
    uint16_t place[PLACES]; /* held, in the order of allocation */
};

struct model {
    struct account account[ACCOUNTS];
    struct policy policy[ACCOUNTS];
    struct pool pool[POOLS];
    struct space space[SPACES];
    struct block block[BLOCKS];
    struct place place[PLACES];
    struct ipam_cidr ipam_cidr[IPAM_CIDRS];
    struct ipam_allocation allocation[ALLOCATIONS];
    struct contiguous contiguous[CONTIGUOUS];
    uint32_t contiguous_count;
    eip_ipam_id eip_id[PUBLIC_PLACES]; /* of held ones, as allocations */
    struct range range[RANGES];
    uint32_t lots; /* numbers given */
    bool group_exists[GROUPS];
    bool claim_any;
    bool is_halved;   /* the upper half of the public space is for BYOIP */
    uint32_t base[3]; /* first address of each table */
    uint64_t cooldown_ms;
    uint64_t now_ms;
    uint64_t settle_ms;
    uint64_t order; /* the last given */
    struct handed handed[HANDED];
    uint32_t handed_count;
    eip_engine_stats count;
    struct ipam ipam[POOLS];          /* of those that are IPAM's */
    uint64_t scope[ACCOUNTS][SCOPES]; /* 0: not made */
    uint64_t ipam_id[ACCOUNTS];       /* 0: not seen yet */
    struct ipam_token token[ACCOUNTS][EIP_IPAM_CLIENT_TOKENS];
    uint32_t tokens[ACCOUNTS];
};

/** Zero but for what an engine has when it is opened. */
void model_open(struct model *m, const uint32_t base[3], uint32_t quota,
                uint64_t cooldown_ms);

/* -- addresses ------------------------------------------------------------- */

/** The place of an address in the public space (pool 0 to 6) or a CoIP
 *  pool's; NOBODY if it is not provisioned. */
int model_place(const struct model *m, int pool, uint32_t ip);
int model_space_of(int pool, int group);
/** 0: the public space; a CoIP pool has one of its own. */
int model_table_of(int pool);
static inline const struct block *model_block(const struct model *m,
                                              int place) {
    return &m->block[m->place[place].block];
}
static inline struct pool *model_pool_at(struct model *m, int place) {
    return &m->pool[m->block[m->place[place].block].pool];
}
/** Not held, and its block not being drained. */
bool model_is_free(const struct model *m, int place);
bool model_is_cooling(const struct model *m, int place);
bool model_admits(const struct model *m, int pool, int account);
/** Used up: what counts towards the quota is Amazon's pool (R9). */
bool model_at_quota(const struct model *m, int account);

/** Decisions, order of reuse: what a request for any address may be given.
 *  False: nothing. */
bool model_allowed(const struct model *m, int space, uint64_t allowed[WORDS]);

/** @param[in] picked  By policy, not by name. */
void model_take(struct model *m, int place, int account, bool standard,
                uint64_t id, bool picked);
void model_give(struct model *m, int place);
/** It is to be had, or not, as it now is. */
void model_offer(struct model *m, int place);
/** R2: to another account, with its id and without its facts. */
void model_hand(struct model *m, int place, int account);

/* -- facts ----------------------------------------------------------------- */

/** R19: what the PTR record shows as, now. */
struct ptr {
    uint8_t record;
    uint8_t update;
    bool is_pending;
    bool has_failed;
};
struct ptr model_ptr(const struct model *m, int place);
/** R14: it can be neither released nor handed over. */
bool model_ptr_blocks(const struct model *m, int place);
/** An offer that is there, pending or disabled. */
bool model_offers(const struct model *m, int place);

/* -- administration -------------------------------------------------------- */

void model_set_pool(struct model *m, int pool, uint32_t policy, uint32_t flags,
                    uint64_t cooldown_ms);
/** A pool is made anew: without attributes, blocks and history. */
void model_new_pool(struct model *m, int pool, int owner, eip_pool_ref ref);
/** Delete it; a range that it has been moved with goes, too. */
void model_end_pool(struct model *m, int pool);
/** It has CIDRs, or is that of a range (BYOIP): it cannot be deleted. */
bool model_in_use(const struct model *m, int pool);
/** The border group that all its blocks must be in, or NOBODY. Not of Amazon's
 *  pool. */
int model_group_of(const struct model *m, int pool);

/* -- CIDR blocks (cidr.c) --------------------------------------------------- */

/** Something provisioned overlaps this CIDR in the pool's space. */
bool model_overlaps(const struct model *m, int pool, eip_cidr cidr);
/** The places of a CIDR of the pool's space, or size 0. */
struct span model_span(const struct model *m, int pool, eip_cidr cidr);
/** There is room for `more` blocks. */
bool model_has_room(const struct model *m, int more);
void model_add_block(struct model *m, int pool, int group, eip_cidr cidr);
/** The largest CIDR with this place that is of one block, of one lot of IPAM's
 *  and drained or not as a whole: what an operation can name. */
eip_cidr model_part(const struct model *m, int place);
/** All places are of one such part of the pool. */
bool model_is_part(const struct model *m, int pool, struct span span);
uint32_t model_held(const struct model *m, struct span span);
void model_drain(struct model *m, struct span span, bool draining);
/** Nobody holds one of them. A lot of IPAM's goes back to its pool. */
void model_remove(struct model *m, struct span span);
/** To a pool, as places that nobody has had. */
void model_move(struct model *m, struct span span, int pool, int group);
/** They are one lot of IPAM's from now on. */
void model_make_lot(struct model *m, struct span span, int source);

/** Places of one block, of which nobody holds one, are nobody's; and of the
 *  pool, as places that nobody has had. */
void model_cut(struct model *m, struct span span);
void model_put(struct model *m, int pool, int group, eip_cidr cidr);

/* -- IPAM's books (ipam_books.c) --------------------------------------------- */

static inline bool model_is_coip(int pool) {
    return (pool >= COIP_FIRST && pool < PLAIN_POOLS) || pool >= BARE_FIRST;
}
static inline bool model_is_ipam(int pool) {
    return pool >= IPAM_FIRST && !model_is_coip(pool);
}
/** From this one on, the first IPAM pool that the account may use; or this. */
int model_some_ipam(const struct model *m, int from, int account);
/** Of a pool that serves, addresses are to be had. */
bool model_serves(const struct model *m, int pool);
/** A border group, or NOBODY. */
int model_locale(const struct model *m, int pool);
/** Top-level, public, and not Amazon's. */
bool model_is_brought(const struct model *m, int pool);

/** The provisioned CIDR of the pool that has all of this, or NULL. */
struct ipam_cidr *model_ipam_cidr(struct model *m, int pool, eip_cidr cidr);
/** A new one, provisioned; NULL: there is no room for one. */
struct ipam_cidr *model_add_ipam_cidr(struct model *m, int pool, eip_cidr cidr);
bool model_has_ipam_room(const struct model *m);
uint32_t model_count_ipam_cidrs(const struct model *m, int pool);
/** It is IPAM's: in a top-level CIDR of a public scope, or contiguous. */
bool model_ipam_reserves(const struct model *m, eip_cidr cidr);
/** Take it out of the pool, back to the source pool if there is one. */
void model_end_ipam_cidr(struct model *m, struct ipam_cidr *cidr);

struct ipam_allocation *model_add_allocation(struct model *m, int pool,
                                             eip_cidr cidr, enum use use);
/** The pool's first that overlaps, or NULL. */
struct ipam_allocation *model_allocation_over(struct model *m, int pool,
                                              eip_cidr cidr);
/** It goes back to its pool. */
void model_give_back(struct model *m, struct ipam_allocation *allocation);
/** A part of an allocation to a public IPv4 pool is one no more. */
void model_split(struct model *m, int pool, eip_cidr cidr);
bool model_has_allocations(const struct model *m, int pool);

/** What of an IPAM pool is asked for; and what was found. */
struct ipam_want {
    int pool;
    bool named;
    eip_cidr cidr; /* its base counts only if it is named */
    uint32_t allowed_count;
    uint32_t refused_count;
    const eip_cidr *allowed;
    const eip_cidr *refused;
};
/** EIP_OK, or why it is not to be had. */
eip_status model_find_free(struct model *m, struct ipam_want *want);

static inline bool bit_is(const uint64_t *bits, uint32_t at) {
    return (bits[at / 64] >> at % 64 & 1) != 0;
}

#endif
