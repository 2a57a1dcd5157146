/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenes.h"

#include "eip/eip.h"

#include <stdio.h>
#include <string.h>

/* The digit is the account. */
static const struct deed deeds[] = {
    /* Of these every pair is run. Where they can they are after address 2. */
    {"any1", {{.kind = OP_ANY, .account = 1}}, 1},
    {"any2", {{.kind = OP_ANY, .account = 2}}, 1},
    {"claim2", {{.kind = OP_NAMED, .account = 2, .address = 2}}, 1},
    {"recover1", {{.kind = OP_NAMED, .account = 1, .address = 2}}, 1},
    {"release1", {{.kind = OP_RELEASE, .account = 1, .address = 0}}, 1},
    {"release2", {{.kind = OP_RELEASE, .account = 2, .address = 1}}, 1},
    {"expire", {{.kind = OP_EXPIRE, .account = 1}}, 1},
    {"add", {{.kind = OP_ADD, .account = 1, .address = 2}}, 1},
    {"remove", {{.kind = OP_UNUSED, .account = 1, .address = 1}}, 1},
    {"drain",
     {{.kind = OP_WITHDRAW, .account = 1, .address = 0},
      {.kind = OP_RESTORE, .account = 1, .address = 0}},
     2},
    {"transfer",
     {{.kind = OP_RELEASE, .account = 1, .address = 0},
      {.kind = OP_NAMED, .account = 2, .address = 0}},
     2},
    {"describe1", {{.kind = OP_DESCRIBE, .account = 1}}, 1},
    {"quota1", {{.kind = OP_QUOTA, .account = 1, .address = 1}}, 1},
    /* For some pairs and threes. */
    {"again1",
     {{.kind = OP_RELEASE_NEW, .account = 1, .address = 2},
      {.kind = OP_DESCRIBE, .account = 1}},
     2},
    {"seen1",
     {{.kind = OP_DESCRIBE, .account = 1},
      {.kind = OP_RELEASE_NEW, .account = 1, .address = 2}},
     2},
    {"renew1",
     {{.kind = OP_NAMED, .account = 1, .address = 2},
      {.kind = OP_RELEASE_NEW, .account = 1, .address = 2},
      {.kind = OP_NAMED, .account = 1, .address = 2}},
     3},
    {"reclaim",
     {{.kind = OP_RECLAIM, .account = 1}, {.kind = OP_RECLAIM, .account = 1}},
     2},
    {"anew1",
     {{.kind = OP_RELEASE, .account = 1, .address = 2},
      {.kind = OP_NAMED, .account = 1, .address = 2}},
     2},
    {"give1", {{.kind = OP_RELEASE_NEW, .account = 1, .address = 2}}, 1},
    {"swap",
     {{.kind = OP_RELEASE, .account = 1, .address = 0},
      {.kind = OP_NAMED, .account = 1, .address = 2}},
     2},
    {"replace",
     {{.kind = OP_UNUSED, .account = 1, .address = 1},
      {.kind = OP_ADD, .account = 1, .address = 2}},
     2},
    {"claim1of1", {{.kind = OP_NAMED, .account = 1, .address = 1}}, 1},
    {"twice2",
     {{.kind = OP_ANY, .account = 2}, {.kind = OP_ANY, .account = 2}},
     2},
    /* The third is described where the first was, whose account it leaves. */
    {"hop",
     {{.kind = OP_ANY, .account = 1},
      {.kind = OP_RELEASE, .account = 2, .address = 1},
      {.kind = OP_ANY, .account = 2}},
     3},
    {"tie1to2", {{.kind = OP_ASSOCIATE, .account = 1, .address = 2}}, 1},
    {"tie1to0", {{.kind = OP_ASSOCIATE, .account = 1, .address = 0}}, 1},
    {"leave1", {{.kind = OP_LEAVE, .account = 1, .address = 0}}, 1},
    {"let1of2", {{.kind = OP_RELEASE, .account = 1, .address = 2}}, 1},
    {"accept2", {{.kind = OP_ACCEPT, .account = 2, .address = 0}}, 1},
    {"accept1", {{.kind = OP_ACCEPT, .account = 1, .address = 1}}, 1},
    {"enable1", {{.kind = OP_ENABLE, .account = 1, .address = 0}}, 1},
    {"disable1", {{.kind = OP_DISABLE, .account = 1, .address = 0}}, 1},
    {"describe2", {{.kind = OP_DESCRIBE, .account = 2}}, 1},
    {"quota2", {{.kind = OP_QUOTA, .account = 2, .address = 1}}, 1},
    {"give-accept2",
     {{.kind = OP_RELEASE, .account = 2, .address = 1},
      {.kind = OP_ACCEPT, .account = 2, .address = 0}},
     2},
    {"accept-give2",
     {{.kind = OP_ACCEPT, .account = 2, .address = 0},
      {.kind = OP_RELEASE, .account = 2, .address = 0}},
     2},
    {"accept-back",
     {{.kind = OP_ACCEPT, .account = 2, .address = 0},
      {.kind = OP_ENABLE, .account = 2, .address = 0}},
     2},
    {"leave-release1",
     {{.kind = OP_LEAVE, .account = 1, .address = 0},
      {.kind = OP_RELEASE, .account = 1, .address = 0}},
     2},
    {"block1", {{.kind = OP_BLOCK, .account = 1}}, 1},
    {"block2", {{.kind = OP_BLOCK, .account = 2}}, 1},
    {"claim2of0", {{.kind = OP_NAMED, .account = 2, .address = 0}}, 1},
    {"claim2of1", {{.kind = OP_NAMED, .account = 2, .address = 1}}, 1},
    {"give-block1",
     {{.kind = OP_RELEASE, .account = 1, .address = 0},
      {.kind = OP_BLOCK, .account = 1}},
     2},
    {"claim-see",
     {{.kind = OP_NAMED, .account = 2, .address = 1},
      {.kind = OP_DESCRIBE, .account = 1}},
     2},
    {"drain0",
     {{.kind = OP_WITHDRAW, .account = 1, .address = 0},
      {.kind = OP_RESTORE, .account = 1, .address = 0}},
     2},
    {"withdraw0", {{.kind = OP_WITHDRAW, .account = 1, .address = 0}}, 1},
    {"claim-withdraw",
     {{.kind = OP_NAMED, .account = 2, .address = 1},
      {.kind = OP_WITHDRAW, .account = 1, .address = 0}},
     2},
    /* Who goes on does not carry its block out again. */
    {"block-recover1",
     {{.kind = OP_BLOCK, .account = 1},
      {.kind = OP_NAMED, .account = 1, .address = 2}},
     2},
    /* The last of 1, out of a reserve of its own. */
    {"cycle2",
     {{.kind = OP_ANY, .account = 2},
      {.kind = OP_RELEASE_NEW, .account = 2, .address = 1},
      {.kind = OP_ANY, .account = 2}},
     3},
    /* What they have announced first is not any more. */
    {"any-claim2",
     {{.kind = OP_ANY, .account = 2},
      {.kind = OP_NAMED, .account = 2, .address = 2}},
     2},
    {"give-two",
     {{.kind = OP_RELEASE, .account = 1, .address = 0},
      {.kind = OP_RELEASE, .account = 3, .address = 2}},
     2},
    {"give-any1",
     {{.kind = OP_RELEASE, .account = 1, .address = 0},
      {.kind = OP_ANY, .account = 1}},
     2},
    {"remove0", {{.kind = OP_UNUSED, .account = 1, .address = 0}}, 1},
    {"cut0", {{.kind = OP_CUT, .account = 1, .address = 0}}, 1},
    {"cut1", {{.kind = OP_CUT, .account = 1, .address = 1}}, 1},
    {"mend0", {{.kind = OP_MEND, .account = 1, .address = 0}}, 1},
    {"cut-mend0",
     {{.kind = OP_CUT, .account = 1, .address = 0},
      {.kind = OP_MEND, .account = 1, .address = 0}},
     2},
    {"recover1of0", {{.kind = OP_NAMED, .account = 1, .address = 0}}, 1},
    {"move1", {{.kind = OP_MOVE, .account = 1, .address = 0}}, 1},
    {"move-back1",
     {{.kind = OP_MOVE, .account = 1, .address = 0},
      {.kind = OP_BACK, .account = 1, .address = 0}},
     2},
    {"collect", {{.kind = OP_COLLECT, .account = 1}}, 1},
    {"snapshot", {{.kind = OP_SNAPSHOT, .account = 1}}, 1},
    {"new4", {{.kind = OP_ANY, .account = 4}}, 1},
    {"new45",
     {{.kind = OP_ANY, .account = 4}, {.kind = OP_ANY, .account = 5}},
     2},
    /* They come for an address that is held, and need no proof that there is
     * none. */
    {"ask4", {{.kind = OP_NAMED, .account = 4, .address = 0}}, 1},
    {"ask45",
     {{.kind = OP_NAMED, .account = 4, .address = 0},
      {.kind = OP_NAMED, .account = 5, .address = 0}},
     2},
};
enum { IN_PAIRS = 13, DEEDS = sizeof deeds / sizeof deeds[0] };

