/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a device would have: files, and the directory that names them. */
#include "support/device/watch.h"

#include "support/device/device.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES = 16, DESCRIPTORS = 1024, SECTOR = 512, NAMES = 4, DEEDS = 64 };

/* A sector's worth of a write, not synced. */
struct pending {
    uint64_t at;
    uint32_t size;
    uint8_t bytes[SECTOR];
};

struct file {
    uint8_t *synced;
    uint64_t size; /* of what is synced */
    struct pending *pending;
    uint64_t count;
    uint64_t room;
};

/* What the directory's names stand for; 0: nothing. */
struct names {
    unsigned file[NAMES];
};

static const char *const names[NAMES] = {"data.mdb", "new.mdb", "lock", ""};
static char directory[128];
static bool is_off;
static struct file files[FILES];
static unsigned file_count;
static struct names now;
static struct names
    deeds[DEEDS];           /* the directory after each, from the synced */
static unsigned deed_count; /* deeds[0] is what is synced */
static struct {
    unsigned file; /* 0: not watched */
    bool is_directory;
    bool is_synced; /* each write */
} open_files[DESCRIPTORS];

void (*device_before)(void);

bool watch_is_off(void) {
    return is_off;
}

void watch_before(void) {
    if (device_before != NULL && directory[0] != '\0' && !is_off) {
        is_off = true;
        device_before();
        is_off = false;
    }
}

static void *must(void *block) {
    if (block == NULL) {
        perror("watch");
        _exit(2);
    }
    return block;
}

/* The place of a name of the directory; NAMES: it is none. */
static unsigned place_of(const char *path) {
    size_t size = strlen(directory);

    if (size != 0 && strncmp(path, directory, size) == 0 && path[size] == '/') {
        for (unsigned i = 0; i < NAMES - 1; i++) {
            if (strcmp(path + size + 1, names[i]) == 0) {
                return i;
            }
        }
    }
    return NAMES;
}

static void deed(void) {
    if (deed_count == DEEDS) {
        fprintf(stderr, "watch: too many deeds\n");
        _exit(2);
    }
    deeds[deed_count++] = now;
}

void device_watch(const char *path) {
    device_forget();
    (void)snprintf(directory, sizeof directory, "%s", path);
    deed();
}

void device_forget(void) {
    for (unsigned i = 0; i < FILES; i++) {
        free(files[i].synced);
        free(files[i].pending);
    }
    memset(files, 0, sizeof files);
    memset(&now, 0, sizeof now);
    memset(open_files, 0, sizeof open_files);
    directory[0] = '\0';
    file_count = 0;
    deed_count = 0;
}

void watch_open(int file, const char *path, int flags) {
    unsigned place = place_of(path);

    if (file < 0 || file >= DESCRIPTORS || is_off) {
        return;
    }
    open_files[file].file = 0;
    open_files[file].is_directory =
        directory[0] != '\0' && strcmp(path, directory) == 0;
    open_files[file].is_synced = (flags & O_DSYNC) != 0;
    if (place == NAMES) {
        return;
    }
    if (now.file[place] == 0) {
        now.file[place] = ++file_count;
        deed();
    }
    if (file_count >= FILES) {
        fprintf(stderr, "watch: too many files\n");
        _exit(2);
    }
    open_files[file].file = now.file[place];
}

void watch_close(int file) {
    if (file >= 0 && file < DESCRIPTORS && !is_off) {
        open_files[file].file = 0;
        open_files[file].is_directory = false;
    }
}

static void apply(struct file *file, const struct pending *write) {
    if (write->at + write->size > file->size) {
        file->synced = must(realloc(file->synced, write->at + write->size));
        memset(file->synced + file->size, 0,
               write->at + write->size - file->size);
        file->size = write->at + write->size;
    }
    memcpy(file->synced + write->at, write->bytes, write->size);
}

