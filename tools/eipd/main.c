/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eipd: EC2's operations on Elastic IP addresses over HTTP. */
#include "serve.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/** Serve until a signal says to stop. */
static int run(struct server *server, const sigset_t *signals) {
    const char *listen = server->options->listen;
    int signal_number;

    if (!serve_start(server))
        return 1;
    /* The port that there is, where any was asked for. */
    printf("eipd: serving on %.*s:%u\n", (int)(strrchr(listen, ':') - listen),
           listen, server->port);
    (void)fflush(stdout);
    (void)sigwait(signals, &signal_number);
    serve_stop(server);
    return 0;
}

static int start(const struct options *options, const sigset_t *signals) {
    static struct server server;
    int code = 1;

    server.options = options;
    repeat_start(&server.repeat);
    if ((options->no_verify ||
         accounts_read(&server.accounts, options->credentials)) &&
        worlds_start(&server.worlds, options, &server.repeat) &&
        keep_start(&server)) {
        if (record_start(&server.record, options, &server.worlds)) {
            code = run(&server, signals);
            record_stop(&server.record);
        }
        keep_stop(&server.keep);
        serve_end(&server);
    }
    worlds_end(&server.worlds);
    accounts_free(&server.accounts);
    repeat_end(&server.repeat);
    return code;
}

int main(int argc, char **argv) {
    struct options options;
    sigset_t signals;

    switch (options_read(&options, argc, argv)) {
    case OPTIONS_SHOWN:
        return 0;
    case OPTIONS_BAD:
        return 2;
    case OPTIONS_GO:
        break;
    }
    /* Before there are threads, so that all of them leave it to this one. */
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    return start(&options, &signals);
}
