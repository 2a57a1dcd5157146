/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A request for an operation: who asks, for what, once or again; the answer. */
#include "answer.h"
#include "instances.h"
#include "query.h"
#include "serve.h"
#include "sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include <nettle/sha2.h>

#define XML_TYPE "text/xml;charset=UTF-8"

/** What a request needs while it is carried out: of a thread, since one thread
 *  has one request at a time, and larger than a stack should hold. */
struct desk {
    struct query url;
    struct query all;
    _Alignas(16) char request[SHAPE_RESPONSE_BYTES_MAX];
    uint64_t ids; /* state of the generator of request ids; 0: not yet */
};
static _Thread_local struct desk desk;

/** An exchange being answered. */
struct turn {
    struct exchange *exchange;
    struct fault fault; /* FAULT_NONE: there is none */
    const struct shape_operation *operation;
    uint64_t account;
    uint32_t http;
    uint32_t waits;     /* the answer does, to be durable */
    uint32_t keep;      /* under `key` */
    struct world *held; /* what is kept is of one commit with what was done */
    eip_text action;
    uint8_t key[REPEAT_KEY];
    uint8_t body_hash[SIGN_HASH];
    char id[ANSWER_ID_SIZE];
};

static eip_text header(const void *connection, eip_text name) {
    const char *value = NULL;
    size_t size = 0;

    (void)MHD_lookup_connection_value_n(
        *(struct MHD_Connection *const *)connection, MHD_HEADER_KIND, name.data,
        name.size, &value, &size);
    return (eip_text){value, (uint32_t)size, 0};
}

static uint64_t next_random(void) {
    uint64_t x = desk.ids;

    while (x == 0)
        if (getrandom(&x, sizeof x, 0) != (ssize_t)sizeof x)
            x = serve_now_ns();
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    desk.ids = x;
    return x * UINT64_C(0x2545f4914f6cdd1d);
}

/** A request id names a request in logs, nothing more; it need not be secret. */
static void make_id(char id[ANSWER_ID_SIZE]) {
    static const char digits[] = "0123456789abcdef";
    static const char form[] = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    uint64_t random = 0;
    uint32_t left = 0;

    for (uint32_t i = 0; i < ANSWER_ID_SIZE; i++) {
        id[i] = form[i];
        if (form[i] != 'x')
            continue;
        if (left-- == 0) {
            random = next_random();
            left = 15;
        }
        id[i] = digits[random & 15];
        random >>= 4;
    }
}

/* -- who asks, for what ------------------------------------------------------ */

static void hash(const char *bytes, size_t size, uint8_t digest[SIGN_HASH]) {
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, size, (const uint8_t *)bytes);
    sha256_digest(&context, SIGN_HASH, digest);
}

static int read_query(struct turn *turn) {
    struct exchange *exchange = turn->exchange;

    query_start(&desk.url);
    query_start(&desk.all);
    if (exchange->is_too_large)
        return fault_set(&turn->fault, FAULT_TOO_LARGE,
                         "The request is larger than %d bytes",
                         QUERY_BYTES_MAX);
    if (exchange->is_ambiguous)
        return fault_set(&turn->fault, FAULT_MALFORMED_QUERY,
                         "The request says more than one length of its body");
    if (strcmp(exchange->method, "GET") != 0 &&
        strcmp(exchange->method, "POST") != 0)
        return fault_set(&turn->fault, FAULT_METHOD,
                         "The method is neither GET nor POST");
    if (*exchange->url != '\0' &&
        !query_add(&desk.url, exchange->url + 1, strlen(exchange->url + 1),
                   &turn->fault))
        return 0;
    desk.all.count = desk.url.count;
    memcpy(desk.all.pairs, desk.url.pairs,
           desk.url.count * sizeof desk.url.pairs[0]);
    return query_add(&desk.all, exchange->body, exchange->size, &turn->fault);
}

static int identify(struct turn *turn) {
    struct exchange *exchange = turn->exchange;
    struct sign_request request = {.method = exchange->method,
                                   .path = exchange->path,
                                   .url = &desk.url,
                                   .all = &desk.all,
                                   .now = (int64_t)time(NULL),
                                   .headers = &exchange->connection,
                                   .header = header};

    memcpy(request.body_hash, turn->body_hash, SIGN_HASH);
    if (!exchange->server->options->no_verify)
        return sign_verify(&request, &exchange->server->accounts,
                           &turn->account, &turn->fault);
    turn->account = accounts_named(sign_key_id(&request));
    return 1;
}

static int find_operation(struct turn *turn) {
    turn->action = query_value(&desk.all, "Action");
    if (turn->action.data == NULL)
        return fault_set(&turn->fault, FAULT_MISSING_ACTION,
                         "The request must contain the parameter Action");
    turn->operation = shape_find(turn->action);
    if (turn->operation == NULL && !instances_is(turn->action))
        return fault_set(&turn->fault, FAULT_INVALID_ACTION,
                         "The action %.*s is not valid for this web service.",
                         (int)(turn->action.size > 64 ? 64 : turn->action.size),
                         turn->action.data);
    return 1;
}

