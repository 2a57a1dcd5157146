/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipam.h
 * The books of IPAM: part of the catalog (catalog.h), by its mutex.
 *
 *      pool --> its CIDRs            a short list, in the order they came
 *           --> its allocations      Judy: base -> allocation; disjoint
 *      books --> every allocation    Judy: number -> allocation
 *            --> top-level CIDRs of public scopes   Judy: base -> CIDR
 *
 * Addresses are no allocations here: each that is held out of a pool is one,
 * told from its word. Of a pool that serves addresses, those of an allocation
 * are cut out of its blocks (ops/ipam.h).
 *
 * As in byoip.h a state is a deed and its time; nothing is written as time
 * passes.
 */
#ifndef EIP_REGISTRY_IPAM_H
#define EIP_REGISTRY_IPAM_H

#include "eip/ipam.h"
#include "registry/dirty.h"
#include "registry/id.h"
#include "registry/tagset.h"
#include "registry/topology.h"

/** A text that somebody gave. */
struct eip__note {
    uint32_t size;
    char text[];
};

/** NULL: no memory. */
struct eip__note *eip__note_new(struct eip__host *host, eip_text text);
/** NULL is ignored. */
void eip__note_free(struct eip__host *host, struct eip__note *note);
static inline eip_text eip__note_text(const struct eip__note *note) {
    return (eip_text){note->text, note->size, 0};
}

/* -- allocations ----------------------------------------------------------- */

enum eip__ipam_use {
    EIP__IPAM_CUSTOM,
    EIP__IPAM_SUBPOOL,     /* `ipam-pool` */
    EIP__IPAM_PUBLIC_POOL, /* `ec2-public-ipv4-pool` */
    /** Given back, but for want of memory not in the blocks again yet. Nobody
     *  sees it; the next who allocates or gives back here sees to it. */
    EIP__IPAM_OWED
};

struct eip__ipam_allocation {
    eip_cidr cidr;
    struct eip__pool *pool; /* out of which */
    uint64_t number;        /* of its id; from 1 */
    uint64_t owner;         /* account */
    eip_pool_ref resource;  /* SUBPOOL, PUBLIC_POOL: whose it is */
    struct eip__tagset *tags;
    struct eip__note *description;
    enum eip__ipam_use use;
};

/* -- CIDRs ------------------------------------------------------------------ */

enum eip__ipam_deed {
    EIP__IPAM_PROVISIONED,
    EIP__IPAM_REFUSED, /* its authorisation was */
    EIP__IPAM_DEPROVISIONED
};

struct eip__ipam_cidr {
    struct eip__ipam_cidr *next; /* of the pool: the one that came after */
    eip_cidr cidr;
    uint64_t number; /* of its id; from 1 */
    uint64_t deed_ms;
    enum eip__ipam_deed deed;
    bool contiguous; /* out of Amazon's contiguous space */
    bool top;        /* not out of a source pool */
};

/* -- pools ------------------------------------------------------------------- */

enum {
    EIP__IPAM_PRIVATE = 1, /* of a private scope */
    EIP__IPAM_EC2 = 4,     /* AwsService */
    EIP__IPAM_GLOBAL = 8,  /* AwsService global-services */
    EIP__IPAM_AMAZON = 16  /* PublicIpSource amazon, else byoip */
};

/** What SourceResource said. */
struct eip__ipam_origin {
    struct eip__note *id; /* NULL: nothing */
    struct eip__note *type;
    struct eip__note *region;
    uint64_t owner;
};

/** What an IPAM pool has beside what all pools have. */
struct eip__ipam {
    const struct eip__pool *pool; /* whose it is */
    uint64_t scope;               /* id */
    struct eip__pool *source;     /* NULL: a top-level pool */
    struct eip__group *locale;    /* NULL: none */
    uint32_t depth;               /* from 1 */
    uint32_t children;            /* pools whose source it is */
    uint32_t flags;               /* EIP__IPAM_..., for life */
    bool serves; /* gives addresses to AllocateAddress; for life */
    bool auto_import;
    int32_t netmask_min; /* -1: none */
    int32_t netmask_max;
    int32_t netmask_default;
    uint64_t created_ms;
    uint64_t modified_ms;   /* 0: never */
    eip__a64 resource_tags; /* struct eip__tagset, replaced whole, or 0 */
    struct eip__note *description;
    struct eip__ipam_origin origin;
    struct eip__ipam_cidr *cidrs;
    struct eip__ipam_cidr *last; /* of them */
    void *allocations;
    uint64_t allocation_count; /* with those OWED */
    uint64_t owed;
};

