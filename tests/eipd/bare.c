/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* bare PORT THREADS: libmicrohttpd that answers everything with a constant of
 * the size of an AllocateAddress answer, for figures beside those of eipd. Ends
 * when its standard input does. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[420];

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *upload,
                              size_t *upload_size, void **state) {
    struct MHD_Response *response;
    enum MHD_Result sent;

    (void)context;
    (void)url;
    (void)method;
    (void)version;
    (void)upload;
    if (*state == NULL) {
        *state = text;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        *upload_size = 0;
        return MHD_YES;
    }
    response = MHD_create_response_from_buffer(sizeof text, text,
                                               MHD_RESPMEM_PERSISTENT);
    sent = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return sent;
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    struct MHD_Daemon *daemon;
    unsigned threads;

    if (argc != 3)
        return 2;
    address.sin_port = htons((uint16_t)atoi(argv[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    threads = (unsigned)atoi(argv[2]);
    memset(text, 'x', sizeof text);
    daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, NULL,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads,
        MHD_OPTION_END);
    if (daemon == NULL)
        return 1;
    (void)getchar();
    MHD_stop_daemon(daemon);
    return 0;
}
