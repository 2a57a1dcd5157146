/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Preloaded: a device that takes three seconds while the file EIPD_SLOW names is
 * there. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fdatasync(int fd) {
    const char *path = getenv("EIPD_SLOW");
    void *found = dlsym(RTLD_NEXT, "fdatasync");
    int (*real)(int);

    if (path != NULL && access(path, F_OK) == 0)
        (void)sleep(3);
    memcpy(&real, &found, sizeof real);
    return real(fd);
}
