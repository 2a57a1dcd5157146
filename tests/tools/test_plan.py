# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip plan` from outside, against Python's ipaddress.

    test_plan.py EIP [RANGES]

EIP is the command; RANGES a file of AWS's ip-ranges.json form to plan on,
which is left out where there is none.
"""

import fcntl
import ipaddress
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest

EIP = None
RANGES = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)


def run(*arguments, stdin=""):
    return subprocess.run([EIP, "plan", *arguments], input=stdin, timeout=60,
                          capture_output=True, text=True, check=False)


def document(test, *arguments, stdin="", code=OK):
    process = run(*arguments, "--json", stdin=stdin)
    test.assertEqual(process.returncode, code, process.stderr)
    return json.loads(process.stdout)


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def made_up(seed):
    """Blocks of three border groups and what is in use of them."""
    draw = random.Random(seed)
    blocks, held = {}, {}
    for number in range(24):
        bits = draw.randint(24, 30)
        base = (10 << 24) + number * 256 + draw.choice((0, 0, 128))
        base &= ~((1 << (32 - bits)) - 1)
        block = ipaddress.ip_network((base, bits))
        blocks[block] = draw.choice("abc")
        for address in block:
            if draw.random() < 0.2:
                held[address] = draw.choice(("held", "cooling"))
    return blocks, held


class Numbers(Files):
    def worlds(self):
        for seed in range(8):
            blocks, held = made_up(seed)
            ranges = self.file(f"r{seed}", "".join(
                f"{block} {group}\n" for block, group in blocks.items()))
            used = self.file(f"h{seed}", "".join(
                f"{address} {state}\n" for address, state in held.items()))
            yield blocks, held, ["-r", ranges, "--held", used]

    def free_of(self, blocks, held, group):
        """The fewest networks, by ipaddress."""
        return list(ipaddress.collapse_addresses(
            address for block, owner in blocks.items() if owner == group
            for address in block if address not in held))

    def test_util(self):
        for blocks, held, options in self.worlds():
            rows = document(self, "util", *options)["rows"]
            self.assertEqual([row["network_border_group"] for row in rows],
                             sorted(set(blocks.values())))
            for row in rows:
                group = row["network_border_group"]
                own = [b for b, owner in blocks.items() if owner == group]
                states = [held.get(a) for b in own for a in b]
                free = self.free_of(blocks, held, group)
                self.assertEqual(row["capacity"], len(states))
                self.assertEqual(row["held"], states.count("held"))
                self.assertEqual(row["cooling"], states.count("cooling"))
                self.assertEqual(row["free"], states.count(None))
                self.assertEqual(row["free_cidrs"], len(free))
                self.assertEqual(row["largest_free_addresses"],
                                 max(b.num_addresses for b in free))

    def test_util_sums(self):
        for _, held, options in self.worlds():
            for by in ("pool", "region", "network_border_group", "prefix"):
                data = document(self, "util", "--by", by, *options)
                for name in ("capacity", "held", "cooling", "free", "cidrs"):
                    self.assertEqual(sum(row[name] for row in data["rows"]),
                                     data["all"][name])
                self.assertEqual(data["all"]["held"],
                                 list(held.values()).count("held"))

    def test_free(self):
        for blocks, held, options in self.worlds():
            for space in document(self, "free", *options)["spaces"]:
                free = self.free_of(blocks, held,
                                    space["network_border_group"])
                self.assertEqual(space["free"], [str(b) for b in free])

    def test_free_can_be_read(self):
        for _, _, options in self.worlds():
            lines = run("free", *options).stdout
            self.assertEqual(run("free", "-", stdin=lines).stdout, lines)

    def test_fit(self):
        for blocks, held, options in self.worlds():
            for bits in (27, 29, 30):
                process = run("fit", str(bits), "--count", "40", "--json",
                              *options)
                ways = json.loads(process.stdout)["ways"]
                for way in ways:
                    self.check_way(way, blocks, held, bits)
                full = all(w["placed"] == w["wanted"] for w in ways)
                self.assertEqual(process.returncode, OK if full else FAILED)

    def check_way(self, way, blocks, held, bits):
        taken = set()
        for block in way["blocks"]:
            network = ipaddress.ip_network(block["cidr"])
            self.assertEqual(network.prefixlen, bits)
            for address in network:
                self.assertNotIn(address, held)
                self.assertNotIn(address, taken)
                owner = [o for b, o in blocks.items() if address in b]
                self.assertEqual(owner, [block["network_border_group"]])
                taken.add(address)
        left, largest = 0, 0
        for group in set(blocks.values()):
            free = self.free_of(blocks, {**held, **dict.fromkeys(taken)},
                                group)
            left += sum(b.num_addresses for b in free)
            largest = max([largest, *(b.num_addresses for b in free)])
        self.assertEqual(way["leaves"]["free"], left)
        self.assertEqual(way["leaves"]["largest_free_addresses"], largest)
        if way["placed"] < way["wanted"]:
            self.assertLess(largest, 1 << (32 - bits))

    def test_best_keeps_large_holes(self):
        ways = document(self, "fit", "/26", "--ranges", self.file(
            "r", "10.0.0.0/24\n10.0.4.0/26\n"))["ways"]
        placed = {w["strategy"]: w["blocks"][0]["cidr"] for w in ways}
        self.assertEqual(placed, {"best": "10.0.4.0/26",
                                  "first": "10.0.0.0/26"})

    def test_split_and_merge(self):
        for block, bits in (("10.1.0.0/16", 20), ("0.0.0.0/0", 6),
                            ("10.0.0.1/32", 32)):
            parts = run("split", block, f"/{bits}").stdout
            self.assertEqual(parts.split(), [
                str(n) for n in ipaddress.ip_network(block).subnets(
                    new_prefix=bits)])
            self.assertEqual(run("merge", "-", stdin=parts).stdout,
                             block + "\n")
        for blocks, held, _ in self.worlds():
            some = [*map(str, blocks), *(f"{a}/32" for a in held)]
            random.Random(1).shuffle(some)
            self.assertEqual(
                run("merge", "-", stdin="\n".join(some)).stdout.split(),
                [str(n) for n in ipaddress.collapse_addresses(
                    map(ipaddress.ip_network, some))])


class Findings(Files):
    def test_check(self):
        data = document(self, "check", "--gaps", "20", "-", code=FAILED, stdin=(
            "10.0.0.0/24 a\n10.0.0.0/24 a\n10.0.0.128/25 a\n"
            "10.0.0.64/26 b\n10.0.2.9/24 a\n"))
        self.assertEqual(
            [(f["finding"], f["cidr"], f["line"]) for f in data["findings"]],
            [("twice", "10.0.0.0/24", 2), ("overlap", "10.0.0.64/26", 4),
             ("inside", "10.0.0.128/25", 3), ("host bits", "10.0.2.9/24", 5),
             ("gap", "10.0.1.0/24", 5)])
        self.assertEqual(run("check", "-", stdin="10.0.0.0/24\n").returncode,
                         OK)

    def test_diff(self):
        old = self.file("old", "10.0.0.0/24 a\n10.0.1.0/24 a\n10.0.2.0/24 a\n")
        new = self.file("new", "10.0.0.0/24 a\n10.0.1.0/24 b\n10.0.3.0/25 a\n")
        process = run("diff", old, new)
        self.assertEqual(process.returncode, FAILED)
        self.assertEqual(process.stdout.splitlines()[:3], [
            "~ 10.0.1.0/24 b amazon from a amazon",
            "- 10.0.2.0/24 a amazon", "+ 10.0.3.0/25 a amazon"])
        self.assertEqual(run("diff", old, old).returncode, OK)

    def test_junk(self):
        """Exit code 3, and the place."""
        good = self.file("good", "10.0.0.0/24\n")
        for text in ("junk", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/08",
                     "10.0.0.0/+8", "10.0.0.0/24 a b c", "10.0.0.0/24 ä",
                     "10.0.0.1/24", "256.0.0.0/8", "-", "10.0.0.0/24\0"):
            for command in ("util", "free", "merge"):
                process = run(command, "-", stdin=f"# ok\n{text}\n")
                self.assertEqual(process.returncode, BAD_INPUT, text)
                self.assertIn("standard input:2: ", process.stderr)
                self.assertEqual(process.stdout, "")
        for text in ("junk", "10.0.0.1 warm", "10.0.0.1 held x", "10.9.0.0"):
            process = run("util", "-r", good, "--held", "-",
                          stdin=f"\n{text}\n")
            self.assertEqual(process.returncode, BAD_INPUT, text)
            self.assertIn("standard input:2: ", process.stderr)
        process = run("util", "-", stdin='{"prefixes": [\n{"ip_prefix": 1}]}')
        self.assertEqual(process.returncode, BAD_INPUT)
        self.assertIn("standard input:2:", process.stderr)
        process = run("util", "-", stdin="10.0.0.0/24 a\n10.0.0.0/25 b\n")
        self.assertEqual(process.returncode, BAD_INPUT)

    def test_truncate(self):
        process = run("merge", "--truncate", "-", stdin="10.0.0.77/24\n")
        self.assertEqual(process.stdout, "10.0.0.0/24\n")

    def test_answers(self):
        for arguments, code in (
                ((), USAGE), (("--help",), OK), (("what",), USAGE),
                (("util", "--help"), OK), (("util",), OK),
                (("util", "--by", "colour"), USAGE), (("fit",), USAGE),
                (("fit", "33"), USAGE), (("fit", "/1"), FAILED),
                (("util", "no-such-file"), IO), (("util", "-", "-"), USAGE),
                (("util", "--region", "nowhere"), BAD_INPUT),
                (("split", "10.0.0.0/8", "7"), USAGE),
                (("split", "10.0.0.1/8", "9"), USAGE),
                (("diff", "x"), USAGE)):
            self.assertEqual(run(*arguments).returncode, code, arguments)


class Stores(Files):
    """On what `eip` commands left in a folder."""

    def setUp(self):
        super().setUp()
        self.store = os.path.join(self.folder.name, "store")
        ranges = self.file("new", json.dumps({"prefixes": [
            {"ip_prefix": cidr, "region": "us-east-1", "service": "EC2",
             "network_border_group": group} for cidr, group in (
                 ("203.0.113.0/29", "us-east-1"),
                 ("198.51.100.0/28", "us-east-1-bos-1"))]}))
        made = self.eip("".join(f"a{i} = allocate-address --output json\n"
                                for i in range(8)), "--ranges", ranges,
                        "--quota", "8")
        ids = dict(zip(re.findall(r'"PublicIp": "(.*)"', made),
                       re.findall(r'"AllocationId": "(.*)"', made)))
        self.assertEqual(len(ids), 8)
        self.eip("release-address --allocation-id " + ids["203.0.113.3"])

    def eip(self, text, *options):
        process = subprocess.run(
            [EIP, "script", "--data", self.store, *options, "-"], input=text,
            timeout=60, capture_output=True, text=True, check=False)
        self.assertEqual(process.returncode, OK, process.stderr)
        return process.stdout

    def rows(self, *options):
        return [[row[name] for name in ("capacity", "held", "cooling", "free")]
                for row in document(self, "util", "--data", self.store,
                                    *options)["rows"]]

    def test_use(self):
        before = self.bytes()
        full, empty = [8, 7, 1, 0], [16, 0, 0, 16]
        self.assertEqual(self.rows(), [full, empty])
        self.assertEqual(self.rows("--by", "prefix"), [empty, full])
        self.assertEqual(self.rows("--by", "pool"), [[24, 7, 1, 16]])
        self.assertEqual(self.rows("--border-group", "us-east-1"), [full])
        self.assertEqual(run("free", "--data", self.store).stdout,
                         "198.51.100.0/28 us-east-1-bos-1 amazon\n")
        ways = document(self, "fit", "/29", "--data", self.store)["ways"]
        self.assertEqual([w["blocks"][0]["cidr"] for w in ways],
                         ["198.51.100.0/29"] * 2)
        self.assertEqual(self.bytes(), before)

    def bytes(self):
        with open(os.path.join(self.store, "data.mdb"), "rb") as file:
            return file.read()

    def test_what_is_no_store(self):
        path = os.path.join(self.store, "data.mdb")
        for contents in (b"", b"junk", bytes(9000), self.bytes()[:5000]):
            with open(path, "wb") as file:
                file.write(contents)
            process = run("util", "--data", self.store)
            self.assertEqual((process.returncode, process.stdout),
                             (BAD_INPUT, ""), contents[:9])
            self.assertIn(self.store, process.stderr)

    def test_beside_ranges(self):
        more = self.file("more", "203.0.113.8/29 us-east-1\n"
                         "198.51.100.0/28 us-east-1-bos-1\n")
        self.assertEqual(self.rows("-r", more),
                         [[16, 7, 1, 8], [16, 0, 0, 16]])
        self.assertEqual(run("check", "--data", self.store).returncode, OK)
        process = run("diff", "--data", self.store, more)
        self.assertEqual(process.returncode, FAILED)
        self.assertEqual(process.stdout.splitlines()[:2], [
            "- 203.0.113.0/29 us-east-1 amazon",
            "+ 203.0.113.8/29 us-east-1 amazon"])

    def pools(self):
        """Blocks that are being drained, and CoIP pools that have the same
        numbers. Returns the ids of the public pool and of the CoIP pools."""
        made = self.eip("""
            p = make-pool --kind public-ipv4 --output json
            add-cidrs --pool-id ${p.PoolId} --cidrs 192.0.2.0/25 192.0.2.128/25
            q = allocate-address --public-ipv4-pool ${p.PoolId}
            drain-cidr --pool-id ${p.PoolId} --cidr 192.0.2.0/25 --mode start
            drain-cidr --pool-id amazon --cidr 203.0.113.0/29 --mode start
            c = make-pool --kind coip --owner-id 111122223333 --output json
            add-cidrs --pool-id ${c.PoolId} --cidrs 10.0.0.0/28
            d = make-pool --kind coip --owner-id 444455556666 --output json
            add-cidrs --pool-id ${d.PoolId} --cidrs 10.0.0.0/29
            x = allocate-address --customer-owned-ipv4-pool ${c.PoolId} \
