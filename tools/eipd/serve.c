/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve.h"
#include "query.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    /** Of a request's line and header, and of what the library keeps. */
    SERVE_CONNECTION_BYTES = 16384 + 8192,
    /** A body that is too large is read so far, for the sake of an answer. */
    SERVE_DISCARD_MAX = 1 << 20
};

uint64_t serve_now_ns(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/** libmicrohttpd calls this before all else, with the line as it was sent. */
static void *begin(void *context, const char *uri,
                   struct MHD_Connection *connection) {
    struct exchange *exchange = calloc(1, sizeof *exchange);
    const char *query = strchr(uri, '?');

    if (exchange == NULL)
        return NULL;
    exchange->worker = context;
    exchange->server = exchange->worker->server;
    exchange->worker->moved = 1;
    atomic_fetch_add_explicit(&exchange->server->busy, 1, memory_order_relaxed);
    exchange->connection = connection;
    exchange->began = serve_now_ns();
    exchange->url = strdup(query != NULL ? query : "");
    return exchange;
}

static void end(void *context, struct MHD_Connection *connection, void **state,
                enum MHD_RequestTerminationCode code) {
    struct exchange *exchange = *state;

    (void)context;
    (void)connection;
    (void)code;
    if (exchange == NULL)
        return;
    exchange->worker->moved = 1;
    atomic_fetch_sub_explicit(&exchange->server->busy, 1, memory_order_relaxed);
    if (exchange->ready != NULL)
        ready_end(exchange);
    free(exchange->url);
    free(exchange->body);
    free(exchange);
    *state = NULL;
}

/** Keep some of a body. Returns MHD_NO, which ends the connection, where there
 *  is no end to it. */
static enum MHD_Result take_body(struct exchange *exchange, const char *bytes,
                                 size_t size) {
    if (exchange->is_too_large || exchange->size + size > QUERY_BYTES_MAX) {
        exchange->is_too_large = 1;
        exchange->size += size;
        return exchange->size <= SERVE_DISCARD_MAX ? MHD_YES : MHD_NO;
    }
    if (exchange->room - exchange->size <= size) {
        size_t room = exchange->size + size < 1024 ? 1024 : QUERY_BYTES_MAX + 1;
        char *body = realloc(exchange->body, room);

        if (body == NULL)
            return MHD_NO;
        exchange->body = body;
        exchange->room = room;
    }
    memcpy(exchange->body + exchange->size, bytes, size);
    exchange->size += size;
    return MHD_YES;
}

/** What a header says of the body's length. */
struct lengths {
    const char *first; /* Content-Length */
    uint32_t is_ambiguous;
};

static enum MHD_Result see_length(void *context, enum MHD_ValueKind kind,
                                  const char *name, const char *value) {
    struct lengths *lengths = context;

    (void)kind;
    if (strcasecmp(name, "Transfer-Encoding") == 0)
        value = name; /* as none other */
    else if (strcasecmp(name, "Content-Length") != 0)
        return MHD_YES;
    if (lengths->first == NULL)
        lengths->first = value;
    else if (value == NULL || strcmp(lengths->first, value) != 0)
        lengths->is_ambiguous = 1;
    return MHD_YES;
}

/** Whether a proxy before this might see another end of the request, and so
 *  another request behind it (RFC 9112, section 6.3). */
static int is_ambiguous(struct exchange *exchange) {
    struct lengths lengths = {NULL, 0};

    (void)MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND,
                                    see_length, &lengths);
    return (int)lengths.is_ambiguous;
}

/** The path of a URL, which may name the host too (RFC 9112, section 3.2.2). */
static const char *path_of(const char *url) {
    static const char scheme[] = "http://";

    if (strncasecmp(url, scheme, sizeof scheme - 1) != 0)
        return url;
    url = strchr(url + sizeof scheme - 1, '/');
    return url != NULL ? url : "/";
}

/** Whether the header says that more is to come than will be read. */
static int says_too_large(struct exchange *exchange) {
    const char *length = MHD_lookup_connection_value(
        exchange->connection, MHD_HEADER_KIND, "Content-Length");

    return length != NULL && strtoull(length, NULL, 10) > QUERY_BYTES_MAX;
}

