# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of what `eip` keeps between commands, and of `eip store`.

    test_kept.py EIP
"""

import concurrent.futures
import datetime
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

EIP = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)
SCALE = float(os.environ.get("EIP_TEST_SCALE", "1"))


def some(cases):
    """All of them, or with a scale of 1/n each n-th, from a random one on."""
    stride = max(1, round(1 / SCALE))
    return list(cases)[random.randrange(stride)::stride]


def run(*arguments, stdin="", **environment):
    return subprocess.run(
        [EIP, *arguments], input=stdin, timeout=60, capture_output=True,
        text=True, check=False, env={**os.environ, **environment})


def paths(tree, before=()):
    """The names on the way to each member of an object, and in it."""
    for name, value in tree.items():
        yield before + (name,)
        if isinstance(value, dict) and name not in ("Tags",):
            yield from paths(value, before + (name,))


def get(tree, path):
    for name in path:
        tree = tree[name]
    return tree


class Kept(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.data = os.path.join(folder.name, "a", "b")

    def eip(self, *arguments, code=OK, stdin=""):
        """What a command on this test's engine answers."""
        process = run(*arguments, "--data", self.data, stdin=stdin)
        self.assertEqual(process.returncode, code, process.stderr)
        return json.loads(process.stdout) if code == OK and process.stdout \
            else process

    def held(self):
        return self.eip("describe-addresses")["Addresses"]

    def test_what_is_answered_is_there(self):
        made = self.eip("allocate-address", "--tag-specifications",
                        "ResourceType=elastic-ip,Tags=[{Key=k,Value=\u00e4}]")
        self.assertEqual(self.held()[0]["PublicIp"], made["PublicIp"])
        self.assertEqual(self.held()[0]["Tags"],
                         [{"Key": "k", "Value": "\u00e4"}])
        self.eip("release-address", "--allocation-id", made["AllocationId"])
        self.assertEqual(self.held(), [])
        again = self.eip("allocate-address", "--address", made["PublicIp"])
        self.assertEqual(again["PublicIp"], made["PublicIp"])
        self.assertNotEqual(again["AllocationId"], made["AllocationId"])
        self.assertEqual(self.eip("show-engine")["CidrCount"], 11)

    def test_where_it_is_kept(self):
        home = {"HOME": self.folder, "XDG_STATE_HOME": ""}
        state = {"HOME": "/none", "XDG_STATE_HOME": self.folder + "/state"}
        for environment, path in ((home, ".local/state/eip"),
                                  (state, "state/eip")):
            self.assertEqual(run("allocate-address", **environment).returncode,
                             OK)
            self.assertTrue(os.path.isfile(
                os.path.join(self.folder, path, "data.mdb")))
        nowhere = run("allocate-address", HOME="", XDG_STATE_HOME="relative")
        self.assertEqual(nowhere.returncode, 255)
        self.assertIn("--data DIR", nowhere.stderr)
        for path in ("/proc/none", "/dev/null/x", "", "x" * 5000):
            process = run("allocate-address", "--data", path)
            self.assertEqual((process.returncode, process.stdout), (255, ""))

    def test_what_is_said_of_it_must_be_so(self):
        self.eip("allocate-address", "--seed", "3", "--quota", "9")
        self.assertEqual(self.eip("show-account")["Quota"], 9)
        self.eip("allocate-address", "--seed", "3", "--quota", "9", "--region",
                 "xa-north-1")
        for words in (["--seed", "4"], ["--quota", "8"],
                      ["--region", "xb-east-1"], ["--cooldown-ms", "1"]):
            process = self.eip("describe-addresses", *words, code=255)
            self.assertIn("What was kept", process.stderr)
            self.assertEqual(process.stdout, "")

    def test_ranges_that_cannot_be_read_leave_nothing(self):
        process = self.eip("allocate-address", "--ranges", "/none", code=255)
        self.assertEqual(process.stdout, "")
        self.assertEqual(run("store", "export", "--data",
                             self.data).stdout, "")
        self.eip("allocate-address")
        self.assertEqual(self.eip("show-engine")["CidrCount"], 11)

    def test_a_region_is_there_wholly_or_not_at_all(self):
        ranges = os.path.join(self.folder, "ranges.json")
        with open(ranges, "w", encoding="utf-8") as file:
            json.dump({"syncToken": "1", "createDate": "2026-01-01-00-00-00",
                       "prefixes": [
                           {"ip_prefix": f"20.{i // 256}.{i % 256}.0/24",
                            "region": "us-east-1", "service": "EC2",
                            "network_border_group": f"us-east-1-x{i}-1"}
                           for i in range(1000)]}, file)
        for mib in (78, 80, 82, 84, 88, 92, 100, 200):
            data = os.path.join(self.folder, str(mib))
            words = ["show-engine", "--data", data, "--ranges", ranges]
            subprocess.run(["prlimit", f"--as={mib << 20}", EIP, *words],
                           capture_output=True, timeout=60, check=False)
            process = run(*words)
            self.assertEqual(process.returncode, OK, process.stderr)
            self.assertEqual(json.loads(process.stdout)["CidrCount"], 1000,
                             mib)

    def test_scripts_go_on_and_restart(self):
        text = "a = allocate-address\nrestart\n" \
            "describe-addresses --allocation-ids ${a.AllocationId}\n"
        process = run("script", "--data", self.data, "-", stdin=text)
        self.assertEqual(process.returncode, OK, process.stderr)
        self.assertEqual(len(self.held()), 1)
        process = run("script", "--in-memory", "-", stdin="restart\n")
        self.assertEqual(process.returncode, 252)

    def test_a_script_is_recorded(self):
        trace = os.path.join(self.folder, "trace")
        text = """
            set-account --account-id 111111111111 --quota 2
            a = allocate-address --account 111111111111
            b = allocate-address --account 111111111111 \
--network-border-group xa-north-1-fjd-1
            allocate-address --account 111111111111
            release-address --allocation-id ${a.AllocationId} \
--account 111111111111
            allocate-address --account 111111111111 --address ${a.PublicIp}
            release-address --allocation-id ${b.AllocationId}
            add-cidrs --pool-id amazon --cidrs 203.0.113.0/24
            restart
            release-address --allocation-id ${b.AllocationId} \
--account 111111111111 --network-border-group xa-north-1-fjd-1
            drain-cidr --pool-id amazon --cidr 203.0.113.0/24
            describe-addresses --account 111111111111
            create-tags --resources ${b.AllocationId} --tags Key=a,Value=b
            """.replace("\\\n", "")
        process = run("script", "--data", self.data, "--record", trace,
                      "--cooldown-ms", "5000", "--keep-going", "-", stdin=text)
        self.assertEqual(process.returncode, 254, process.stderr)
        with open(trace, encoding="ascii") as file:
            lines = [line for line in file if line[0] not in "t#"]
        self.assertEqual(lines[:3], ["eip-trace 1\n", "p spread:5000ms\n",
                                     "q * 5\n"])
        at = lines.index("q 111111111111 2\n")
        self.assertTrue(all(line[0] in "+g" for line in lines[3:at]))
        self.assertEqual("".join(lines[at + 1:]), (
            "a 111111111111 0 =ok\na 111111111111 1 3 =ok\n"
            "a 111111111111 2 =quota\nr 0 =ok\nn 111111111111 0 =ok\n"
            "x 123456789012 1 =none\n+ 203.0.113.0/24\nr 1 =ok\n"
            "- 203.0.113.0/24\nl 111111111111 =ok\n"))
        process = run("replay", "--trace", trace, "--threads", "1",
                      "--as-recorded", "--json")
        self.assertEqual(process.returncode, OK, process.stderr)
        self.assertEqual(json.loads(process.stdout)["held"], 1)
        for path, code in (("/no/such/folder/x", IO), ("/dev/full", IO)):
            process = run("script", "--data", self.data, "--record", path, "-",
                          stdin="allocate-address\n")
            self.assertEqual(process.returncode, code, process.stderr)
            self.assertIn(path, process.stderr)

    def test_many_at_once_wait_for_one_another(self):
        self.eip("allocate-address", "--quota", "100")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            codes = list(pool.map(lambda _: run(
                "allocate-address", "--data", self.data).returncode,
                range(24)))
        self.assertEqual(codes, [OK] * 24)
        self.assertEqual(len({item["PublicIp"] for item in self.held()}), 25)

    def test_one_that_stays_open_is_waited_for_some_seconds(self):
        with subprocess.Popen([EIP, "script", "--data", self.data, "-"],
                              stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.PIPE) as script:
            print("allocate-address", file=script.stdin, flush=True)
            script.stdout.readline()
            began = time.monotonic()
            process = self.eip("allocate-address", code=255)
            self.assertGreater(time.monotonic() - began, 4)
            self.assertIn("open", process.stderr)
            script.stdin.close()
        self.assertEqual(len(self.held()), 1)

    def test_killed_at_any_moment_nothing_answered_is_lost(self):
        known = set()
        self.eip("show-engine", "--quota", "100000")
        for turn in range(20):
            with subprocess.Popen(
                    [EIP, "script", "--data", self.data, "--quota", "100000",
                     "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    text=True) as script:
                script.stdin.write("allocate-address --output text\n" * 300)
                script.stdin.flush()
                for _ in range(turn * 7):
                    known.add(script.stdout.readline().split("\t")[0])
                script.send_signal(signal.SIGKILL)
                known.update(line.split("\t")[0] for line in
                             script.stdout.read().splitlines(True)
                             if line.endswith("\n"))
            held = {item["AllocationId"] for item in self.held()}
            self.assertLessEqual(known, held)
            # What was done and not answered any more is one at the most.
            self.assertLessEqual(len(held - known), turn + 1)
        self.assertGreater(len(known), 500)
        self.eip("store", "check")

    def test_what_cannot_be_kept_is_not_answered(self):
        self.eip("allocate-address", "--quota", "100000")
        size = os.path.getsize(os.path.join(self.data, "data.mdb"))
        lines = "allocate-address --output text\n" * 4000
        process = subprocess.run(
            ["sh", "-c", "trap '' XFSZ; exec prlimit --fsize=$1 \"$2\" script "
             "--keep-going --data \"$3\" -", "sh", str(size + 8192), EIP,
             self.data], input=lines, timeout=60, capture_output=True,
            text=True, check=False)
        self.assertEqual(process.returncode, 255, process.stderr[-500:])
        answered = [line.split("\t")[0]
                    for line in process.stdout.splitlines()]
        self.assertLess(len(answered), 4000)
        self.assertIn("cannot keep what was done", process.stderr)
        # Once it failed nothing is answered any more.
        self.assertEqual(process.stderr.count("cannot keep"),
                         4000 - len(answered))
        self.assertLessEqual(set(answered), {
            item["AllocationId"] for item in self.held()})

    # -- eip store ----------------------------------------------------------

    def fill(self):
        process = run("script", "--data", self.data, "-", stdin="""
            a = allocate-address
            create-tags --resources ${a.AllocationId} --tags Key=k,Value=v
            p = make-pool --kind public-ipv4
            add-cidrs --pool-id ${p.PoolId} --cidrs 203.0.113.0/24
            b = allocate-address --public-ipv4-pool ${p.PoolId}
            release-address --allocation-id ${b.AllocationId}
            """)
        self.assertEqual(process.returncode, OK, process.stderr)

    def test_check(self):
        process = run("store", "check", "--data", self.data)
        self.assertEqual(process.returncode, IO)
        self.fill()
        answer = self.eip("store", "check")
        self.assertEqual((answer["HeldAddressCount"], answer["CidrCount"],
                          answer["FindingCount"]), (1, 12, 0))
        self.assertEqual(answer["Bytes"], os.path.getsize(
            os.path.join(self.data, "data.mdb")))

    def test_check_of_a_damaged_file(self):
        self.fill()
        path = os.path.join(self.data, "data.mdb")
        with open(path, "rb") as file:
            whole = file.read()
        for line in run("store", "export", "--raw", "--data",
                        self.data).stdout.splitlines():
            data = bytes.fromhex(json.loads(line)["data"])
            damaged = bytearray(data)
            damaged[len(data) // 2] ^= 0x40
            with open(path, "wb") as file:  # pages that are free, too
                file.write(whole.replace(data, damaged))
            process = run("store", "check", "--data", self.data)
            self.assertIn(process.returncode, (FAILED, BAD_INPUT), line)
            self.assertEqual(process.stdout, "")
            process = run("describe-addresses", "--data", self.data)
            self.assertEqual((process.returncode, process.stdout), (255, ""))
        with open(path, "wb") as file:
            file.write(whole[:5000])
        process = run("describe-addresses", "--data", self.data)
        self.assertEqual((process.returncode, process.stdout), (255, ""))

    def exported(self, data=None, *options):
        return run("store", "export", "--data", data or self.data,
                   *options).stdout

    def test_export_and_import(self):
        self.fill()
        for options in ([], ["--raw"]):
            lines = self.exported(None, *options)
            other = os.path.join(self.folder, "other" + "".join(options))
            process = run("store", "import", "--data", other, stdin=lines)
            self.assertEqual((process.returncode, process.stderr), (OK, ""))
            self.assertEqual(self.exported(other, *options), lines)
            self.assertEqual(self.exported(other), self.exported())
            self.assertEqual(
                json.loads(run("describe-addresses", "--data",
                               other).stdout)["Addresses"], self.held())
            process = run("store", "import", "--data", other, stdin=lines)
            self.assertEqual(process.returncode, FAILED)
            self.assertIn("not empty", process.stderr)
        keys = [(item["kind"], item["key"]) for item in
                map(json.loads, lines.splitlines())]
        self.assertEqual(keys, sorted(set(keys)))
        self.assertEqual(
            [json.loads(line)["kind"] for line in self.exported().splitlines()
             if '"data"' in line], [])

    def test_export_says_what_there_is(self):
        self.fill()
        records = [json.loads(line) for line in self.exported().splitlines()]
        held = self.held()[0]
        addresses = [item for item in records if item["kind"] == "address"]
        self.assertEqual([item["PublicIp"] for item in addresses],
                         [held["PublicIp"], "203.0.113.0"])
        self.assertEqual(addresses[0]["AllocationId"], held["AllocationId"])
        self.assertRegex(addresses[1]["AllocationId"], "^eipalloc-0")
        self.assertEqual(addresses[0]["value"]["State"], ["held"])
        self.assertEqual(addresses[0]["value"]["Facts"],
                         {"Has": ["tags"], "Tags": {"k": "v"}})
        released = addresses[1]["value"]
        self.assertEqual(released["State"], ["recoverable", "timed"])
        then = datetime.datetime.strptime(released["ReleasedTime"],
                                          "%Y-%m-%dT%H:%M:%S.%fZ")
        self.assertLess(abs(then - datetime.datetime.utcnow()),
                        datetime.timedelta(minutes=5))
        ranges = [item for item in records if item["kind"] == "range"]
        self.assertEqual(ranges[-1]["value"]["Cidr"], "203.0.113.0/24")
        self.assertRegex(ranges[-1]["value"]["PoolId"], "^ipv4pool-ec2-0")

    def refuse(self, lines, number, said):
        """Such lines are refused with a place, and nothing is there."""
        other = os.path.join(self.folder, "refused")
        process = run("store", "import", "--data", other, stdin="".join(lines))
        self.assertEqual(process.returncode, BAD_INPUT, process.stderr)
        self.assertTrue(process.stderr.startswith(
            f"eip store import: standard input:{number}: " if number else
            "eip store import: "), process.stderr)
        self.assertEqual(process.stderr.count("\n"), 1, process.stderr)
        for words in said:
            self.assertIn(words, process.stderr)
        self.assertEqual(self.exported(other), "")

    def test_import_takes_all_or_nothing(self):
        self.fill()
        lines = self.exported().splitlines(True)
        raw = self.exported(None, "--raw").splitlines(True)
        middle = len(lines) // 2
        self.refuse([], 0, ["no record"])
        self.refuse(["{}\n"], 1, ["kind", "no such member"])
        self.refuse(["x\n"], 1, ["not a record"])
        self.refuse(["\n", '{"data": "0g"}'], 2, ['data: "0g"'])
        self.refuse(['{"data": "0"}'], 1, ['data: "0"'])
        self.refuse(['{"data": "00"}'], 1, ['data: "00"', "sound record"])
        self.refuse(raw[:middle] + [raw[middle][:-9] + '"}\n'], middle + 1,
                    ["data"])
        self.refuse(lines[1:], 0, ["make an engine"])
        for name, value in (("kind", 99), ("key", "ff"), ("rank", 77)):
            wrong = json.loads(raw[middle])
            wrong[name] = value
            self.refuse([json.dumps(wrong)], 1,
                        [f"{name}: {json.dumps(value)}", "data"])

    def test_import_names_each_member_that_is_wrong(self):
        self.fill()
        lines = self.exported().splitlines(True)
        kinds = set()
        for number, line in enumerate(lines):
            kind = json.loads(line)["kind"]
            for path in some(paths(json.loads(line))) \
                    if kind not in kinds else ():
                wrong = json.loads(line)
                get(wrong, path[:-1])[path[-1]] = [[1]]
                self.refuse(lines[:number] + [json.dumps(wrong) + "\n"]
                            + lines[number + 1:], number + 1,
                            [".".join(path) + ": ", "[1]", " is not "])
                wrong = json.loads(line)
                place = get(wrong, path[:-1])
                place[path[-1] + "X"] = place.pop(path[-1])
                self.refuse(lines[:number] + [json.dumps(wrong) + "\n"]
                            + lines[number + 1:], number + 1,
                            [".".join(path)])
            kinds.add(kind)
        self.assertGreaterEqual(kinds, {"engine", "border-group", "pool",
                                        "books", "range", "part", "account",
                                        "address", "counts", "places"})
        for name, value in (("PublicIp", "203.0.113.9"),
                            ("AllocationId", "eipalloc-00000000000000001")):
            wrong = [json.loads(line) for line in lines]
            number = [item["kind"] for item in wrong].index("address")
            wrong[number][name] = value
            self.refuse([json.dumps(item) + "\n" for item in wrong],
                        number + 1, [f'{name}: "{value}"', "its record"])
            del wrong[number][name]
            other = os.path.join(self.folder, name)
            process = run("store", "import", "--data", other, stdin="".join(
                json.dumps(item) + "\n" for item in wrong))
            self.assertEqual(process.returncode, OK, process.stderr)
            self.assertEqual(self.exported(other), "".join(lines))

    def test_dump_and_compact(self):
        self.fill()
        rounds = max(20, int(40 * SCALE))
        for number in range(rounds):
            self.eip("allocate-address", "--dry-run", code=254)
            self.eip("create-tags", "--resources",
                     self.held()[0]["AllocationId"], "--tags",
                     f"Key=k,Value={str(number) * 100}")
        dumped = run("store", "dump", "--data", self.data).stdout.splitlines()
        self.assertGreater(len(dumped), 20)
        self.assertEqual(set(json.loads(dumped[0])),
                         {"kind", "key", "rank", "bytes", "gone"})
        before = run("store", "export", "--data", self.data).stdout
        sizes = self.eip("store", "compact")
        self.assertLessEqual(sizes["BytesAfter"], sizes["BytesBefore"])
        self.assertEqual(sorted(os.listdir(self.data)), ["data.mdb", "lock"])
        self.assertEqual(run("store", "export", "--data", self.data).stdout,
                         before)
        self.assertEqual(self.held()[0]["Tags"],
                         [{"Key": "k", "Value": str(rounds - 1) * 100}])
        self.eip("store", "check")

    def test_usage(self):
        for words in ([], ["none"], ["check", "operand"], ["dump", "--none"]):
            self.assertEqual(run("store", *words).returncode, USAGE, words)
        for name in ("check", "dump", "compact", "export", "import"):
            process = run("store", name, "--help")
            self.assertEqual(process.returncode, OK)
            self.assertIn(f"Usage: eip store {name}", process.stdout)


class Tour(unittest.TestCase):
    def test_it_passes_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            process = run("tour", TMPDIR=folder)
            self.assertEqual(process.returncode, OK, process.stderr)
            self.assertIn("SIGKILL", process.stdout)
            self.assertTrue(process.stdout.splitlines()[-1].startswith(
                "PASSED"))
            self.assertEqual(os.listdir(folder), [])

    def test_in_a_folder_that_it_leaves(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(run("tour", "--data", folder).returncode, OK)
            answer = json.loads(run("store", "check", "--data", folder).stdout)
            self.assertEqual(answer["HeldAddressCount"], 3)
        self.assertEqual(run("tour", "operand").returncode, USAGE)
        process = run("tour", TMPDIR="/none")
        self.assertEqual(process.returncode, IO)


if __name__ == "__main__":
    EIP = sys.argv[1]
    unittest.main(argv=sys.argv[:1])
