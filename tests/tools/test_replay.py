# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip replay` from outside: reports, exit codes, hostile input.

    test_replay.py EIP [RANGES]

EIP is the command; RANGES a file of AWS's ip-ranges.json form to allocate
whole, which is left out where there is none.
"""

import fnmatch
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
QUICK = ["--operations", "20000"]
SCALE = float(os.environ.get("EIP_TEST_SCALE", "1"))


def run(*arguments, stdin=b"", stdout=subprocess.PIPE, timeout=300):
    """Run the command; output comes back as text."""
    process = subprocess.run(
        [EIP, *arguments], input=stdin, stdout=stdout,
        stderr=subprocess.PIPE, timeout=timeout, check=False)
    process.stdout = (process.stdout or b"").decode()
    process.stderr = process.stderr.decode("utf-8", "replace")
    return process


def replay(*arguments, **options):
    return run("replay", *arguments, **options)


def report(test, *arguments, **options):
    """Run with --json and parse the one document."""
    process = replay("--json", *arguments, **options)
    test.assertEqual(process.returncode, OK, process.stderr)
    test.assertEqual(process.stderr, "")
    return json.loads(process.stdout)


def entry(prefix, region="xa-1", group=None, service="EC2"):
    row = {"ip_prefix": prefix, "region": region, "service": service}
    if group is not None:
        row["network_border_group"] = group
    return row


def document(*entries):
    return json.dumps({"prefixes": list(entries)}, indent=1).encode()


def counts(data):
    """The table of operations as {(operation, status): count}."""
    return {(row["operation"], row["status"]): row["count"]
            for row in data["operations"]}


class Reports(unittest.TestCase):
    def test_default(self):
        process = replay()
        self.assertEqual(process.returncode, OK, process.stderr)
        self.assertEqual(process.stderr, "")
        self.assertRegex(process.stdout, r"(?m)^PASSED: ")
        self.assertRegex(process.stdout, r"(?m)^Digest: [0-9a-f]{16}$")
        self.assertRegex(process.stdout, r"(?m)^all .*64,272 +64,272 ")

    def test_quiet(self):
        process = replay("--quiet", *QUICK)
        self.assertEqual(process.returncode, OK)
        self.assertEqual(process.stdout + process.stderr, "")

    def test_json_totals_agree(self):
        for threads in ("1", "3"):
            with self.subTest(threads=threads):
                self.check_totals(report(
                    self, "--threads", threads, "--operations", "200000"))

    def check_totals(self, data):
        self.assertEqual(data["verdict"], "passed")
        self.assertEqual(data["failures"], 0)
        self.assertEqual(data["audit_findings"], 0)
        groups = data["border_groups"]
        totals = data["totals"]
        addresses = data["input"]["addresses"]
        self.assertEqual(len(groups), data["input"]["border_groups"])
        self.assertEqual(sum(g["addresses"] for g in groups), addresses)
        self.assertEqual(sum(g["cidrs"] for g in groups),
                         data["input"]["cidrs"])
        for name in ("allocated", "recovered", "released", "found_full",
                     "held_at_end"):
            self.assertEqual(sum(g[name] for g in groups), totals[name], name)
        for group in groups:
            self.assertEqual(group["held_after_fill"], group["addresses"])
            self.assertEqual(group["held_at_end"], 0)
        self.assertEqual(totals["held_at_peak"], addresses)
        self.assertEqual(totals["allocated"], totals["released"])
        table = counts(data)
        self.assertEqual(totals["allocated"], sum(
            table.get((operation, "EIP_OK"), 0) for operation in (
                "allocate", "allocate_many", "recover", "fill")))
        self.assertEqual(totals["released"], table["release", "EIP_OK"]
                         + table["release_many", "EIP_OK"])
        self.assertEqual(totals["recovered"], table["recover", "EIP_OK"])
        # Nothing that must not be had was had.
        self.assertNotIn(("claim_foreign", "EIP_OK"), table)
        self.assertNotIn(("release_foreign", "EIP_OK"), table)
        self.assertEqual(
            [phase["phase"] for phase in data["phases"]],
            ["read", "provision", "workload", "fill", "prove", "audit full",
             "empty", "audit empty"])

    def test_no_fill_keeps_what_the_workload_holds(self):
        data = report(self, "--no-fill", *QUICK)
        self.assertNotIn("fill", [row["phase"] for row in data["phases"]])
        self.assertGreater(data["totals"]["held_at_end"], 0)
        for group in data["border_groups"]:
            self.assertEqual(group["held_at_end"],
                             group["held_after_workload"])

    def test_one_thread_is_deterministic(self):
        arguments = ["--threads", "1", "--operations", "50000"]
        first = report(self, *arguments, "--seed", "7")
        second = report(self, *arguments, "--seed", "0x7")
        other = report(self, *arguments, "--seed", "8")
        for name in ("digest", "operations", "border_groups"):
            self.assertEqual(first[name], second[name], name)
        self.assertNotEqual(first["digest"], other["digest"])

    def test_options_take_effect(self):
        data = report(
            self, *QUICK, "--threads", "2", "--accounts", "9", "--quota",
            "3", "--cooldown-ms", "0", "--tagged", "100", "--region", "xa-*",
            "--region", "xe-polar-1", "--service", "S3", "--service", "EC2")
        options = data["options"]
        self.assertEqual(
            (options["threads"], options["quota"], options["cooldown_ms"],
             options["tagged_percent"]), (2, 3, 0, 100))
        self.assertEqual(
            sorted({row["region"] for row in data["border_groups"]}),
            ["xa-north-1", "xa-south-1", "xe-polar-1"])
        self.assertEqual(data["input"]["services"], ["S3", "EC2"])

    def test_a_wrong_answer_fails_the_run(self):
        for arguments, reason in (
                ([], "was given twice"),
                (["--no-fill", "--operations", "0"], "marked as given")):
            with self.subTest(arguments=arguments):
                process = replay("--spoil", "--json", *QUICK, *arguments)
                self.assertEqual(process.returncode, FAILED)
                data = json.loads(process.stdout)
                self.assertEqual(data["verdict"], "failed")
                self.assertGreaterEqual(data["failures"], 1)
                self.assertIn(reason, data["failure_messages"][0])
                self.assertIn(reason, process.stderr)
        process = replay("--spoil", *QUICK)
        self.assertEqual(process.returncode, FAILED)
        self.assertRegex(process.stdout, r"(?m)^FAILED: ")
        self.assertNotIn("PASSED", process.stdout)

    def test_progress_is_erased(self):
        process = replay("--progress", "--quiet", *QUICK)
        self.assertEqual(process.returncode, OK)
        self.assertIn("workload", process.stderr)
        self.assertTrue(process.stderr.endswith("\r"))
        self.assertEqual(process.stderr.split("\r")[-2].strip(), "")

    def test_operands_after_dashes(self):
        process = replay("--json", *QUICK, "--")
        self.assertEqual(process.returncode, OK, process.stderr)
        self.assertEqual(replay("--", "x").returncode, USAGE)


class Ranges(unittest.TestCase):
    def check(self, *entries):
        data = report(self, *QUICK, "--ranges", "-",
                      stdin=document(*entries))
        self.assertEqual(data["verdict"], "passed")
        return data

    def test_border_group_is_optional_and_kinds_are_told(self):
        data = self.check(
            entry("198.18.0.0/24"), entry("198.18.1.0/24", group="xa-1"),
            entry("198.18.2.0/24", group="xa-1-abc-1"),
            entry("198.18.3.0/24", group="xa-1-wl1-abc-wlz-1"),
            entry("198.18.4.0/24", group="xa-1-wla-1"))
        self.assertEqual(
            [(row["border_group"], row["kind"], row["addresses"])
             for row in data["border_groups"]],
            [("xa-1", "region", 512), ("xa-1-abc-1", "local zone", 256),
             ("xa-1-wl1-abc-wlz-1", "wavelength", 256),
             ("xa-1-wla-1", "local zone", 256)])

    def test_region_without_its_own_group(self):
        data = self.check(entry("198.18.0.0/28", group="xa-1-abc-1"))
        self.assertEqual(data["input"]["addresses"], 16)

    def test_one_address(self):
        data = self.check(entry("198.18.0.1/32"))
        self.assertEqual(data["totals"]["held_at_peak"], 1)

    def test_repetitions_count_once(self):
        data = self.check(
            entry("198.18.0.0/24"), entry("198.18.0.0/24"),
            entry("198.18.0.128/25"), entry("198.18.0.0/30"))
        self.assertEqual(data["input"]["prefixes_duplicate"], 1)
        self.assertEqual(data["input"]["prefixes_folded"], 2)
        self.assertEqual(data["input"]["cidrs"], 1)
        self.assertEqual(data["input"]["addresses"], 256)

    def test_services_together_count_once(self):
        rows = [entry("198.18.0.0/24", service="AMAZON"),
                entry("198.18.0.0/24")]
        data = report(self, *QUICK, "--ranges", "-", "--service", "AMAZON",
                      "--service", "EC2", stdin=document(*rows))
        self.assertEqual(data["input"]["prefixes_duplicate"], 1)

    def test_other_overlaps_are_refused(self):
        outer = entry("198.18.0.0/20", group="xa-1")
        for inner in (entry("198.18.8.0/24", group="xa-1-abc-1"),
                      entry("198.18.8.0/24", region="xb-1"),
                      entry("198.18.0.0/20", group="xa-1-abc-1")):
            for rows in ([outer, inner], [inner, outer]):
                with self.subTest(rows=rows):
                    process = replay("--ranges", "-", stdin=document(*rows))
                    self.assertEqual(process.returncode, BAD_INPUT)
                    self.assertIn(inner["ip_prefix"], process.stderr)
                    self.assertIn(outer["ip_prefix"], process.stderr)
                    self.assertRegex(
                        process.stderr,
                        r"^eip replay: standard input:\d+:\d+: .* at \d+:\d+$")

    def test_overlaps_outside_the_selection_do_not_matter(self):
        self.check(entry("198.18.0.0/24"),
                   entry("198.18.0.0/20", region="xb-1", service="S3"))

    def test_ipv6_is_ignored(self):
        text = json.dumps({
            "prefixes": [entry("198.18.0.0/28")],
            "ipv6_prefixes": [{"ipv6_prefix": 7}], "other": None})
        self.assertEqual(report(self, *QUICK, "--ranges", "-",
                                stdin=text.encode())["verdict"], "passed")


class Selection(unittest.TestCase):
    def test_nothing_selected(self):
        for arguments, reason in (
                (["--service", "ec2"], "no prefix of the service 'ec2'"),
                (["--region", "zz-*"], "no prefix selected in a Region"),
                (["--region", "xa-*", "--region", "zz-1"], "'zz-1'"),
                (["--service", "EC2", "--service", "NONE"], "'NONE'")):
            with self.subTest(arguments=arguments):
                process = replay(*arguments)
                self.assertEqual(process.returncode, BAD_INPUT)
                self.assertIn(reason, process.stderr)
        process = replay("--ranges", "-", stdin=b'{"prefixes": []}')
        self.assertEqual(process.returncode, BAD_INPUT)
        self.assertIn("'EC2'", process.stderr)


# Text, place (line:column) and a part of the reason.
HOSTILE = [
    (b"", "1:1", "empty"),
    (b" \n\t ", "1:1", "empty"),
    (b"x", "1:1", "not valid JSON"),
    (b"[]", "1:1", "not an object"),
    (b"{}", "1:1", '"prefixes" is missing'),
    (b'{"prefixes": {}}', "1:14", "not an array"),
    (b'{\n "a": [1, {"prefixes": 2}],\n "prefixes": 7}', "3:14",
     "not an array"),
    (b'{"prefixes": [7]}', "1:15", "not an object"),
    (b'{"prefixes": [{}]}', "1:15", '"ip_prefix" is missing'),
    (b'{"prefixes": [', "1:14", "cut short"),
    (b'{"prefixes": [{"ip_prefix": "198.1', "1:29", "cut short"),
    (b'{"prefixes": []} {}', "1:18", "follows"),
    (b'{"prefixes": []}\n\nx', "3:1", "follows"),
    (b'{"prefixes": [],}', "1:17", "not valid JSON"),
    (b'{"prefixes": [}]', "1:15", "not valid JSON"),
    (b'{"a": "\xff"}', "1:8", "0xff is not UTF-8"),
    (b'{"\xc3\xa4": "\xc0\x80"}', "1:8", "0xc0 is not UTF-8"),
    (b'{"a": "\xed\xa0\x80"}', "1:8", "0xed is not UTF-8"),
    (b'{"a": "\xf4\x90\x80\x80"}', "1:8", "0xf4 is not UTF-8"),
    (b'{"a": "\xe2\x82', "1:8", "0xe2 is not UTF-8"),
    (b'{"a": "b\nc"}', "1:9", "control character"),
    (b'{"a":\x00 1}', "1:6", "zero byte"),
    (b'{"a": "\\u0000"}', "1:8", "zero character"),
    (b'{"a": "\\ud800"}', "1:8", "not valid JSON"),
    (b'{"a": 1, b: 2}', "1:10", "not valid JSON"),
    (b'{ a: 1}', "1:3", "not valid JSON"),
    (b'{"a" 1}', "1:6", "not valid JSON"),
    (b'{"a": tru}', "1:7", "not valid JSON"),
    (b'[1, x]', "1:5", "not valid JSON"),
    (b'[1 2]', "1:4", "not valid JSON"),
    (b"[" * 65, "1:65", "deeper than 64"),
    (b"[" * 1000000, "1:65", "deeper than 64"),
    (b'{"a":' * 100000, "1:321", "deeper than 64"),
    (b"[" + b"0," * 8000000 + b"0]", "1:16000001", "more than 8000000"),
]

# Entries that are wrong by themselves; MEMBER is where the place points to.
BAD_ENTRIES = [
    (entry("198.18.0.1/24"), "ip_prefix", "198.18.0.1/24"),
    (entry("199.0.0.0/7"), "ip_prefix", "'199.0.0.0/7' is not a CIDR block"),
    (entry("0.0.0.0/0"), "ip_prefix", "larger than a /8"),
    (entry("0.0.0.0/7"), "ip_prefix", "larger than a /8"),
    (entry("198.18.0.0/33"), "ip_prefix", "not a CIDR block"),
    (entry("198.18.0.0"), "ip_prefix", "not a CIDR block"),
    (entry("198.18.0.0/024"), "ip_prefix", "not a CIDR block"),
    (entry("198.018.0.0/24"), "ip_prefix", "not a CIDR block"),
    (entry(" 198.18.0.0/24"), "ip_prefix", "not a CIDR block"),
    (entry("2001:db8::/32"), "ip_prefix", "not a CIDR block"),
    (entry("9" * 10000), "ip_prefix", "not a CIDR block"),
    (entry(""), "ip_prefix", "not a CIDR block"),
    (entry(198), "ip_prefix", "not a string"),
    (entry(None), "ip_prefix", "not a string"),
    (entry("198.18.0.0/24", region=""), "region", "0 bytes"),
    (entry("198.18.0.0/24", region="x" * 64), "region", "64 bytes"),
    (entry("198.18.0.0/24", region="xa 1"), "region", "character other"),
    (entry("198.18.0.0/24", region="xä-1"), "region", "character other"),
    (entry("198.18.0.0/24", region=["xa-1"]), "region", "not a string"),
    (entry("198.18.0.0/24", group="x\n"), "network_border_group",
     "character other"),
    (entry("198.18.0.0/24", group=7), "network_border_group", "not a string"),
    (entry("198.18.0.0/24", service={}), "service", "not a string"),
    (entry("198.18.0.0/24", service=""), "service", "0 bytes"),
]


class Hostile(unittest.TestCase):
    def refused(self, text, reason):
        process = replay("--ranges", "-", stdin=text)
        self.assertEqual(process.returncode, BAD_INPUT, process.stderr)
        self.assertEqual(process.stdout, "")
        self.assertEqual(process.stderr.count("\n"), 1, process.stderr)
        self.assertIn(reason, process.stderr)
        match = re.match(r"eip replay: standard input:(\d+:\d+): ",
                         process.stderr)
        self.assertIsNotNone(match, process.stderr)
        return match[1]

    def test_texts(self):
        for text, place, reason in HOSTILE:
            with self.subTest(text=text[:40]):
                self.assertEqual(self.refused(text, reason), place)

    def test_entries(self):
        for bad, member, reason in BAD_ENTRIES:
            for rows in ([bad], [entry("198.19.0.0/24"), bad]):
                with self.subTest(bad=str(bad)[:80]):
                    text = document(*rows)
                    line, column = map(int, self.refused(
                        text, reason).split(":"))
                    name = f'"{member}": '
                    pointed = text.decode().split("\n")[line - 1]
                    self.assertEqual(pointed[:column - 1].strip(),
                                     name.strip())

    def test_missing_members(self):
        for member in ("ip_prefix", "region", "service"):
            with self.subTest(member=member):
                row = entry("198.18.0.0/24")
                del row[member]
                self.assertEqual(
                    self.refused(document(entry("198.19.0.0/24"), row),
                                 f'"{member}" is missing'), "8:3")

    def test_every_beginning_of_a_good_text(self):
        text = document(entry("198.18.0.0/28", group="xa-1"))
        # With a scale of 1/n each n-th, from a random one on.
        stride = max(1, round(1 / SCALE))
        for size in range(random.randrange(stride), len(text) - 1, stride):
            with self.subTest(size=size):
                process = replay("--ranges", "-", stdin=text[:size])
                self.assertEqual(process.returncode, BAD_INPUT)

    def test_bad_entry_outside_the_selection(self):
        self.refused(document(entry("198.18.0.0/24"),
                              entry("x", service="S3")), "not a CIDR block")

    def test_too_many_regions(self):
        rows = [entry(f"198.{18 + i // 65536}.{i // 256 % 256}.{i % 256}/32",
                      region=f"r-{i}") for i in range(4097)]
        process = replay("--ranges", "-", stdin=document(*rows))
        self.assertEqual(process.returncode, BAD_INPUT)
        self.assertIn("more than 4096 Regions", process.stderr)

    def test_more_than_fits_into_memory(self):
        rows = [entry(f"{i}.0.0.0/8") for i in range(1, 224)]
        process = replay("--ranges", "-", stdin=document(*rows))
        self.assertEqual(process.returncode, BAD_INPUT)
        self.assertIn("--no-fill", process.stderr)


class Usage(unittest.TestCase):
    def test_errors_name_option_and_value(self):
        for arguments, reason in (
                (["--threads", "0"], "--threads: '0'"),
                (["--threads", "257"], "--threads: '257'"),
                (["--threads=2x"], "--threads: '2x'"),
                (["--threads", " 2"], "--threads: ' 2'"),
                (["--threads", "+2"], "--threads: '+2'"),
                (["--threads", "-1"], "--threads: '-1'"),
                (["--threads", ""], "--threads: ''"),
                (["--operations", "1e6"], "--operations: '1e6'"),
                (["--operations", "1000000000001"], "--operations: '100"),
                (["--accounts", "0"], "--accounts: '0'"),
                (["--seed", "0x"], "--seed: '0x'"),
                (["--seed", "18446744073709551616"], "--seed: '184"),
                (["--quota", "268435456"], "--quota: '268435456'"),
                (["--cooldown-ms", "4294967297"], "--cooldown-ms: '429"),
                (["--tagged", "101"], "--tagged: '101'"),
                (["--service", ""], "--service: ''"),
                (["--region="], "--region: ''"),
                (["--threads"], "'--threads' needs a value (N)"),
                (["--json=yes"], "'--json' takes no value"),
                (["--thread", "1"], "'--thread' (is '--threads' meant?)"),
                (["--nonsense"], "unknown option '--nonsense'"),
                (["--quiet", "-xq"], "unknown option '-x'"),
                (["operand"], "unexpected operand 'operand'")):
            with self.subTest(arguments=arguments):
                process = replay(*arguments)
                self.assertEqual(process.returncode, USAGE, process.stderr)
                self.assertEqual(process.stdout, "")
                self.assertIn(reason, process.stderr)

    def test_command(self):
        for arguments, code in (
                ([], USAGE), (["nonsense"], USAGE), (["--nonsense"], USAGE),
                (["--"], USAGE), (["help", "nonsense"], USAGE),
                (["version", "x"], USAGE), (["help", "replay", "x"], USAGE),
                (["help"], OK), (["--help"], OK), (["-h"], OK),
                (["help", "replay"], OK), (["replay", "--help"], OK),
                (["replay", "-h"], OK), (["help", "--help"], OK),
                (["version"], OK), (["--version"], OK)):
            with self.subTest(arguments=arguments):
                process = run(*arguments)
                self.assertEqual(process.returncode, code, process.stderr)
                silent = process.stderr if code == OK else process.stdout
                self.assertEqual(silent, "")

    def test_help_names_every_option(self):
        text = run("help", "replay").stdout
        for name in ("ranges", "service", "region", "threads", "operations",
                     "accounts", "seed", "quota", "cooldown-ms", "tagged",
                     "no-fill", "spoil", "json", "quiet", "progress", "no-progress"):
            self.assertIn(f"--{name}", text)
        self.assertLessEqual(max(map(len, text.split("\n"))), 80)


class Files(unittest.TestCase):
    def test_cannot_open_or_read(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in (os.path.join(folder, "absent"), folder, ""):
                with self.subTest(path=path):
                    process = replay("--ranges", path)
                    self.assertEqual(process.returncode, IO)
                    self.assertEqual(process.stderr.count("\n"), 1)

    def test_file_is_named(self):
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            file.write(b"{\n x}")
            file.flush()
            process = replay("--ranges", file.name)
            self.assertEqual(process.returncode, BAD_INPUT)
            self.assertIn(f"{file.name}:2:2: ", process.stderr)

    def test_huge_file(self):
        with tempfile.NamedTemporaryFile() as file:
            file.truncate((256 << 20) + 1)
            process = replay("--ranges", file.name)
            self.assertEqual(process.returncode, BAD_INPUT)
            self.assertIn("larger than 256 MiB", process.stderr)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            for arguments in (QUICK, QUICK + ["--json"], ["--help"]):
                process = replay(*arguments, stdout=full)
                self.assertEqual(process.returncode, IO)
                self.assertIn("standard output", process.stderr)

    def shell(self, line):
        return subprocess.run(
            ["sh", "-c", line, "sh", EIP], stderr=subprocess.PIPE,
            stdout=subprocess.PIPE, timeout=300, check=False)

    def test_closed_output(self):
        process = self.shell('"$1" replay --operations 1000 >&-')
        self.assertEqual(process.returncode, IO)
        self.assertIn(b"standard output", process.stderr)
        # Nothing to write, nothing to fail.
        process = self.shell('"$1" replay --operations 1000 -q >&-')
        self.assertEqual(process.returncode, OK)

    def test_closed_input(self):
        process = self.shell('"$1" replay --ranges - <&-')
        self.assertEqual(process.returncode, IO)

    def test_broken_pipe_is_quiet(self):
        process = self.shell(
            '{ "$1" replay --operations 1000; echo $? >&2; } | true')
        self.assertEqual(process.stderr, b"4\n")


class RealRanges(unittest.TestCase):
    def setUp(self):
        if not RANGES or not os.path.exists(RANGES):
            self.skipTest("no file of real ranges")

    def test_every_address(self):
        """Of a fifth of them; of all with EIP_TEST_SCALE=2, in a minute of two
        cores."""
        where = "*" if SCALE > 1 else "eu-*"
        data = report(self, "--ranges", RANGES, "--operations", "1000000",
                      "--region", where, timeout=1800)
        with open(RANGES, encoding="utf-8") as file:
            rows = [row for row in json.load(file)["prefixes"]
                    if row["service"] == "EC2"
                    and fnmatch.fnmatchcase(row["region"], where)]
        self.assertEqual(data["verdict"], "passed")
        self.assertEqual(data["input"]["prefixes_selected"], len(rows))
        self.assertEqual(data["input"]["regions"],
                         len({row["region"] for row in rows}))
        self.assertEqual(
            data["input"]["border_groups"],
            len({row["network_border_group"] for row in rows}))
        self.assertEqual(data["totals"]["held_at_peak"],
                         data["input"]["addresses"])
        self.assertEqual(data["totals"]["held_at_end"], 0)
        self.assertLess(data["totals"]["resident_bytes_provisioned"]
                        - data["totals"]["resident_bytes_before"], 64 << 20)

    def test_one_region_deterministic(self):
        arguments = ["--ranges", RANGES, "--region", "me-*", "--threads",
                     "1", "--operations", "100000"]
        self.assertEqual(report(self, *arguments)["digest"],
                         report(self, *arguments)["digest"])


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    EIP = os.path.abspath(sys.argv[1])
    if len(sys.argv) > 2 and not sys.argv[2].startswith("-"):
        RANGES = sys.argv[2]
        del sys.argv[2]
    del sys.argv[1]
    unittest.main(verbosity=2)