/* The signature is libmicrohttpd's. */
/* NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *upload,
                              size_t *upload_size, void **state) {
    struct exchange *exchange = *state;

    (void)context;
    (void)connection;
    (void)version;
    if (exchange == NULL || exchange->url == NULL)
        return MHD_NO;
    if (exchange->ready != NULL)
        return ready_send(exchange);
    exchange->worker->moved = 1;
    exchange->method = method;
    exchange->path = path_of(url);
    if (!exchange->is_seen) {
        exchange->is_seen = 1;
        exchange->is_too_large = (uint32_t)says_too_large(exchange);
        exchange->is_ambiguous = (uint32_t)is_ambiguous(exchange);
        return exchange->is_too_large || exchange->is_ambiguous
                   ? exchange_answer(exchange)
                   : MHD_YES;
    }
    if (*upload_size > 0) {
        size_t size = *upload_size;

        *upload_size = 0;
        return take_body(exchange, upload, size);
    }
    return strcmp(exchange->path, "/") == 0 ? exchange_answer(exchange)
                                            : aside_answer(exchange);
}

struct MHD_Response *serve_response(struct xml *text, uint32_t http,
                                    const char *type, const char *request_id) {
    struct MHD_Response *response = NULL;

    if (!text->failed && text->data != NULL)
        response = MHD_create_response_from_buffer(text->size, text->data,
                                                   MHD_RESPMEM_MUST_FREE);
    if (response == NULL) {
        free(text->data);
        return NULL;
    }
    (void)MHD_add_response_header(response, "Content-Type", type);
    if (http == MHD_HTTP_METHOD_NOT_ALLOWED)
        (void)MHD_add_response_header(response, "Allow", "GET, POST");
    if (request_id != NULL)
        (void)MHD_add_response_header(response, "x-amzn-RequestId", request_id);
    return response;
}

enum MHD_Result serve_send(struct exchange *exchange, struct xml *text,
                           uint32_t http, const char *type,
                           const char *request_id) {
    struct MHD_Response *response =
        serve_response(text, http, type, request_id);
    enum MHD_Result sent;

    exchange->outcome.http = http;
    if (response == NULL)
        return MHD_NO;
    sent = MHD_queue_response(exchange->connection, http, response);
    MHD_destroy_response(response);
    return sent;
}

/* -- starting and stopping --------------------------------------------------- */

static int is_port(const char *text) {
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits < 6 && text[digits] == '\0' &&
           strtoul(text, NULL, 10) <= UINT16_MAX;
}

static struct addrinfo *resolve(const char *listen) {
    struct addrinfo hints = {.ai_flags =
                                 AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char host[OPTIONS_TEXT_MAX];
    char *colon;
    char *name = host;

    (void)snprintf(host, sizeof host, "%s", listen);
    colon = strrchr(host, ':');
    if (colon == NULL || !is_port(colon + 1))
        return NULL;
    *colon = '\0';
    if (*name == '[' && colon > host && colon[-1] == ']') {
        name++;
        colon[-1] = '\0';
    }
    return getaddrinfo(name, colon + 1, &hints, &found) == 0 ? found : NULL;
}

static void allow_connections(uint32_t connections) {
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
        limit.rlim_cur >= connections + 64)
        return;
    limit.rlim_cur =
        limit.rlim_max < connections + 64 ? limit.rlim_max : connections + 64;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static uint16_t port_of(int fd) {
    struct sockaddr_in6 address = {0};
    socklen_t size = sizeof address;

    /* The port lies where that of struct sockaddr_in does. */
    (void)getsockname(fd, (struct sockaddr *)&address, &size);
    return ntohs(address.sin6_port);
}

/** A socket that listens; each daemon gets a copy. -1 after a message. */
static int listen_at(const struct options *options) {
    struct addrinfo *address = resolve(options->listen);
    const int on = 1;
    int fd = -1;

    if (address == NULL) {
        fprintf(stderr, "eipd: %s: not ADDRESS:PORT\n", options->listen);
        return -1;
    }
    fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                0);
    if (fd >= 0 &&
        (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
         bind(fd, address->ai_addr, address->ai_addrlen) != 0 ||
         listen(fd, SOMAXCONN) != 0)) {
        (void)close(fd);
        fd = -1;
    }
    freeaddrinfo(address);
    if (fd < 0)
        fprintf(stderr, "eipd: cannot listen on %s: %s\n", options->listen,
                strerror(errno));
    return fd;
}

/** How long a thread may wait for an event. libmicrohttpd calls for who waits for
 *  the device in each pass, as it would for who has more to say, and so never
 *  says to wait; to find nothing but those is a pass in vain. */
static int may_wait_ms(const struct worker *worker) {
    enum { NAP_MS = 100 }; /* until a stop is seen */
    MHD_UNSIGNED_LONG_LONG ms = NAP_MS;

    if (worker->waiting > 0 && !worker->moved)
        return NAP_MS;
    if (MHD_get_timeout(worker->daemon, &ms) != MHD_YES || ms > NAP_MS)
        return NAP_MS;
    return (int)ms;
}