static const struct {
    const char *name;
    struct world_how how;
} worlds[] = {
    /* Address 2 is past its cooldown, and is to be moved to the old. */
    {"aged", {.policy = EIP_POLICY_LOWEST, .aged = true}},
    /* As Amazon's pool is by default. */
    {"spread", {.aged = true}},
    /* Nothing is free. */
    {"full", {.policy = EIP_POLICY_LOWEST, .taken = true}},
    /* Address 1 is, in a block of which another is held. */
    {"half", {.policy = EIP_POLICY_LOWEST, .taken = true, .given_up = 2}},
    /* Two are, and an account may have one more. */
    {"tight", {.policy = EIP_POLICY_LOWEST, .quota = 2, .given_up = 2}},
    /* No cooldown: picks go strictly by the address; in a scattered space. */
    {"strict",
     {.policy = EIP_POLICY_LOWEST,
      .scattered = true,
      .hot = true,
      .given_up = 2}},
    {"strict-full",
     {.policy = EIP_POLICY_LOWEST, .scattered = true, .hot = true, .taken = 1}},
    /* Cooling addresses are kept back, and 2 is cooling. */
    {"keep", {.policy = EIP_POLICY_LOWEST, .flags = EIP_POOL_KEEP_COOLING}},
    /* Account 1 has two, of which 0 has the interface. */
    {"tied", {.policy = EIP_POLICY_LOWEST, .tied = true}},
    /* Address 0 is free, in a block of which another is held; or cut out. */
    {"loose", {.policy = EIP_POLICY_LOWEST, .given_up = 1}},
    {"loose-full", {.policy = EIP_POLICY_LOWEST, .taken = true, .given_up = 1}},
    {"cut", {.policy = EIP_POLICY_LOWEST, .cut = true}},
    {"cut-full", {.policy = EIP_POLICY_LOWEST, .cut = true, .taken = true}},
    /* Account 1 has 0 in EC2-Classic. */
    {"classic", {.policy = EIP_POLICY_LOWEST, .classic = true}},
    /* 0 is offered to account 2, 1 to account 1. */
    {"offered", {.policy = EIP_POLICY_LOWEST, .offered = true}},
    /* And no account may have more than it has. */
    {"offered-tight",
     {.policy = EIP_POLICY_LOWEST, .offered = true, .quota = 1}},
    /* Or one more. */
    {"offered-one", {.policy = EIP_POLICY_LOWEST, .offered = true, .quota = 2}},
    /* 0 and 1 are free, and were never released as far as hints go: the threads
     * have picked there before. */
    {"open", {.hot = true, .taken = true, .given_up = 3, .spotted = true}},
    /* 1 is, in reserve with the first thread, for which 0 is held. */
    {"own", {.hot = true, .taken = true, .given_up = 2, .keeping = true}},
    /* 2 is, and no lane keeps it. */
    {"hot", {.hot = true}},
    /* 0 and 1 are free, released by 1 and 2, and cooling. */
    {"pair", {.policy = EIP_POLICY_LOWEST, .given_up = 3}},
    /* And 2 is held; nobody may have more than two. */
    {"pair-tight",
     {.policy = EIP_POLICY_LOWEST, .taken = true, .given_up = 3, .quota = 2}},
    {"pair-spread", {.hot = true, .taken = true, .given_up = 3}},
    /* Address 0 is held by 1, who must not have more than two. */
    {"pair-half",
     {.policy = EIP_POLICY_LOWEST, .taken = true, .given_up = 2, .quota = 2}},
    /* Details of two threads wait to be freed, and will come back to them. */
    {"retired", {.policy = EIP_POLICY_LOWEST, .retired = true}},
    /* One of the first thread's is in use: of address 2, which account 1 has. */
    {"tagged", {.policy = EIP_POLICY_LOWEST, .tagged = true}},
    /* A journal is kept. */
    {"kept", {.policy = EIP_POLICY_LOWEST, .aged = true, .kept = true}},
    {"kept-tight",
     {.policy = EIP_POLICY_LOWEST, .quota = 2, .given_up = 2, .kept = true}},
    /* No account may have more than it has. */
    {"kept-one", {.policy = EIP_POLICY_LOWEST, .quota = 1, .kept = true}},
    {"kept-tied", {.policy = EIP_POLICY_LOWEST, .tied = true, .kept = true}},
    {"kept-offered",
     {.policy = EIP_POLICY_LOWEST, .offered = true, .kept = true}},
    {"kept-pair", {.policy = EIP_POLICY_LOWEST, .given_up = 3, .kept = true}},
    {"kept-classic",
     {.policy = EIP_POLICY_LOWEST, .classic = true, .kept = true}},
    /* The threads come for the first time, and account 2 grows holdings. */
    {"cold", {.policy = EIP_POLICY_LOWEST, .cold = true}},
};
enum { WORLDS = sizeof worlds / sizeof worlds[0] };

