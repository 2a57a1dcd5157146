/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What it costs that nothing is lost, on the file system of the folder that the
 * program runs in. `durable/allocate/N`: N allocations and a wait, acknowledged
 * a second (`per_s`); in turns with N appends of the same size to an LMDB table
 * and its commit (`base_per_s`; `part`: the first of the second).
 * `durable/load/N`: an engine of a store in which N addresses are held, ms;
 * `durable/log/N`: the same, none of it folded. `durable/beside`: a pair on an
 * engine with a store, which a thread commits to every 10 ms, against one without
 * (`pays`: what a call costs more, ns). */
#include "measure.h"
#include "region.h"

#include <eip/store_lmdb.h>
#include <lmdb.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace {

using bench::ACCOUNT;
using bench::Region;

/** A folder that goes with it. */
class Folder {
  public:
    Folder() {
        if (mkdtemp(name_) == nullptr) {
            bench::must(EIP_ERR_STORE_IO, "a folder");
        }
    }
    ~Folder() {
        std::error_code ignored;

        std::filesystem::remove_all(name_, ignored);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    const char *name() const {
        return name_;
    }

  private:
    char name_[32] = "eip-bench-XXXXXX";
};

class Store {
  public:
    explicit Store(const Folder &folder) {
        bench::must(
            eip_store_open_lmdb(folder.name(), nullptr, &store_, nullptr),
            "store");
    }
    ~Store() {
        eip_store_close(store_);
    }
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;
    eip_store *get() {
        return store_;
    }
    void fold() {
        uint32_t left = 1;

        while (left != 0) {
            bench::must(store_->fold(store_->context, 1 << 20, &left, nullptr),
                        "fold");
        }
    }

  private:
    eip_store *store_ = nullptr;
};

/** LMDB alone: numbered records of one size, appended. */
class Plain {
  public:
    explicit Plain(const Folder &folder) {
        MDB_txn *txn = nullptr;

        check(mdb_env_create(&env_));
        check(mdb_env_set_mapsize(env_, size_t{16} << 30));
        check(mdb_env_open(env_, folder.name(), MDB_NOLOCK, 0600));
        check(mdb_txn_begin(env_, nullptr, 0, &txn));
        check(mdb_dbi_open(txn, nullptr, 0, &dbi_));
        check(mdb_txn_commit(txn));
    }
    ~Plain() {
        mdb_env_close(env_);
    }
    Plain(const Plain &) = delete;
    Plain &operator=(const Plain &) = delete;
    void append(uint64_t times) {
        MDB_txn *txn = nullptr;

        check(mdb_txn_begin(env_, nullptr, 0, &txn));
        for (uint64_t i = 0; i < times; i++) {
            uint64_t key = __builtin_bswap64(next_++);
            MDB_val k = {sizeof key, &key};
            MDB_val v = {sizeof record_, record_};

            check(mdb_put(txn, dbi_, &k, &v, MDB_APPEND));
        }
        check(mdb_txn_commit(txn));
    }

  private:
    static void check(int code) {
        bench::must(code == 0 ? EIP_OK : EIP_ERR_STORE_IO, mdb_strerror(code));
    }
    MDB_env *env_ = nullptr;
    MDB_dbi dbi_ = 0;
    uint64_t next_ = 0;
    char record_[64] = {}; /* as long as that of an address without tags */
};

void fill(Region &region, std::vector<uint64_t> &held, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        held.push_back(region.allocate(ACCOUNT));
    }
}

void empty(Region &region, std::vector<uint64_t> &held) {
    for (uint64_t id : held) {
        region.release(ACCOUNT, id);
    }
    held.clear();
    region.wait();
}

void allocate(benchmark::State &state, uint64_t count) {
    Folder folder;
    Folder plain_folder;
    Store store(folder);
    Plain plain(plain_folder);
    Region region(store.get());
    std::vector<uint64_t> held;
    std::vector<double> own;
    std::vector<double> base;
    std::vector<double> part;
    bench::Budget budget;

    region.provision(bench::AMAZON, "", bench::blocks(4, 12));
    region.wait();
    while (budget.more()) {
        own.push_back(bench::timed(
            [&](uint64_t n) {
                fill(region, held, n);
                region.wait();
            },
            count));
        base.push_back(
            bench::timed([&](uint64_t n) { plain.append(n); }, count));
        part.push_back(base.back() / own.back());
        if (held.size() >= 1 << 20) {
            empty(region, held);
        }
    }
    state.counters["per_s"] = 1e9 / bench::median(own);
    state.counters["base_per_s"] = 1e9 / bench::median(base);
    state.counters["part"] = bench::median(part);
    state.counters["turns"] = static_cast<double>(own.size());
    bench::result_ns(state, bench::median(own));
}

void load(benchmark::State &state, uint64_t count, bool folded) {
    Folder folder;
    std::vector<double> ns;
    bench::Budget budget;

    {
        Store store(folder);
        Region region(store.get());
        std::vector<uint64_t> held;

        region.provision(bench::AMAZON, "", bench::blocks(4, 12));
        fill(region, held, count);
        region.wait();
    }
    while (budget.more()) {
        Store store(folder);

        if (folded) {
            store.fold();
        }
        uint64_t begin = bench::now_ns();
        Region region(store.get());
        ns.push_back(static_cast<double>(bench::now_ns() - begin));
    }
    state.counters["ms"] = bench::median(ns) / 1e6;
    state.counters["per_million_s"] =
        bench::median(ns) / 1e9 * 1e6 / static_cast<double>(count);
    bench::result_ns(state, bench::median(ns));
}

void beside(benchmark::State &state) {
    Folder folder;
    Store store(folder);
    Region with(store.get(), 10);
    Region without;
    auto pair = [](Region &region, uint64_t times) {
        for (uint64_t i = 0; i < times; i++) {
            region.release(ACCOUNT, region.allocate(ACCOUNT));
        }
    };

    with.provision(bench::AMAZON, "", bench::blocks(1, 12));
    without.provision(bench::AMAZON, "", bench::blocks(1, 12));
    bench::against(
        state, 256, [&](uint64_t n) { pair(with, n); },
        [&](uint64_t n) { pair(without, n); });
    state.counters["pays"] =
        (state.counters["ns"] - state.counters["base_ns"]) / 2;
}

const bool added = [] {
    for (uint64_t count : {1, 64, 1024}) {
        bench::add(
            "durable/allocate/" + std::to_string(count),
            [count](benchmark::State &state) { allocate(state, count); });
    }
    bench::add("durable/load/1000000",
               [](benchmark::State &state) { load(state, 1000000, true); });
    bench::add("durable/log/1000000",
               [](benchmark::State &state) { load(state, 1000000, false); });
    bench::add("durable/beside", beside);
    return true;
}();

} // namespace
