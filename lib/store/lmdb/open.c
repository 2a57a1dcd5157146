/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the opening and closing. A new store is made under another name and then
 * renamed, so that `data.mdb` is whole if it is there at all; directories are
 * synced, so that what was made stays. */
#include "base/fail.h"
#include "base/structs.h"
#include "store/lmdb/lmdb.h"
#include "store/lmdb/meta.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAP_BYTES (UINT64_C(64) << 20)
#define PAGE_MAX UINT64_C(65536) /* of memory, on any machine */
#define FILE_NAME "/data.mdb"
#define NEW_NAME "/new.mdb"
#define LOCK_NAME "/lock"

enum { MODE = 0600, MODE_DIRECTORY = 0700, NAME_MAX_OWN = 16 };

/* What is being opened. */
struct opening {
    struct eip__lmdb *lmdb;
    const char *directory;
    uint64_t map_bytes;
    eip_error *error;
    bool is_unfinished; /* who wrote before has not come to its end */
    char file[PATH_MAX];
    char file_new[PATH_MAX];
};

static eip_status refused(const struct opening *opening, const char *what) {
    return eip__lmdb_fail(opening->error, errno, what);
}

/* There is room: see eip_store_open_lmdb. */
static void join(char path[PATH_MAX], const char *directory, const char *name) {
    size_t size = strlen(directory);

    memcpy(path, directory, size);
    memcpy(path + size, name, strlen(name) + 1);
}

/* -- the directory ------------------------------------------------------------ */

/* Make its entries durable. */
static int sync_directory(const char *path) {
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code;

    if (directory < 0) {
        return -1;
    }
    code = fsync(directory);
    (void)close(directory);
    return code;
}

static eip_status make_directory(const struct opening *opening) {
    char parent[PATH_MAX];

    if (mkdir(opening->directory, MODE_DIRECTORY) != 0 && errno != EEXIST) {
        return refused(opening, "make directory");
    }
    /* Who made it may have ended before this. A parent that is not to be read
     * is another's, who made the directory. */
    join(parent, opening->directory, "/..");
    return sync_directory(parent) == 0 || errno == EACCES
               ? EIP_OK
               : refused(opening, "sync directory");
}

static eip_status take_lock(struct opening *opening) {
    char path[PATH_MAX];
    struct stat stat;

    join(path, opening->directory, LOCK_NAME);
    opening->lmdb->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, MODE);
    if (opening->lmdb->lock < 0) {
        return refused(opening, "open lock");
    }
    if (flock(opening->lmdb->lock, LOCK_EX | LOCK_NB) != 0 ||
        fstat(opening->lmdb->lock, &stat) != 0) {
        return refused(opening, "lock");
    }
    opening->is_unfinished = stat.st_size != 0;
    return EIP_OK;
}

/* From here on the file's last commit may be there in part. The mark goes when
 * the store is closed, or else whoever opens it looks at everything. */
static eip_status mark(const struct opening *opening) {
    static const char open_mark[] = "open\n";
    const ssize_t size = sizeof open_mark - 1;
    int lock = opening->lmdb->lock;

    if (!opening->is_unfinished &&
        (pwrite(lock, open_mark, (size_t)size, 0) != size ||
         fdatasync(lock) != 0)) {
        return refused(opening, "write lock");
    }
    opening->lmdb->is_marked = true;
    return EIP_OK;
}

/* -- LMDB ----------------------------------------------------------------------- */

/* There are no readers beside the one thread, hence no lock file of LMDB's. */
static int open_env(struct opening *opening, const char *file) {
    MDB_env **env = &opening->lmdb->env;
    int code = mdb_env_create(env);

    if (code != 0) {
        *env = NULL;
        return code;
    }
    (void)mdb_env_set_maxdbs(*env, 2); /* fails on an open one only */
    (void)mdb_env_set_mapsize(*env, opening->map_bytes);
    return mdb_env_open(*env, file, MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS,
                        MODE);
}

static void close_env(struct eip__lmdb *lmdb) {
    if (lmdb->env != NULL) {
        mdb_env_close(lmdb->env);
        lmdb->env = NULL;
    }
}

/* Make the store under its other name, with its two tables. Twice, so that
 * both of LMDB's first pages are of a store. */