/* Past faults of the library are among these. */
static const char *const others[] = {
    "aged recover1+give1", /* tags hung up again after the release */
    "aged recover1+seen1", /* carried out by the other, and undone */
    "aged recover1+again1",
    "aged claim2+replace",
    "aged recover1+replace",
    "aged any2+replace",
    "aged expire+replace", /* an index that comes again in another layout */
    "aged any2+swap",
    "spread any2+swap",
    "full any1+any2",
    "full any1+release2",
    "full any2+release1", /* a proof of emptiness beside a release */
    "full any1+add",      /* and beside a block that is not offered yet */
    "full any2+transfer",
    "full twice2+release1",
    "half any2+drain", /* a restore must announce */
    "half any1+any2",
    "half claim1of1+drain",
    "half any1+claim1of1",
    "half release1+drain",
    "tight any1+any1",
    "tight any1+recover1",
    "tight any1+quota1",
    "tight any1+release1",
    "strict any2+release1", /* `low` past an address released meanwhile */
    "strict any1+any2",
    "strict any2+remove",
    "strict any2+replace",
    "strict-full any2+release1",
    "spread any1+any2",
    "spread any2+release1",
    "spread any2+remove",
    "keep any1+any2",
    "keep any2+release1",
    "keep claim2+recover1",
    "keep any2+claim2",
    "cold claim2+recover1",
    "cold describe1+release1",

    /* Facts of held addresses, and what they decide. */
    "tied tie1to2+tie1to0",
    "tied tie1to2+tie1to2",
    "tied tie1to2+release1",
    "tied tie1to2+let1of2",
    "tied tie1to2+leave1",
    "tied tie1to2+describe1",
    "tied tie1to0+release1",
    "tied tie1to0+leave1",
    "tied leave1+leave1",
    "tied leave1+release1",
    "tied leave1+describe1",
    "tied leave-release1+describe1",
    "tied leave-release1+tie1to0",
    "tied leave-release1+tie1to2",
    "tied leave-release1+any2",
    "tied leave-release1+drain",
    "tied tie1to2+drain",
    "tied tie1to2+any2",
    /* Hints in reserve, beside picks, names, a proof of emptiness, a drain. */
    "open any1+any2",
    "open any1+any1",
    "open twice2+any1",
    "open hop+any1",
    "tight hop+release1",
    "tight hop+quota1",
    "half hop+claim1of1",
    "open any2+claim1of1",
    "open any2+drain",
    "open any2+expire",
    "open any2+add",
    "open any2+quota2",
    /* A release puts its hint into the lane's own reserve. */
    "own release1+any2",
    "own release1+any1",
    "own release1+twice2",
    "own release1+cycle2",
    "own release1+claim1of1",
    "own release1+claim2of0",
    "own release1+drain",
    "own release1+add",
    "own release1+block2",
    "own give-two+any2",
    "own give-two+any-claim2",
    "own give-two+twice2",
    "own give-any1+any2",
    "own give-any1+drain",
    /* Or into its pocket. */
    "hot release1+any2",
    "hot release1+any1",
    "hot release1+twice2",
    "hot release1+release2",
    "hot release1+claim2of0",
    "hot release1+drain",
    "hot release1+add",
    "hot release1+remove",
    "hot give-any1+any2",
    "hot give-any1+twice2",
    "hot give-any1+claim2of0",
    "hot give-any1+drain",
    "hot swap+any2",
    "full new45+new4", /* an index that was given back */
    "full ask45+ask4", /* the same without proofs of emptiness */
    "full ask45+ask45",
    /* A part of a block comes and goes beside allocations from the rest. */
    "loose cut0+any2",
    "loose cut0+claim2of0",
    "loose cut0+recover1of0",
    "loose cut0+release2",
    "loose cut0+cut1",
    "loose cut0+describe2",
    "loose cut-mend0+any2",
    "loose cut-mend0+claim2of0",
    "loose-full cut0+any2",
    "loose-full cut0+release2",
    "loose-full cut-mend0+any2",
    "aged cut0+release1",
    "aged cut0+any2",
    "cut mend0+any2",
    "cut mend0+claim2of0",
    "cut mend0+release2",
    "cut mend0+cut1",
    "cut-full mend0+any2",
    "cut-full cut1+release2",
    /* The domain of an address changes. */
    "classic move1+release1",
    "classic move1+tie1to0",
    "classic move1+describe1",
    "classic move1+move1",
    "classic move1+any1",
    "classic move1+drain",
    "classic move-back1+release1",
    "classic move-back1+tie1to0",
    /* Transfers: two accounts, each with its quota. */
    "offered accept2+accept1",
    "offered accept2+accept2",
    "offered accept2+release1",
    "offered accept2+disable1",
    "offered accept2+enable1",
    "offered accept2+describe1",
    "offered accept2+describe2",
    "offered accept2+tie1to0",
    "offered accept2+drain",
    "offered accept2+release2",
    "offered accept2+quota2",
    "offered accept2+expire",
    "offered accept-give2+any1",
    "offered accept-give2+recover1",
    "offered accept-back+accept1",
    "offered accept-back+release1",
    "offered accept-give2+release1",
    "offered-one accept2+any2",
    "offered-one accept2+claim2",
    "offered-tight accept2+accept1",
    "offered-tight give-accept2+accept1",
    "offered-tight give-accept2+any2",
    "offered-tight give-accept2+any1",
    /* Two addresses at once. */
    "pair block1+block1",
    "pair block1+block2",
    "pair block1+any1",
    "pair block1+any2",
    "pair block1+claim2of0",
    "pair block1+claim2of1",
    "pair block1+claim1of1",
    "pair block1+describe1",
    "pair block1+drain0",
    "pair block1+remove0",
    "pair block-recover1+withdraw0", /* a word changes while it is pending */
    "pair block-recover1+claim-withdraw",
    "pair block1+quota1",
    "pair-tight block1+block2",
    "pair-tight block1+any1",
    "pair-tight block1+any2",
    "pair-tight block1+quota1",
    "pair-spread block1+block2",
    "pair-spread block1+any2",
    "pair-half block1+release1",
    "pair-half block2+release1",
    "pair-half give-block1+any2",
    "pair-half give-block1+describe1",
    "open block1+any2",
    "open block1+claim2of1",
    /* Details come back to whose they were. */
    "retired recover1+reclaim",
    "retired renew1+reclaim",
    "retired recover1+recover1",
    "tagged anew1+reclaim",
    "retired reclaim+reclaim",
    /* Cuts of the journal beside all that it tells of. */
    "kept any1+collect",
    "kept recover1+collect",
    "kept release1+collect",
    "kept swap+collect",
    "kept transfer+collect",
    "kept quota1+collect",
    "kept drain+collect",
    "kept new4+collect",
    "kept-tied tie1to2+collect",
    "kept-tied leave-release1+collect",
    "kept-classic move1+collect",
    "kept-offered enable1+collect",
    "kept-offered accept2+collect",
    "kept-offered accept-give2+collect",
    "kept-offered accept2+accept1",
    "kept-pair block1+collect",
    "kept-pair give-block1+collect",
    "kept any1+any2",
    "kept recover1+give1",
    "kept-tight any1+release1",
    "kept-pair block1+claim2of1",
    /* It is turned on beside them. */
    "aged any1+snapshot",
    "aged recover1+snapshot",
    "aged release1+snapshot",
    "aged transfer+snapshot",
    "aged new4+snapshot",
    "aged drain+snapshot",
    "tied tie1to2+snapshot",
    "tied leave-release1+snapshot",
    "offered accept2+snapshot",
    "pair block1+snapshot",
};

