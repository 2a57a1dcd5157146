/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file field.h
 * Bytes of a record as members of JSON, and these as the bytes again: both by
 * one table of fields for what a kind of records has for its key, and one for
 * its payload (kinds.c).
 *
 * Numbers of up to 15 digits are JSON's, greater ones text, as JSON's readers
 * round these. What a field cannot say exactly it does not say: then the record
 * goes out as hexadecimal digits (lines.c).
 */
#ifndef EIP_TOOL_STORE_FIELD_H
#define EIP_TOOL_STORE_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

/** What a field is, and how it is said. */
enum field_type {
    FIELD_NUMBER,
    FIELD_HASH,    /* u64: 16 hexadecimal digits */
    FIELD_TIME,    /* u64, ms since 1970: "2026-01-31T12:30:00.000Z"; 0: null */
    FIELD_TIME_40, /* u64: the same but for multiples of 2^40 ms */
    FIELD_NETMASK, /* u32: -1: null */
    FIELD_BOOL,
    FIELD_WORD,          /* one of `words`; others as numbers */
    FIELD_FLAGS,         /* u32: a list of `words`, the rest as a number */
    FIELD_ADDRESS,       /* dotted; above them all: a number */
    FIELD_CIDR,          /* u32, u8: dotted, slash, length */
    FIELD_ACCOUNT,       /* u64: 12 digits */
    FIELD_ACCOUNT_AFTER, /* u64: the account + 1 */
    FIELD_ACCOUNTS,      /* u64, so many accounts: a list */
    FIELD_GROUP,         /* u32: a border group's number + 1; 0: null */
    FIELD_POOL,          /* u8, u64: its id */
    FIELD_SPACE,         /* u8, u64: a pool's id, or Amazon's border group */
    FIELD_ID,            /* u64: as `id` spells it */
    FIELD_TEXT,          /* u32, bytes; absent: null */
    FIELD_TAGS,          /* u8, so many pairs of texts: an object */
    FIELD_BYTES,         /* all that is left: hexadecimal digits */
    FIELD_ROWS,          /* as many of `list` as are left: a list */
    FIELD_MORE,  /* `list`, if anything is left: an object, or no member */
    FIELD_FACTS, /* the same; u32 mask of which of `list` there are */
    FIELD_TYPES
};

enum {
    FIELD_OR_NULL = 1, /* 0 (of a pool: Amazon's) is null */
    FIELD_IF = 2,      /* only with `bit` of the flags before */
    FIELD_UNLESS = 4   /* only without */
};

struct field_list {
    const struct field *field;
    uint32_t count;
};

/** Spells an id of 64 bits, and reads it. */
struct field_id {
    const char *what; /* "an allocation id" */
    bool (*show)(uint64_t id, char text[64]);
    bool (*read)(const char *text, uint64_t *id);
};

struct field {
    const char *name;
    uint8_t type;  /* FIELD_... */
    uint8_t width; /* bytes of a number, if its type does not say */
    uint16_t how;  /* FIELD_OR_NULL, ... */
    uint32_t bit;  /* or how many words */
    union {
        const char *const *words; /* NULL: no such word */
        const struct field_id *id;
        const struct field_list *list;
    } by;
};

/** Bytes that are read; of a key, where numbers begin with the highest byte. */
struct field_source {
    const uint8_t *at;
    uint64_t left;
    uint64_t flags;     /* those read last */
    uint64_t latest_ms; /* near this are times of 40 bits */
    bool is_key;
    bool is_bad; /* more was asked for than there is */
};

/** Bytes that are written, and where in the line they come from. */
struct field_sink {
    uint8_t *bytes;
    uint64_t size;
    uint64_t room;
    uint64_t flags;
    bool is_key;
    char place[128]; /* "value.Ipam.Locale" */
};

/** The bytes as an object, all of them; NULL: they are not what the list says, or
 *  JSON cannot say them. */
cJSON *fields_show(struct field_source *source, const struct field_list *list);
/** Write what an object says. False after a message that names the member and
 *  its value. */
bool fields_read(struct field_sink *sink, const struct field_list *list,
                 const cJSON *object);

/** A number as JSON, and back. */
cJSON *field_show_number(uint64_t number);
bool field_read_number(const cJSON *value, uint64_t most, uint64_t *number);
/** Bytes as hexadecimal digits, and back: allocated; NULL: they are none. */
cJSON *field_show_hex(const uint8_t *bytes, uint64_t size);
uint8_t *field_read_hex(const char *text, uint64_t *size);
/** Say that a member is not what it should be. False. */
bool field_refuse(const struct field_sink *sink, const char *name,
                  const cJSON *value, const char *wanted);

/* -- for field_show.c and field_read.c --------------------------------------- */

uint64_t field_most(uint32_t width);
/** Put bytes; a number of `width` bytes. */
void field_put(struct field_sink *sink, const void *bytes, uint64_t size);
void field_put_number(struct field_sink *sink, uint64_t number, uint32_t width);
/** Is the field there, by the flags before it? */
static inline bool field_is_there(const struct field *field, uint64_t flags) {
    bool has = (flags & field->bit) != 0;

    return (field->how & (FIELD_IF | FIELD_UNLESS)) == 0 ||
           has == ((field->how & FIELD_IF) != 0);
}

#endif