/** What a URL asks for; when it was signed is another each time. */
static void add_url(struct sha256_ctx *context) {
    for (uint32_t i = 0; i < desk.url.count; i++) {
        const struct query_pair *pair = &desk.url.pairs[i];
        const uint32_t sizes[] = {pair->name.size, pair->value.size};

        if (query_is_protocol(pair->name))
            continue;
        sha256_update(context, sizeof sizes, (const uint8_t *)sizes);
        sha256_update(context, pair->name.size,
                      (const uint8_t *)pair->name.data);
        sha256_update(context, pair->value.size,
                      (const uint8_t *)pair->value.data);
    }
}

/** Whether the request may come again, and the key it does so under. */
static void find_key(struct turn *turn) {
    eip_text id = header(&turn->exchange->connection,
                         eip_text_of("amz-sdk-invocation-id"));
    struct sha256_ctx context;

    if (id.data == NULL || turn->operation == NULL || turn->operation->reads)
        return;
    sha256_init(&context);
    sha256_update(&context, sizeof turn->account,
                  (const uint8_t *)&turn->account);
    sha256_update(&context, SIGN_HASH, turn->body_hash);
    add_url(&context);
    sha256_update(&context, id.size, (const uint8_t *)id.data);
    sha256_digest(&context, REPEAT_KEY, turn->key);
    turn->keep = 1;
}

/* -- answers ----------------------------------------------------------------- */

/** An answer that is sent piece by piece. */
struct stream {
    struct answer answer;
    struct world *world;
    struct worker *worker;
    size_t sent; /* of the piece */
};

static ssize_t read_stream(void *context, uint64_t position, char *buffer,
                           size_t room) {
    struct stream *stream = context;
    struct xml *piece = &stream->answer.xml;
    size_t left;

    (void)position;
    stream->worker->moved = 1;
    if (stream->sent == piece->size && !stream->answer.done) {
        answer_step(&stream->answer);
        stream->sent = 0;
    }
    if (piece->failed)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    left = piece->size - stream->sent;
    if (left == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (left > room)
        left = room;
    memcpy(buffer, piece->data + stream->sent, left);
    stream->sent += left;
    return (ssize_t)left;
}

static void end_stream(void *context) {
    struct stream *stream = context;

    answer_end(&stream->answer);
    world_give(stream->world);
    free(stream);
}

static enum MHD_Result send_stream(struct turn *turn, struct stream *stream) {
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, ANSWER_PIECE, read_stream, stream, end_stream);
    enum MHD_Result sent;

    if (response == NULL) {
        end_stream(stream);
        return MHD_NO;
    }
    (void)MHD_add_response_header(response, "Content-Type", XML_TYPE);
    (void)MHD_add_response_header(response, "x-amzn-RequestId", turn->id);
    sent = MHD_queue_response(turn->exchange->connection, turn->http, response);
    MHD_destroy_response(response);
    return sent;
}

/** No commit is to come between the operation and the note of its answer. */
static void hold(struct turn *turn) {
    struct world *world;

    if (!turn->exchange->server->keep.runs)
        return;
    world = world_take(&turn->exchange->server->worlds);
    if (eip_store_hold(world->engine, NULL) == EIP_OK)
        turn->held = world;
    else
        world_give(world);
}

static void let_go(struct turn *turn) {
    if (turn->held == NULL)
        return;
    eip_store_release(turn->held->engine);
    world_give(turn->held);
    turn->held = NULL;
}

static void keep_answer(struct turn *turn, const struct xml *text) {
    struct server *server = turn->exchange->server;
    const struct repeat_answer answer = {text->data, text->size, turn->http};

    repeat_keep(&server->repeat, turn->held != NULL ? turn->held->engine : NULL,
                turn->key, worlds_now_ms(&server->worlds), &answer);
}

/** Whether the answer tells what has to be durable first; an answer that is
 *  given again may be of a request that still waits. */
static int must_last(const struct turn *turn) {
    return turn->exchange->server->keep.runs && turn->http == 200 &&
           turn->operation != NULL && !turn->operation->reads;
}

static struct outcome outcome_of(const struct turn *turn) {
    struct outcome outcome = {.operation = turn->operation,
                              .account = turn->account,
                              .http = turn->http,
                              .kind = turn->fault.kind,
                              .code = turn->fault.code};

    memcpy(outcome.id, turn->id, sizeof outcome.id);
    return outcome;
}

static enum MHD_Result wait_until_durable(struct turn *turn, struct xml *text) {
    struct MHD_Response *response =
        serve_response(text, turn->http, XML_TYPE, turn->id);
    const struct outcome outcome = outcome_of(turn);