static const char *const threes[] = {
    "aged claim2+recover1+give1",
    "aged any2+recover1+claim2",
    "aged recover1+give1+expire",
    "aged recover1+give1+recover1",
    "aged any2+any2+any1",
    "aged any2+recover1+release1",
    "full any1+any2+release1",
    "full any2+release1+release2",
    "aged release1+recover1+expire",
    "aged any2+release1+expire",
    "half any2+claim1of1+release1",
    "aged claim2+give1+remove",
    "strict any2+release1+any1",

    "open any1+any2+any1",
    "open any1+any2+drain",
    "own release1+any2+any1",
    "own give-any1+any2+claim2of0",
    "hot release1+any2+any1",
    "hot give-any1+any2+claim2of0",
    "pair block1+block2+claim2of1",
    "pair block1+claim2of1+any1",
    "pair block1+claim2of1+describe1",
    "pair-tight block1+any2+any1",

    "tied tie1to2+leave1+let1of2",
    "retired recover1+recover1+reclaim",
    "retired recover1+reclaim+reclaim",
    "tagged anew1+reclaim+describe1",
    "kept any1+release1+collect",
    "kept recover1+claim2+collect",
    "kept recover1+give1+collect",
    "kept release1+any2+collect",
    "kept-tight any1+release1+collect",
    "kept-one release1+recover1+collect", /* one built upon the other */
    "kept-tied tie1to2+leave1+collect",
    "kept-offered accept2+accept2+collect",
    "kept-offered accept2+accept1+collect",
    "kept-pair block1+claim2of1+collect",
    "aged any1+any1+snapshot",
    "aged recover1+give1+snapshot",
    "tied leave1+release1+any2",
    "offered accept2+accept1+disable1",
    "offered-one accept2+any2+release1",
};

