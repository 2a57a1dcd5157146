/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns histories: versions of a list of prefixes, each as what was added and
 * removed, made a trace of disjoint blocks that come and go under load.
 *
 *   {"VERSION": {"added": ["a.b.c.d/n", ..], "removed": [..]}, ..}
 *
 * A prefix that is removed and was never added was there from the beginning;
 * adding one that is listed, or removing one that is not, changes nothing. */
#include "trace/make.h"

#include "cli.h"
#include "input.h"
#include "json_read.h"
#include "plan/read.h"
#include "trace/atoms.h"

struct fleet {
    struct make *make;
    struct input input;
    struct atoms atoms;
    cJSON *root;
};

static int refuse(const struct fleet *fleet, const cJSON *version,
                  const char *reason, const char *what) {
    cli_say("%s: version '%.80s': '%.60s' %s", fleet->input.name,
            version->string, what, reason);
    return CLI_BAD_INPUT;
}

static int take_prefix(struct fleet *fleet, const cJSON *version,
                       const cJSON *item, eip_cidr *cidr) {
    const char *text = cJSON_GetStringValue(item);
    uint32_t host;

    if (!text || !read_cidr(text, cidr, &host) || host || cidr->prefix_bits < 8)
        return refuse(fleet, version, "is no CIDR block from /8 to /32",
                      text ? text : "?");
    return CLI_OK;
}

/* A call for each prefix of a version's list. */
typedef int fleet_visit(struct fleet *fleet, eip_cidr cidr);

static int each(struct fleet *fleet, const cJSON *version, const char *name,
                fleet_visit *visit) {
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(version, name);
    const cJSON *item;
    eip_cidr cidr = {0, 0};
    int code = CLI_OK;

    if (!cJSON_IsArray(list))
        return refuse(fleet, version, "is no list of it", name);
    cJSON_ArrayForEach(item, list) {
        code = take_prefix(fleet, version, item, &cidr);
        if (code == CLI_OK)
            code = visit(fleet, cidr);
        if (code != CLI_OK)
            break;
    }
    return code;
}

/* -- first, which prefixes there are, and were from the beginning ----------- */

static int learn_added(struct fleet *fleet, eip_cidr cidr) {
    uint32_t node = atoms_node(&fleet->atoms, cidr);

    if (node == 0)
        return CLI_IO;
    fleet->atoms.items[node].was_added = true;
    return CLI_OK;
}

static int learn_removed(struct fleet *fleet, eip_cidr cidr) {
    uint32_t node = atoms_node(&fleet->atoms, cidr);

    if (node == 0)
        return CLI_IO;
    if (!fleet->atoms.items[node].was_added)
        fleet->atoms.items[node].is_first = true;
    fleet->atoms.items[node].was_added = true;
    return CLI_OK;
}

static int learn(struct fleet *fleet) {
    const cJSON *version;
    int code = CLI_OK;

    cJSON_ArrayForEach(version, fleet->root) {
        if (!cJSON_IsObject(version))
            return refuse(fleet, version, "is no object", "?");
        code = each(fleet, version, "added", learn_added);
        if (code == CLI_OK)
            code = each(fleet, version, "removed", learn_removed);
        if (code != CLI_OK)
            break;
    }
    return code;
}

/* -- then, what comes and goes ---------------------------------------------- */

static void write_atom(const struct fleet *fleet, uint32_t kind,
                       eip_cidr cidr) {
    char line[TRACE_LINE_SIZE];

    (void)trace_write_block(line, kind, cidr, 0);
    fputs(line, fleet->make->file);
}

static void list_atom(void *context, struct atom *atom, eip_cidr cidr) {
    if (atom->listed++ == 0)
        write_atom(context, TRACE_ADD, cidr);
}

static void unlist_atom(void *context, struct atom *atom, eip_cidr cidr) {
    if (--atom->listed == 0)
        write_atom(context, TRACE_DRAIN, cidr);
}

static int tell_added(struct fleet *fleet, eip_cidr cidr) {
    struct atom *atom = &fleet->atoms.items[atoms_node(&fleet->atoms, cidr)];

    if (!atom->is_prefix) {
        atom->is_prefix = true;
        atoms_each(&fleet->atoms, cidr, list_atom, fleet);
    }
    return CLI_OK;
}

static int tell_removed(struct fleet *fleet, eip_cidr cidr) {
    struct atom *atom = &fleet->atoms.items[atoms_node(&fleet->atoms, cidr)];

    if (atom->is_prefix) {
        atom->is_prefix = false;
        atoms_each(&fleet->atoms, cidr, unlist_atom, fleet);
    }
    return CLI_OK;
}

static int tell_first(struct fleet *fleet, eip_cidr cidr) {
    uint32_t node = atoms_node(&fleet->atoms, cidr);

    return fleet->atoms.items[node].is_first ? tell_added(fleet, cidr) : CLI_OK;
}

static int tell(struct fleet *fleet) {
    struct make *make = fleet->make;
    const struct make_options *options = make->options;
    uint64_t versions = (uint64_t)cJSON_GetArraySize(fleet->root);
    uint64_t number = 0;
    const cJSON *version;
    int code = CLI_OK;

    cJSON_ArrayForEach(version, fleet->root) {
        code = each(fleet, version, "removed", tell_first);
        if (code != CLI_OK)
            return code;
    }
    make_fill(make, (uint32_t)options->held);
    cJSON_ArrayForEach(version, fleet->root) {
        uint64_t until = options->operations * ++number / versions;

        make->base_ms = number * options->step_ms;
        make_tick(make);
        /* Added first: what only changes its prefix does not go. */
        code = each(fleet, version, "added", tell_added);
        if (code == CLI_OK)
            code = each(fleet, version, "removed", tell_removed);
        if (code != CLI_OK)
            return code;
        while (make->calls < until)
            make_churn(make, (uint32_t)options->held);
    }
    return code;
}

int make_fleet(struct make *make) {
    struct fleet fleet = {.make = make};
    int code;

    if (!make->options->history)
        return cli_usage("fleet wants --history");
    if (!make_begin(make, (uint32_t)make->options->held * 2))
        return CLI_IO;
    code = input_read(&fleet.input, make->options->history);
    if (code != CLI_OK)
        return code;
    code = json_read(&fleet.input, &fleet.root);
    if (code == CLI_OK && !cJSON_IsObject(fleet.root))
        code = input_refuse_all(&fleet.input, "no object of versions");
    if (code == CLI_OK)
        code = learn(&fleet);
    if (code == CLI_OK)
        code = tell(&fleet);
    cJSON_Delete(fleet.root);
    atoms_free(&fleet.atoms);
    input_free(&fleet.input);
    return code;
}