/* -- all of it --------------------------------------------------------------- */

struct eip__ipam_books {
    struct eip__lanes *lanes;
    struct eip__dirty *dirty; /* the catalog's */
    void *allocations;
    void *tops;
    void *scopes;     /* Judy: number -> struct eip__ipam_scope */
    void *contiguous; /* Judy: base -> struct eip__ipam_block */
    void *tokens;     /* Judy: account + 1 -> struct eip__ipam_tokens */
    uint64_t numbers; /* that ids have had */
    uint64_t scope_numbers;
    struct eip__id_key cidr_key;
    struct eip__id_key allocation_key;
    struct eip__id_key address_key; /* ids of addresses' allocations */
    struct eip__id_key scope_key;
    struct eip__id_key ipam_key;
    uint64_t check_key; /* second halves of ids */
};

/** Numbers of scopes that were made begin above those of all accounts. */
#define EIP__IPAM_SCOPES_MADE (UINT64_C(1) << 60)

/** A scope made by the administrator. */
struct eip__ipam_scope {
    uint64_t number;
    uint64_t owner;
    bool is_private;
};

/** Amazon's contiguous space. */
struct eip__ipam_block {
    eip_cidr cidr;
    struct eip__group *group;
};

/** What a client token stood for. */
struct eip__ipam_token {
    uint64_t name[2]; /* hashes of operation and token; 0, 0: none */
    uint64_t asked;   /* hash of all other parameters */
    uint64_t answer;  /* number or id of what was made */
};

/** The tokens that an account used last, in a ring. */
enum { EIP__IPAM_TOKENS = 64 };
struct eip__ipam_tokens {
    uint32_t next;
    uint32_t reserved;
    struct eip__ipam_token token[EIP__IPAM_TOKENS];
};

void eip__ipam_books_open(struct eip__ipam_books *books,
                          struct eip__lanes *lanes, uint64_t seed);
/** The pools' own go with the pools. */
void eip__ipam_books_close(struct eip__ipam_books *books,
                           struct eip__host *host);

/** What a new pool of this owner has: NULL: no memory. */
struct eip__ipam *eip__ipam_new(struct eip__ipam_books *books,
                                struct eip__host *host, uint64_t owner);
/** With its CIDRs and allocations; NULL is ignored. They are in no map of the
 *  books any more, or those have been closed. */
void eip__ipam_free(struct eip__host *host, struct eip__ipam *ipam);
/** May the pool not be deleted: has it CIDRs, allocations or children? */
bool eip__ipam_in_use(const struct eip__ipam *ipam);

/* -- ids ----------------------------------------------------------------------- */

eip_ipam_id eip__ipam_cidr_id(const struct eip__ipam_books *books,
                              uint64_t number);
eip_ipam_id eip__ipam_allocation_id(const struct eip__ipam_books *books,
                                    uint64_t number);
/** Of the allocation that an address is, by its allocation id. */
eip_ipam_id eip__ipam_address_id(const struct eip__ipam_books *books,
                                 uint64_t allocation_id);
/** The number of an allocation's id; 0: it is none of these. */
uint64_t eip__ipam_allocation_number(const struct eip__ipam_books *books,
                                     eip_ipam_id id);
/** False: it is no id of an address. */
bool eip__ipam_address_of(const struct eip__ipam_books *books, eip_ipam_id id,
                          uint64_t *allocation_id);
/** Scopes and IPAMs of an account need no books: their ids are its number. */
uint64_t eip__ipam_default_scope(const struct eip__ipam_books *books,
                                 uint64_t account);
uint64_t eip__ipam_of(const struct eip__ipam_books *books, uint64_t account);
/** Whose the scope is. False: there is none of this id. */
bool eip__ipam_scope(const struct eip__ipam_books *books, uint64_t id,
                     struct eip__ipam_scope *scope);
/** EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__ipam_add_scope(struct eip__ipam_books *books,
                               struct eip__host *host, uint64_t owner,
                               bool is_private, uint64_t *id);
/** How many the account has, the default one apart. */
uint32_t eip__ipam_count_scopes(const struct eip__ipam_books *books,
                                uint64_t owner);

/* -- CIDRs ------------------------------------------------------------------------ */

/** A number that no CIDR or allocation has had. */
static inline uint64_t eip__ipam_number(struct eip__ipam_books *books) {
    return ++books->numbers;
}

/** Enter a CIDR, which takes it over. False: no memory. */
bool eip__ipam_enter_cidr(struct eip__ipam_books *books, struct eip__ipam *ipam,
                          struct eip__ipam_cidr *cidr);
/** Take it out of the map, so that it is no longer in the way; once. */
void eip__ipam_close_cidr(struct eip__ipam_books *books,
                          const struct eip__ipam *ipam,
                          const struct eip__ipam_cidr *cidr);
/** Take it out of the pool's list, and free it. */
void eip__ipam_drop_cidr(struct eip__host *host, struct eip__ipam *ipam,
                         struct eip__ipam_cidr *cidr);
/** The provisioned CIDR that is exactly this, or NULL. */
struct eip__ipam_cidr *eip__ipam_cidr_at(const struct eip__ipam *ipam,
                                         eip_cidr cidr);
/** The CIDR of the pool that has all of this; or this, also of NULL. */
eip_cidr eip__ipam_whole(const struct eip__ipam *ipam, eip_cidr cidr);
/** The provisioned CIDR that has all of this, or NULL. */
struct eip__ipam_cidr *eip__ipam_cidr_over(const struct eip__ipam *ipam,
                                           eip_cidr cidr);
/** How many are provisioned. */
uint32_t eip__ipam_count_cidrs(const struct eip__ipam *ipam);
/** The top-level CIDR of a public scope that overlaps, or NULL. */
const struct eip__ipam_cidr *eip__ipam_top(const struct eip__ipam_books *books,
                                           eip_cidr cidr);

/** Is any of it IPAM's: in such a top-level CIDR, or contiguous space? */
bool eip__ipam_reserves(const struct eip__ipam_books *books, eip_cidr cidr);
/** The block of contiguous space that overlaps, or NULL. */
struct eip__ipam_block *eip__ipam_block(const struct eip__ipam_books *books,
                                        eip_cidr cidr);
/** The first one at this base or above, or NULL. */
struct eip__ipam_block *
eip__ipam_block_from(const struct eip__ipam_books *books, uint64_t base);
/** EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__ipam_add_block(struct eip__ipam_books *books,
                               struct eip__host *host, eip_cidr cidr,
                               struct eip__group *group);

/* -- allocations --------------------------------------------------------------------- */

/** Enter an allocation, which takes it over. False: no memory. */
bool eip__ipam_enter(struct eip__ipam_books *books,
                     struct eip__ipam_allocation *allocation);
/** It has changed. */
void eip__ipam_touch(struct eip__ipam_books *books,
                     const struct eip__ipam_allocation *allocation);
/** Take it out again. */
void eip__ipam_leave(struct eip__ipam_books *books,
                     const struct eip__ipam_allocation *allocation);
/** The same, and free it. */
void eip__ipam_remove(struct eip__ipam_books *books, struct eip__host *host,
                      struct eip__ipam_allocation *allocation);
/** The pool's first allocation that ends at `from` or above it, or NULL. */
struct eip__ipam_allocation *eip__ipam_from(const struct eip__ipam *ipam,
                                            uint64_t from);
/** The pool's first allocation that overlaps, or NULL. */
struct eip__ipam_allocation *eip__ipam_overlap(const struct eip__ipam *ipam,
                                               eip_cidr cidr);
/** By number, or NULL. */
struct eip__ipam_allocation *
eip__ipam_by_number(const struct eip__ipam_books *books, uint64_t number);
/** The one with the least number that is this or above, or NULL. */
struct eip__ipam_allocation *
eip__ipam_number_from(const struct eip__ipam_books *books, uint64_t number);
/** One that was never entered. */
void eip__ipam_allocation_free(struct eip__host *host,
                               struct eip__ipam_allocation *allocation);

#endif