/* Of these all threes are run, too. */
static const char *const family[] = {"claim2",   "recover1", "release1",
                                     "release2", "expire",   "give1"};

/* One of the two stops at each of its steps. */
static const char *const stopping[] = {
    "aged any1+any2",
    "aged any1+release2",
    "aged claim2+recover1",
    "aged recover1+give1",
    "aged release1+describe1",
    "aged any2+expire",
    "full any1+any2",
    "full any2+release1",
    "full any2+transfer",
    "half any2+drain",
    "half claim1of1+drain",
    "half any1+any2",
    "tight any1+any1",
    "tight any1+release1",
    "strict any2+release1",
    "spread any1+any2",
    "spread any2+release1",
    "keep any2+release1",
    "tied tie1to2+release1",
    "tied leave1+release1",
    "offered accept2+accept1",
    "offered accept2+disable1",
    "offered-one accept2+any2",
    "open any1+any2",
    "open any2+drain",
    "own release1+any2",
    "own give-two+any-claim2",
    "hot release1+any2",
    "hot give-any1+any2",
    "pair block1+claim-see",
    "pair block1+any2",
    "pair block1+claim2of1",
    "pair block1+block2",
    "pair block1+describe1",
    "pair block1+drain0",
    "pair-tight block1+any2",
    "pair-half block2+release1",
    "classic move1+release1",
    "classic move1+tie1to0",
    "retired recover1+reclaim",
    "retired renew1+reclaim",
    "kept any1+collect",
    "kept new4+collect",
    "kept recover1+collect",
    "kept transfer+collect",
    "kept recover1+give1",
    "kept-tied tie1to2+collect",
    "kept-offered accept2+collect",
    "kept-pair block1+collect",
    "aged any1+snapshot",
    "aged release1+snapshot",
};