void watch_write(int descriptor, const void *bytes, size_t size, uint64_t at) {
    struct file *file;
    uint64_t first;

    if (is_off || descriptor < 0 || descriptor >= DESCRIPTORS ||
        open_files[descriptor].file == 0) {
        return;
    }
    file = &files[open_files[descriptor].file];
    first = file->count;
    for (uint64_t done = 0; done < size;) {
        struct pending *write;
        uint64_t part = SECTOR - (at + done) % SECTOR;

        if (file->count == file->room) {
            file->room = file->room * 2 + 64;
            file->pending = must(
                realloc(file->pending, file->room * sizeof *file->pending));
        }
        write = &file->pending[file->count++];
        write->at = at + done;
        write->size = (uint32_t)(size - done < part ? size - done : part);
        memcpy(write->bytes, (const uint8_t *)bytes + done, write->size);
        done += write->size;
    }
    if (open_files[descriptor].is_synced) {
        /* This write is on the device; those before it need not be. */
        for (uint64_t i = first; i < file->count; i++) {
            apply(file, &file->pending[i]);
        }
        file->count = first;
    }
}

void watch_sync(int descriptor) {
    struct file *file;

    if (is_off || descriptor < 0 || descriptor >= DESCRIPTORS) {
        return;
    }
    if (open_files[descriptor].is_directory) {
        deeds[0] = now;
        deed_count = 1;
    }
    file = &files[open_files[descriptor].file];
    for (uint64_t i = 0; i < file->count; i++) {
        apply(file, &file->pending[i]);
    }
    file->count = 0;
}

void watch_rename(const char *from, const char *to) {
    unsigned old = place_of(from);
    unsigned new = place_of(to);

    if (!is_off && old != NAMES && new != NAMES) {
        now.file[new] = now.file[old];
        now.file[old] = 0;
        deed();
    }
}

void watch_unlink(const char *path) {
    unsigned place = place_of(path);

    if (!is_off && place != NAMES && now.file[place] != 0) {
        now.file[place] = 0;
        deed();
    }
}

uint64_t device_unsynced(void) {
    uint64_t count = 0;

    for (unsigned i = 0; i < FILES; i++) {
        count += files[i].count;
    }
    return count;
}

/* -- the crash ------------------------------------------------------------------- */

static uint64_t next(uint64_t *random) {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static bool is_kept(enum device_loss loss, uint64_t *random) {
    return loss == DEVICE_LOSE_NONE ||
           (loss == DEVICE_LOSE_SOME && next(random) % 2 == 0);
}

static void write_file(const char *copy, const char *name,
                       const struct file *file, enum device_loss loss,
                       uint64_t *random) {
    struct file left = {NULL, 0, NULL, 0, 0};
    char path[256];
    int descriptor;

    if (file->size != 0) {
        left.synced = must(malloc(file->size));
        memcpy(left.synced, file->synced, file->size);
        left.size = file->size;
    }
    for (uint64_t i = 0; i < file->count; i++) {
        if (is_kept(loss, random)) {
            apply(&left, &file->pending[i]);
        }
    }
    (void)snprintf(path, sizeof path, "%s/%s", copy, name);
    descriptor = (int)syscall(SYS_openat, AT_FDCWD, path,
                              O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0 || syscall(SYS_pwrite64, descriptor, left.synced,
                                  left.size, 0) != (long)left.size) {
        perror(path);
        _exit(2);
    }
    (void)syscall(SYS_close, descriptor);
    free(left.synced);
}

void device_crash(const char *copy, enum device_loss loss, uint64_t *random) {
    unsigned which = loss == DEVICE_LOSE_ALL ? 0
                     : loss == DEVICE_LOSE_NONE
                         ? deed_count - 1
                         : (unsigned)(next(random) % deed_count);

    device_remove(copy);
    (void)syscall(SYS_mkdirat, AT_FDCWD, copy, 0700);
    for (unsigned i = 0; i < NAMES; i++) {
        if (deeds[which].file[i] != 0) {
            write_file(copy, names[i], &files[deeds[which].file[i]], loss,
                       random);
        }
    }
}