    if (response == NULL)
        return MHD_NO;
    turn->waits = 1;
    ready_wait(turn->exchange, response, &outcome);
    return MHD_YES;
}

static enum MHD_Result send_text(struct turn *turn, struct xml *text) {
    if (turn->keep && !text->failed && turn->http < 500)
        keep_answer(turn, text);
    let_go(turn);
    return must_last(turn) ? wait_until_durable(turn, text)
                           : serve_send(turn->exchange, text, turn->http,
                                        XML_TYPE, turn->id);
}

static enum MHD_Result send_fault(struct turn *turn) {
    struct xml text = {0};

    turn->http = turn->fault.http;
    answer_fault(&text, &turn->fault, turn->id);
    return send_text(turn, &text);
}

/** Send what the operation answered: at once if it is small. The answer and the
 *  world are ended. */
static enum MHD_Result send_answer(struct turn *turn, struct answer *answer,
                                   struct world *world) {
    struct stream *stream;
    struct xml text;

    answer_start(answer, turn->id);
    if (answer->done) {
        text = answer->xml;
        answer->xml = (struct xml){0};
        answer_end(answer);
        world_give(world);
        return send_text(turn, &text);
    }
    stream = malloc(sizeof *stream);
    if (stream == NULL) {
        answer_end(answer);
        world_give(world);
        return MHD_NO;
    }
    stream->answer = *answer;
    stream->world = world;
    stream->worker = turn->exchange->worker;
    stream->sent = 0;
    return send_stream(turn, stream);
}

/** Before the answer is sent: what its client asks for next comes behind. */
static void record_call(const struct turn *turn, eip_engine *engine,
                        const struct answer *answer, eip_status status) {
    struct server *server = turn->exchange->server;
    const struct recorder_call call = {.operation = turn->operation->name,
                                       .account = turn->account,
                                       .request = desk.request,
                                       .response = answer->response,
                                       .status = status,
                                       .now_ms =
                                           worlds_now_ms(&server->worlds)};

    record_note(&server->record, engine, &call);
}

static enum MHD_Result carry_out(struct turn *turn) {
    const eip_caller caller = EIP_CALLER_INIT(turn->account);
    eip_error error = EIP_ERROR_INIT;
    struct answer answer;
    struct world *world;
    eip_status status;

    if (turn->operation == NULL) {
        struct xml text = {0};

        if (!instances_answer(&desk.all, &text, turn->id, &turn->fault))
            return send_fault(turn);
        return send_text(turn, &text);
    }
    if (!query_bind(&desk.all, turn->operation->request, desk.request,
                    &turn->fault))
        return send_fault(turn);
    world = world_take(&turn->exchange->server->worlds);
    status = answer_call(&answer, turn->operation, world->engine, &caller,
                         desk.request, &error);
    record_call(turn, world->engine, &answer, status);
    if (status != EIP_OK) {
        world_give(world);
        fault_of_error(&turn->fault, status, &error);
        return send_fault(turn);
    }
    return send_answer(turn, &answer, world);
}

static enum MHD_Result send_again(struct turn *turn,
                                  const struct repeat_answer *answer) {
    struct xml text = {0};

    xml_raw(&text, answer->data, answer->size);
    turn->http = answer->http;
    turn->keep = 0;
    atomic_fetch_add_explicit(&turn->exchange->server->metrics.repeated, 1,
                              memory_order_relaxed);
    return send_text(turn, &text);
}

static enum MHD_Result carry_out_once(struct turn *turn) {
    struct server *server = turn->exchange->server;
    struct repeat_answer answer;
    enum MHD_Result sent;

    find_key(turn);
    if (!turn->keep)
        return carry_out(turn);
    if (repeat_enter(&server->repeat, turn->key, worlds_now_ms(&server->worlds),
                     &answer)) {
        sent = send_again(turn, &answer);
    } else {
        hold(turn);
        sent = carry_out(turn);
        let_go(turn); /* where it was not sent as a text */
    }
    repeat_leave(&server->repeat, turn->key);
    return sent;
}

/* -- the whole --------------------------------------------------------------- */

enum MHD_Result exchange_answer(struct exchange *exchange) {
    struct turn turn = {.exchange = exchange, .http = 200};
    struct outcome outcome;
    enum MHD_Result sent;

    make_id(turn.id);
    if (!exchange->server->options->no_verify ||
        header(&exchange->connection, eip_text_of("amz-sdk-invocation-id"))
                .data != NULL)
        hash(exchange->body, exchange->is_too_large ? 0 : exchange->size,
             turn.body_hash);
    if (read_query(&turn) && identify(&turn) && find_operation(&turn))
        sent = carry_out_once(&turn);
    else
        sent = send_fault(&turn);
    if (!turn.waits) {
        outcome = outcome_of(&turn);
        exchange_tell(exchange, &outcome);
    }
    return sent;
}
