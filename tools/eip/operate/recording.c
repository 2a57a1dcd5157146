/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/recording.h"

#include "clock.h"

#include <inttypes.h>
#include <string.h>

static bool put(void *context, const char *text, size_t size) {
    struct recording *recording = context;

    return fwrite(text, 1, size, recording->file) == size;
}

int recording_begin(struct recording *recording, const char *path,
                    struct common *common, eip_engine *engine) {
    const struct data_options *data = &common->data;
    char policy[32];
    struct recorder_begin begin = {.by = "eip script",
                                   .quota = data->quota ? (uint32_t)data->quota
                                                        : EIP_QUOTA_DEFAULT,
                                   .now_ms = clock_ms()};

    *recording = (struct recording){.path = path};
    recording->recorder.put = put;
    recording->recorder.context = recording;
    recording->file = cli_open_output(path);
    if (!recording->file)
        return CLI_IO;
    /* Of an engine that is there, only what was said is known to be so. */
    (void)snprintf(policy, sizeof(policy), "spread:%" PRIu64 "ms",
                   data->cooldown_ms);
    if (data->cooldown_given)
        begin.policy = policy;
    if (!recorder_start(&recording->recorder, engine, &begin))
        return CLI_IO;
    common->recorder = &recording->recorder;
    return CLI_OK;
}

int recording_end(struct recording *recording, int code) {
    bool is_whole = !recording->recorder.is_over;

    recorder_end(&recording->recorder);
    if (!recording->file)
        return code;
    if (!is_whole)
        cli_say("%s: the recording is not whole", recording->path);
    if (!is_whole && code == CLI_OK)
        code = CLI_IO;
    return cli_close_output(recording->file, recording->path, code);
}