/* One of the first two is gone then, and the third comes for its lane. */
static const char *const going[] = {
    "aged any1+any2+any1",
    "aged recover1+claim2+describe1",
    "aged recover1+give1+any2",
    "aged release1+any2+claim2",
    "aged any2+expire+any1",
    "full release1+any2+any1",
    "full transfer+any2+release2",
    "half any1+release1+any2",
    "half claim1of1+any2+release1",
    "tight any1+recover1+any1",
    "spread any1+any2+release1",
    "strict any2+release1+any1",
    "aged release1+describe1+describe1",
    "aged any2+describe1+describe1",
    "aged expire+describe1+describe1",
    "open any1+any2+any1",
    "own release1+any2+any1",
    "hot release1+any2+any1",
    "offered accept2+accept2+describe2", /* handed over by half */
    "pair block1+claim2of1+any2",
    "pair block1+claim2of1+describe1",
    "pair-tight block1+any2+any2",
    "pair block1+block2+block2",
    "kept any1+any2+collect",
    "kept recover1+any2+any1",
    "kept recover1+describe2+any1", /* an entry that is nobody's */
    "kept-pair block1+claim2of1+collect",
};

static const struct deed *deed_of(const char *name, size_t size) {
    for (uint32_t i = 0; i < DEEDS; i++) {
        if (strlen(deeds[i].name) == size &&
            memcmp(deeds[i].name, name, size) == 0) {
            return &deeds[i];
        }
    }
    return NULL;
}