--account 111122223333
            y = allocate-address --customer-owned-ipv4-pool ${d.PoolId} \
--account 444455556666
            z = allocate-address --customer-owned-ipv4-pool ${d.PoolId} \
--account 444455556666
            release-address --allocation-id ${z.AllocationId} \
--account 444455556666
            """.replace("\\\n", ""))
        public, *own = re.findall(r'"PoolId": "(.*)"', made)
        return public, own

    def test_states_and_pools(self):
        public, own = self.pools()
        names = ("capacity", "held", "cooling", "withdrawn", "free",
                 "free_cidrs")
        rows = {(row["pool"], row["network_border_group"]):
                [row[name] for name in names]
                for row in document(self, "util", "--data",
                                    self.store)["rows"]}
        # Which half of the public pool has the address is the engine's choice.
        halves = rows.pop((public, "us-east-1"))
        self.assertIn(halves, ([256, 1, 0, 127, 128, 1],
                               [256, 1, 0, 128, 127, 7]))
        self.assertEqual(rows, {
            # Seven are held; the eighth cooled, and is not to be had any more.
            ("amazon", "us-east-1"): [8, 7, 0, 1, 0, 0],
            ("amazon", "us-east-1-bos-1"): [16, 0, 0, 0, 16, 1],
            (own[0], "us-east-1"): [16, 1, 0, 0, 15, 4],
            (own[1], "us-east-1"): [8, 1, 1, 0, 6, 2]})
        text = run("util", "--data", self.store).stdout.splitlines()
        self.assertEqual(text[0].split()[:8],
                         ["Border", "group", "Pool", "CIDRs", "Capacity",
                          "Held", "Cooling", "Withdrawn"])
        self.assertEqual(text[1].split()[:7],
                         ["us-east-1", "amazon", "1", "8", "7", "0", "1"])
        kept = "".join(f"{line.split()[0]} {state}\n" for line, state in (
            ("10.0.0.0/29", "held"), ("10.0.0.8/30", "withdrawn")))
        process = run("util", "-r", self.file("one", "10.0.0.0/28\n"),
                      "--held", "-", "--json", stdin=kept)
        self.assertEqual([json.loads(process.stdout)["all"][n] for n in names],
                         [16, 8, 0, 4, 4, 1])

    def test_coip_pools_do_not_overlap(self):
        _, own = self.pools()
        process = run("check", "--data", self.store)
        self.assertEqual((process.returncode, process.stdout), (
            OK, "6 prefixes: 0 with host bits, 0 twice, 0 inside others, "
            "0 overlaps, 0 gaps\n"))
        both = ["--data", self.store, "--pool", "ipv4pool-coip-*"]
        free = run("free", *both).stdout.split()
        self.assertEqual(free[2::3].count(own[0]), 4)
        self.assertEqual(free[2::3].count(own[1]), 2)
        placed = document(self, "fit", "/29", "/30", *both)["ways"]
        self.assertEqual([(b["cidr"], b["pool"]) for b in placed[0]["blocks"]],
                         [("10.0.0.8/29", own[0]),
                          ("10.0.0.4/30", min(own))])
        rows = document(self, "util", "--by", "prefix", "--data",
                        self.store)["rows"]
        lines = [f"{row['prefix']} {row['network_border_group']} "
                 f"{row['pool']}\n" for row in rows]
        self.assertEqual(len(lines), 6)
        process = run("diff", "--data", self.store,
                      self.file("same", "".join(lines)))
        self.assertEqual((process.returncode, process.stdout.split("\n")[0]),
                         (OK, "# removed 0 CIDRs, 0 addresses"))
        less = "".join(line for line in lines if own[1] not in line)
        process = run("diff", "--data", self.store, self.file("less", less))
        self.assertEqual(process.stdout.split("\n")[0],
                         f"- 10.0.0.0/29 us-east-1 {own[1]}")
        lines = (f"10.0.0.0/28 here {own[0]}\n10.0.0.0/28 here {own[1]}\n"
                 f"10.0.0.0/24 there {own[1]}\n")
        process = run("check", "-", stdin=lines)
        self.assertEqual(process.returncode, FAILED)
        self.assertEqual(process.stdout.splitlines()[0],
                         f"standard input:2: overlap: 10.0.0.0/28 of here "
                         f"{own[1]}, 10.0.0.0/24 of there {own[1]} at "
                         "standard input:3")
        # Whose address a line means cannot be told.
        pair = self.file("pair", "".join(lines.splitlines(True)[:2]))
        for held, code in (("10.0.0.3\n", BAD_INPUT), ("", OK)):
            process = run("util", "-r", pair, "--held", "-", stdin=held)
            self.assertEqual(process.returncode, code)
        process = run("util", "-r", pair, "--held", "-", stdin="10.0.0.3\n")
        self.assertEqual(process.stderr.splitlines()[0].split(": ", 1)[1],
                         f"standard input:1: 10.0.0.3 is an address of "
                         f"{min(own)} and of {max(own)}")
        process = run("util", "-r", pair, "--held", "-", "--pool", own[1],
                      "--json", stdin="10.0.0.3\n")
        self.assertEqual(json.loads(process.stdout)["all"]["held"], 1)

    def test_forecast_and_simulation(self):
        """Of what is withdrawn nothing can be allocated; customers live in
        one space of addresses."""
        _, own = self.pools()
        rows = document(self, "forecast", "--data", self.store,
                        "--rate", "us-east-1=1+-1", "--pool",
                        "amazon")["rows"]
        self.assertEqual(rows[0]["as_it_is"]["at_most"], 7)
        for arguments, said in (
                (("simulate",), "have the same numbers"),
                (("forecast", "--rate", "us-east-1=1", "--what-if",
                  "drain=10.0.0.0/29"), "it is in pool")):
            process = run(*arguments, "--data", self.store, "--pool",
                          "ipv4pool-coip-*")
            self.assertEqual(process.returncode, USAGE, process.stderr)
            for text in (said, *own, "--pool"):
                self.assertIn(text, process.stderr)
        process = run("forecast", "--data", self.store, "--pool", own[0],
                      "--rate", "us-east-1=1", "--what-if",
                      "drain=10.0.0.0/29", "--json")
        row = json.loads(process.stdout)["rows"][0]
        self.assertEqual([row[case]["at_most"]
                          for case in ("as_it_is", "what_if")], [16, 8])

    def test_no_store(self):
        process = run("util", "--data", self.folder.name)
        self.assertEqual(process.returncode, IO)
        self.assertIn(self.folder.name + ": there is no store", process.stderr)

    def test_another_has_it(self):
        with open(os.path.join(self.store, "lock"), "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            process = run("util", "--data", self.store)
        self.assertEqual((process.returncode, process.stdout), (IO, ""))
        self.assertIn(f"cannot open the store in {self.store}: ",
                      process.stderr)


class Real(unittest.TestCase):
    def setUp(self):
        if not RANGES:
            self.skipTest("no file of AWS's ranges")

    def test_same_networks(self):
        with open(RANGES, encoding="utf-8") as file:
            rows = [r for r in json.load(file)["prefixes"]
                    if r["service"] == "EC2"]
        for row in document(self, "util", RANGES)["rows"]:
            own = [r for r in rows if r["network_border_group"]
                   == row["network_border_group"]
                   and r["region"] == row["region"]]
            merged = list(ipaddress.collapse_addresses(
                ipaddress.ip_network(r["ip_prefix"]) for r in own))
            self.assertEqual(row["free_cidrs"], len(merged))
            self.assertEqual(row["free"],
                             sum(n.num_addresses for n in merged))
        merged = run("merge", RANGES).stdout.split()
        self.assertEqual(merged, [str(n) for n in ipaddress.collapse_addresses(
            ipaddress.ip_network(r["ip_prefix"]) for r in rows)])
        self.assertEqual(run("check", RANGES).returncode, OK)


if __name__ == "__main__":
    EIP = os.path.abspath(sys.argv[1])
    RANGES = sys.argv[2] if len(sys.argv) > 2 else None
    unittest.main(argv=sys.argv[:1])