static eip_status make_file(struct opening *opening) {
    struct eip__lmdb *lmdb = opening->lmdb;
    int code;

    if (unlink(opening->file_new) != 0 && errno != ENOENT) {
        return refused(opening, "remove new.mdb");
    }
    code = open_env(opening, opening->file_new);
    for (int i = 0; i < 2 && code == 0; i++) {
        code = eip__lmdb_create(lmdb);
    }
    close_env(lmdb);
    if (code != 0) {
        return eip__lmdb_fail(opening->error, code, "make new.mdb");
    }
    return rename(opening->file_new, opening->file) == 0
               ? EIP_OK
               : refused(opening, "rename new.mdb");
}

/* The commit that is not whole has its meta page in the one's place that came
 * before the last whole one. */
static eip_status take_back(const struct opening *opening, int file,
                            const uint8_t *bytes, uint32_t root) {
    uint64_t page_size = eip__lmdb_meta_at(bytes, 0).page_size;
    uint8_t page[EIP__LMDB_META_SIZE];
    ssize_t size = sizeof page;
    struct eip__lmdb_meta meta[2] = {eip__lmdb_meta_at(bytes, 0),
                                     eip__lmdb_meta_at(bytes + page_size, 1)};

    if (eip__lmdb_newer(meta) == root) {
        return EIP_OK;
    }
    eip__lmdb_meta_copy(bytes + root * page_size, 1 - root, page);
    return pwrite(file, page, sizeof page, (off_t)((1 - root) * page_size)) ==
                       size &&
                   fdatasync(file) == 0
               ? EIP_OK
               : refused(opening, "write data.mdb");
}

/* Go through the file. */
static eip_status check_bytes(const struct opening *opening, int file,
                              const uint8_t *bytes, uint64_t size) {
    uint32_t root;
    eip_status status = opening->is_unfinished
                            ? eip__lmdb_check_unfinished(bytes, size, &root)
                            : eip__lmdb_check(bytes, size);

    if (status != EIP_OK) {
        return eip__fail(opening->error, status, "store", NULL);
    }
    return opening->is_unfinished ? take_back(opening, file, bytes, root)
                                  : EIP_OK;
}

static eip_status check_open_file(struct opening *opening, int file) {
    struct stat stat;
    void *bytes;
    eip_status status;

    if (fstat(file, &stat) != 0) {
        return refused(opening, "look at data.mdb");
    }
    if (stat.st_size == 0) {
        return eip__fail(opening->error, EIP_ERR_STORE_UNKNOWN, "store", NULL);
    }
    bytes = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED) {
        return refused(opening, "read data.mdb");
    }
    while (opening->map_bytes < (uint64_t)stat.st_size) {
        opening->map_bytes *= 2;
    }
    status = check_bytes(opening, file, bytes, (uint64_t)stat.st_size);
    (void)munmap(bytes, (size_t)stat.st_size);
    return status;
}

/* Look at the file, which is made if it is not there. */
static eip_status check_file(struct opening *opening) {
    int file = open(opening->file, O_RDWR | O_CLOEXEC);
    eip_status status;

    if (file < 0 && errno == ENOENT) {
        status = make_file(opening);
        if (status != EIP_OK) {
            return status;
        }
        file = open(opening->file, O_RDWR | O_CLOEXEC);
    }
    if (file < 0) {
        return refused(opening, "open data.mdb");
    }
    status = check_open_file(opening, file);
    (void)close(file);
    if (status != EIP_OK) {
        return status;
    }
    /* Who renamed it may have ended before this. */
    return sync_directory(opening->directory) == 0
               ? EIP_OK
               : refused(opening, "sync directory");
}

/* The tables, and what the telling page says. */
static int open_tables(struct eip__lmdb *lmdb, MDB_txn *txn) {
    uint8_t least[2] = {0, 0};
    MDB_val key = {sizeof least, least};
    MDB_val value;
    int code = mdb_dbi_open(txn, "log", 0, &lmdb->log);

    if (code == 0) {
        code = mdb_dbi_open(txn, "state", 0, &lmdb->state);
    }
    if (code == 0) {
        code = mdb_get(txn, lmdb->state, &key, &value);
    }
    /* It was read by the check. */
    return code != 0 ? code
                     : -(eip__lmdb_about_read(value.mv_data, value.mv_size,
                                              &lmdb->about) != EIP_OK);
}