/** Wait for an event, or for the device. Returns 0 if that cannot be. */
static int await(const struct worker *worker) {
    struct pollfd ready[] = {{worker->epoll, POLLIN, 0},
                             {worker->wake, POLLIN, 0}};
    const int ms = may_wait_ms(worker);
    uint64_t count;

    if (ms == 0)
        return 1;
    if (poll(ready, 2, ms) < 0)
        return errno == EINTR;
    return ready[1].revents == 0 ||
           read(worker->wake, &count, sizeof count) == sizeof count;
}

/* libmicrohttpd's own threads wait again, before they serve anyone, where
 * exactly as many connections are ready as it looks at in one go (0.9.75, 128).
 * So these wait outside of it. */
static void *work(void *context) {
    struct worker *worker = context;
    struct server *server = worker->server;
    MHD_socket listener = MHD_INVALID_SOCKET;

    while (!atomic_load_explicit(&server->stops, memory_order_relaxed) &&
           await(worker)) {
        worker->moved = 0;
        (void)MHD_run_wait(worker->daemon, 0);
        keep_pass(&server->keep, &worker->passes);
        if (listener == MHD_INVALID_SOCKET &&
            atomic_load_explicit(&server->quiets, memory_order_relaxed)) {
            listener = MHD_quiesce_daemon(worker->daemon);
            atomic_fetch_add_explicit(&server->quiet, 1, memory_order_release);
        }
    }
    return NULL;
}

static struct MHD_Daemon *start_daemon(struct worker *worker, int listener) {
    const struct server *server = worker->server;
    const struct options *options = server->options;

    return MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, handle, NULL, MHD_OPTION_LISTEN_SOCKET,
        listener, MHD_OPTION_URI_LOG_CALLBACK, begin, worker,
        MHD_OPTION_NOTIFY_COMPLETED, end, NULL,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVE_CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)(options->connections / server->worker_count + 1),
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->timeout,
        MHD_OPTION_END);
}

/** Returns 0 if there is no such thread to be had. */
static int start_worker(struct server *server, struct worker *worker) {
    const union MHD_DaemonInfo *info;
    int listener = fcntl(server->listener, F_DUPFD_CLOEXEC, 0);

    worker->server = server;
    worker->passes.now = 1;
    worker->wake = eventfd(0, EFD_CLOEXEC);
    worker->daemon = listener >= 0 ? start_daemon(worker, listener) : NULL;
    if (worker->daemon == NULL) {
        if (listener >= 0)
            (void)close(listener);
        return 0;
    }
    info = MHD_get_daemon_info(worker->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    worker->epoll = info != NULL ? info->epoll_fd : -1;
    if (worker->epoll >= 0 && worker->wake >= 0 &&
        pthread_create(&worker->thread, NULL, work, worker) == 0)
        return 1;
    MHD_stop_daemon(worker->daemon);
    return 0;
}

static void stop_workers(struct server *server) {
    atomic_store_explicit(&server->stops, 1, memory_order_relaxed);
    for (uint32_t i = 0; i < server->running; i++) {
        (void)pthread_join(server->workers[i].thread, NULL);
        MHD_stop_daemon(server->workers[i].daemon);
    }
    (void)close(server->listener);
}

int serve_start(struct server *server) {
    const struct options *options = server->options;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    server->worker_count = options->threads > 0 ? options->threads
                           : processors > 0     ? (uint32_t)processors
                                                : 1;
    server->workers = calloc(server->worker_count, sizeof *server->workers);
    server->listener = server->workers != NULL ? listen_at(options) : -1;
    if (server->listener < 0)
        return 0;
    server->port = port_of(server->listener);
    allow_connections(options->connections);
    while (server->running < server->worker_count &&
           start_worker(server, &server->workers[server->running]))
        server->running++;
    if (server->running == server->worker_count)
        return 1;
    fprintf(stderr, "eipd: cannot serve with %u threads\n",
            server->worker_count);
    stop_workers(server);
    return 0;
}

void serve_stop(struct server *server) {
    const struct timespec nap = {0, 10000000};

    atomic_store_explicit(&server->quiets, 1, memory_order_relaxed);
    while (atomic_load_explicit(&server->quiet, memory_order_acquire) <
           server->running)
        (void)nanosleep(&nap, NULL);
    /* Who connects now is refused. */
    (void)shutdown(server->listener, SHUT_RDWR);
    for (uint32_t naps = 0;
         naps < server->options->timeout * 100 &&
         atomic_load_explicit(&server->busy, memory_order_relaxed) > 0;
         naps++)
        (void)nanosleep(&nap, NULL);
    stop_workers(server);
}

void serve_end(struct server *server) {
    for (uint32_t i = 0; i < server->running; i++)
        (void)close(server->workers[i].wake);
    free(server->workers);
}