bool scenes_find(const char *name, struct scene *scene) {
    const char *at = strchr(name, ' ');

    memset(scene, 0, sizeof *scene);
    (void)snprintf(scene->name, NAME, "%s", name);
    for (uint32_t i = 0; at != NULL && i < WORLDS; i++) {
        if (strlen(worlds[i].name) == (size_t)(at - name) &&
            memcmp(worlds[i].name, name, (size_t)(at - name)) == 0) {
            scene->how = worlds[i].how;
        }
    }
    while (at != NULL && *at != '\0' && scene->threads < MC_THREADS) {
        size_t size = strcspn(++at, "+");

        scene->deeds[scene->threads] = deed_of(at, size);
        if (scene->deeds[scene->threads++] == NULL) {
            return false;
        }
        at += size;
    }
    return scene->threads != 0 &&
           *at == '\0'; /* and no more than there can be */
}

static void find_and_visit(const char *name,
                           void (*visit)(const struct scene *scene)) {
    struct scene scene;

    if (!scenes_find(name, &scene)) {
        mc_fail("no scene is named %s", name);
    }
    visit(&scene);
}

static void visit_pairs(void (*visit)(const struct scene *scene)) {
    char name[NAME];

    for (uint32_t i = 0; i < IN_PAIRS; i++) {
        for (uint32_t k = i; k < IN_PAIRS; k++) {
            (void)snprintf(name, NAME, "aged %s+%s", deeds[i].name,
                           deeds[k].name);
            find_and_visit(name, visit);
        }
    }
    for (uint32_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        find_and_visit(others[i], visit);
    }
}

static void visit_family(void (*visit)(const struct scene *scene)) {
    enum { COUNT = sizeof family / sizeof family[0] };
    char name[NAME];

    for (uint32_t i = 0; i < COUNT; i++) {
        for (uint32_t j = i; j < COUNT; j++) {
            for (uint32_t k = j; k < COUNT; k++) {
                (void)snprintf(name, NAME, "aged %s+%s+%s", family[i],
                               family[j], family[k]);
                find_and_visit(name, visit);
            }
        }
    }
}

void scenes_visit(uint32_t which, void (*visit)(const struct scene *scene)) {
    if ((which & SCENES_PAIRS) != 0) {
        visit_pairs(visit);
    }
    for (uint32_t i = 0;
         (which & SCENES_THREES) != 0 && i < sizeof threes / sizeof threes[0];
         i++) {
        find_and_visit(threes[i], visit);
    }
    if ((which & SCENES_FAMILY) != 0) {
        visit_family(visit);
    }
}

void scenes_visit_stopping(bool gone,
                           void (*visit)(const struct scene *scene)) {
    uint32_t count = gone ? sizeof going / sizeof going[0]
                          : sizeof stopping / sizeof stopping[0];

    for (uint32_t i = 0; i < count; i++) {
        find_and_visit(gone ? going[i] : stopping[i], visit);
    }
}