static int open_lmdb(struct opening *opening) {
    MDB_txn *txn;
    int code = open_env(opening, opening->file);

    if (code == 0) {
        code = mdb_txn_begin(opening->lmdb->env, NULL, MDB_RDONLY, &txn);
    }
    if (code != 0) {
        return code;
    }
    code = open_tables(opening->lmdb, txn);
    if (code != 0) {
        mdb_txn_abort(txn);
        return code;
    }
    (void)mdb_txn_commit(txn); /* keeps the handles; a reader's cannot fail */
    /* Nor can this: the flag is one that may be changed. */
    (void)mdb_env_set_flags(opening->lmdb->env, MDB_NOSYNC, 1);
    /* Both meta pages lead to what is whole, before anybody can close it. */
    return opening->is_unfinished ? eip__lmdb_renew(opening->lmdb) : 0;
}

static eip_status open_all(struct opening *opening) {
    eip_status status = make_directory(opening);
    int code;

    if (status == EIP_OK) {
        status = take_lock(opening);
    }
    if (status == EIP_OK) {
        status = check_file(opening);
    }
    if (status == EIP_OK) {
        status = mark(opening);
    }
    if (status != EIP_OK) {
        return status;
    }
    code = open_lmdb(opening);
    if (code != 0) {
        return eip__lmdb_fail(opening->error, code, "open data.mdb");
    }
    return EIP_OK;
}

/* -- the store -------------------------------------------------------------------- */

void eip__lmdb_close(void *context) {
    struct eip__lmdb *lmdb = context;
    int ignored;

    close_env(lmdb);
    if (lmdb->is_marked && lmdb->failed == 0) {
        /* That it stays costs the next one a closer look. */
        ignored = ftruncate(lmdb->lock, 0);
        (void)ignored;
    }
    if (lmdb->lock >= 0) {
        (void)close(lmdb->lock);
    }
    free(lmdb->pending);
    free(lmdb);
}

static eip_status open_store(struct opening *opening) {
    struct eip__lmdb *lmdb = calloc(1, sizeof *lmdb);
    eip_status status;

    if (lmdb == NULL) {
        return eip__lmdb_fail(opening->error, ENOMEM, "open");
    }
    opening->lmdb = lmdb;
    join(opening->file, opening->directory, FILE_NAME);
    join(opening->file_new, opening->directory, NEW_NAME);
    lmdb->store = (eip_store){sizeof lmdb->store,
                              0,
                              lmdb,
                              eip__lmdb_load,
                              eip__lmdb_append,
                              eip__lmdb_commit,
                              eip__lmdb_fold,
                              eip__lmdb_close};
    lmdb->lock = -1;
    status = open_all(opening);
    if (status != EIP_OK) {
        /* What is unfinished still is. */
        lmdb->is_marked = lmdb->is_marked && !opening->is_unfinished;
        eip__lmdb_close(lmdb);
    }
    return status;
}

eip_status eip_store_open_lmdb(const char *directory,
                               const eip_store_lmdb_options *options,
                               eip_store **store, eip_error *error) {
    eip_store_lmdb_options own = EIP_STORE_LMDB_OPTIONS_INIT;
    struct opening opening = {.directory = directory, .error = error};
    eip_status status = EIP_OK;

    if (options != NULL) {
        status = eip__struct_in(&own, sizeof own, sizeof own, options);
    }
    if (status == EIP_OK && own.reserved != 0) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (directory == NULL || store == NULL) {
        status = EIP_ERR_NULL;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "store", NULL);
    }
    if (strlen(directory) >= PATH_MAX - NAME_MAX_OWN) {
        return eip__lmdb_fail(error, ENAMETOOLONG, "open");
    }
    opening.map_bytes = (own.map_bytes + PAGE_MAX - 1) & ~(PAGE_MAX - 1);
    if (opening.map_bytes == 0) {
        opening.map_bytes = MAP_BYTES;
    }
    status = open_store(&opening);
    if (status == EIP_OK) {
        *store = &opening.lmdb->store;
    }
    return status;
}
