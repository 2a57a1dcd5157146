# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of `eip`'s operations from outside.

    test_operate.py EIP

That answers are those of the AWS CLI is tests/eipd/same_test.py's.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

EIP = None

OK, FAILED, USAGE, BAD_INPUT, IO = range(5)
WRONG, REFUSED = 252, 254
REGION = "xa-north-1"


def run(*arguments, stdin=""):
    """A command on an engine of its own, unless it is told which."""
    if arguments and arguments[0] != "help" and "--data" not in arguments:
        arguments = arguments[0], "--in-memory", *arguments[1:]
    return subprocess.run([EIP, *arguments], input=stdin, timeout=60,
                          capture_output=True, text=True, check=False)


def script(*lines, options=(), code=OK):
    """What each of the lines printed, as JSON."""
    process = run("script", *options, "-", stdin="\n".join(lines) + "\n")
    if process.returncode != code:
        raise AssertionError(f"{process.returncode}: {process.stderr}")
    answers, decoder, text = [], json.JSONDecoder(), process.stdout
    while text.strip():
        answer, end = decoder.raw_decode(text)
        answers.append(answer)
        text = text[end:].lstrip()
    return answers


def tags(line):
    """The tags that an option gave to an address."""
    return {tag["Key"]: tag["Value"] for tag in script(
        "a = allocate-address", "create-tags --resources ${a.AllocationId} "
        + line, "describe-tags")[1]["Tags"]}


class Commands(unittest.TestCase):
    def test_all_are_listed_and_explained(self):
        text = run("help").stdout
        names = [name for line in text.split("spells them:\n")[1].split(
            "'eip help")[0].splitlines() if line.startswith("  ")
            for name in line.split()]
        self.assertEqual(len(names), 47 + 13)
        for name in names:
            explained = run("help", name)
            self.assertEqual(explained.returncode, OK)
            self.assertIn(f"Usage: eip {name} ", explained.stdout)
            self.assertEqual(explained.stdout, run(name, "--help").stdout)

    def test_an_answer_and_an_error(self):
        process = run("allocate-address")
        self.assertEqual(process.returncode, OK, process.stderr)
        answer = json.loads(process.stdout)
        self.assertEqual(list(answer), [
            "AllocationId", "PublicIpv4Pool", "NetworkBorderGroup", "Domain",
            "PublicIp"])
        self.assertEqual(answer["NetworkBorderGroup"], REGION)
        self.assertTrue(answer["PublicIp"].startswith("198.18."))
        process = run("release-address", "--public-ip", "198.18.0.1")
        self.assertEqual((process.returncode, process.stdout), (REFUSED, ""))
        self.assertRegex(process.stderr, r"\A\nAn error occurred \(\S+\) when "
                         r"calling the ReleaseAddress operation: .+\n\Z")

    def test_usage(self):
        for words, said in (
                (["--domain"], "expected one argument"),
                (["--dry-run=1"], "takes no value"),
                (["operand"], "unexpected operand"),
                (["--none"], "Unknown options: --none"),
                (["--account", "1"], "not twelve digits"),
                (["--output", "yaml"], "none of json"),
                (["--quota", "-1"], "not a whole number"),
                (["--cli-input-json", "[]"], "not an object"),
                (["--cli-input-json", "{"], "--cli-input-json:1:1"),
                (["--cli-input-json", "file:///none"], "cannot open"),
                (["--tag-specifications", "A"], "Expected: '='"),
                (["--tag-specifications", "A=b,A=c"], "each key once"),
                (["--tag-specifications", "A=" + "[" * 20], "fewer levels"),
                (["--tag-specifications", "A='b"], "<single quoted>"),
                (["--cli-input-json", '{"Domain": 1}'], "valid types: string"),
                (["--cli-input-json", '{"DryRun": "x"}'], "boolean"),
                (["--cli-input-json", '{"TagSpecifications": ["x"]}'],
                 "TagSpecifications[0], valid types: structure")):
            process = run("allocate-address", *words)
            self.assertEqual((process.returncode, process.stdout),
                             (WRONG, ""), words)
            self.assertIn(said, process.stderr)
        for words, said in (
                (["describe-tags", "--max-items", "-1"], "invalid int value"),
                (["describe-tags", "--max-results", "a"], "whole number"),
                (["describe-tags", "--no-paginate", "--page-size", "5"],
                 "--no-paginate"),
                (["release-ipam-pool-allocation", "--cidr", "a"],
                 "required: --ipam-pool-id, --ipam-pool-allocation-id"),
                (["describe-addresses", "--max-items", "1"],
                 "Unknown options: --max-items")):
            process = run(*words)
            self.assertEqual((process.returncode, process.stdout),
                             (WRONG, ""), words)
            self.assertIn(said, process.stderr)

    def test_dry_run_and_its_opposite(self):
        self.assertIn("(DryRunOperation)",
                      run("allocate-address", "--dry-run").stderr)
        self.assertEqual(run("allocate-address", "--dry-run",
                             "--no-dry-run").returncode, OK)

    def test_the_command_line_wins_over_the_document(self):
        for words in (["--dry-run", "--cli-input-json", '{"DryRun": false}'],
                      ["--cli-input-json", '{"DryRun": false}', "--dry-run"]):
            self.assertEqual(run("allocate-address", *words).returncode,
                             REFUSED)

    def test_files_as_values(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write('{"DryRun": true}')
            file.flush()
            self.assertEqual(
                run("allocate-address", "--cli-input-json",
                    "file://" + file.name).returncode, REFUSED)


class ShortForm(unittest.TestCase):
    def test_words_lists_and_quotes(self):
        for line, expected in (
                ("--tags Key=a,Value=b Key=c,Value=", {"a": "b", "c": ""}),
                ("--tags Key=a", {"a": ""}),
                ("--tags 'Key=a, Value= b c '", {"a": "b c"}),
                (r"--tags 'Key=a,Value=b\,c'", {"a": "b,c"}),
                ("--tags 'Key=a,Value=\"b,c=d\"'", {"a": "b,c=d"}),
                ("--tags Key=a,Value=b=c", {"a": "b=c"}),
                (r"""--tags "Key='a\\'b',Value=1" """, {"a'b": "1"}),
                ('--tags \'{"Key": "a", "Value": "ä"}\' \'{"Key": "b"}\'',
                 {"a": "ä", "b": ""}),
                ('--tags \'[{"Key": "a", "Value": "\\u00e4"}]\'', {"a": "ä"})):
            self.assertEqual(tags(line), expected, line)

    def test_lists_in_structures(self):
        for values in ("vpc", "vpc,standard", "[vpc]", "[ vpc , standard ]",
                       "'vpc','standard'"):
            answer = script("allocate-address", "describe-addresses --filters "
                            f"\"Name=domain,Values={values}\"")[1]
            self.assertEqual(len(answer["Addresses"]), 1, values)
        answer = script("allocate-address", "describe-addresses --filters "
                        "Values=none,Name=domain")[1]
        self.assertEqual(answer, {"Addresses": []})


class Pages(unittest.TestCase):
    def test_they_are_put_together_and_go_on(self):
        make = "a = allocate-address --tag-specifications " \
            "'ResourceType=elastic-ip,Tags=[" + ",".join(
                f"{{Key=k{number:02}}}" for number in range(14)) + "]'"
        more = "b = describe-tags --max-items 4 --page-size 5 "
        got = script(make, more, *[
            more + "--starting-token ${b.NextToken}"] * 3)[1:]
        self.assertEqual([len(answer["Tags"]) for answer in got], [4, 4, 4, 2])
        self.assertEqual(
            [tag["Key"] for answer in got for tag in answer["Tags"]],
            [f"k{number:02}" for number in range(14)])
        self.assertNotIn("NextToken", got[3])
        first, second, again = script(
            make, "b = describe-tags --max-results 9",
            "describe-tags --next-token ${b.NextToken}",
            "describe-tags --starting-token ${b.NextToken}")[1:]
        self.assertEqual(len(first["Tags"]) + len(second["Tags"]), 14)
        self.assertEqual(again, second)


class Administration(unittest.TestCase):
    def test_pools_and_their_blocks(self):
        show = script(
            "add-border-group --network-border-group zone --kind local-zone",
            "p = make-pool --kind public-ipv4 --policy lowest",
            "add-cidrs --pool-id ${p.PoolId} --cidrs 203.0.113.0/30 "
            "203.0.113.8/32 --network-border-group zone",
            "a = allocate-address --public-ipv4-pool ${p.PoolId} "
            "--network-border-group zone",
            "show-pools",
            "modify-pool --pool-id ${p.PoolId} --closed",
            "drain-cidr --pool-id ${p.PoolId} --cidr 203.0.113.8/32",
            "drain-cidr --pool-id ${p.PoolId} --cidr 203.0.113.0/30 "
            "--mode start", "check-engine")
        pool = show[0]["PoolId"]
        self.assertRegex(pool, r"^ipv4pool-ec2-[0-9a-f]{17}$")
        self.assertEqual(show[1]["PublicIp"], "203.0.113.0")
        row, = (row for row in show[2]["Pools"] if row["PoolId"] == pool)
        self.assertEqual(
            (row["TotalAddressCount"], row["HeldAddressCount"],
             row["OwnerId"], row["NetworkBorderGroup"]),
            (5, 1, "123456789012", "zone"))
        self.assertEqual(show[3], {"PoolId": pool})
        self.assertEqual([answer["HeldAddressCount"] for answer in show[4:6]],
                         [0, 1])
        self.assertEqual(show[6]["FindingCount"], 0)

    def test_shares_accounts_and_marks(self):
        other = "--account 111122223333"
        answers = script(
            "p = make-pool --kind coip --owner-id 123456789012",
            "add-cidrs --pool-id ${p.PoolId} --cidrs 10.0.0.0/24",
            f"allocate-address --customer-owned-ipv4-pool ${{p.PoolId}} {other}",
            "share-pool --pool-id ${p.PoolId} --account-id 111122223333",
            "a = allocate-address --customer-owned-ipv4-pool ${p.PoolId} "
            + other,
            "mark-address --allocation-id ${a.AllocationId} --locked",
            "release-address --allocation-id ${a.AllocationId} " + other,
            "mark-address --allocation-id ${a.AllocationId} --no-locked",
            "release-address --allocation-id ${a.AllocationId} " + other,
            "set-account --account-id 111122223333 --quota 7 --classic",
            "show-account " + other,
            "drain-cidr --pool-id ${p.PoolId} --cidr 10.0.0.0/24",
            "remove-pool --pool-id ${p.PoolId}",
            "show-pools", "show-engine",
            options=["--keep-going"], code=REFUSED)
        self.assertIn("CustomerOwnedIp", answers[1])
        self.assertEqual({**answers[2], "IpamDefaultPublicScopeId": ""}, {
            "AccountId": "111122223333", "Quota": 7, "Used": 0,
            "Classic": True, "IpamDefaultPublicScopeId": ""})
        self.assertEqual(answers[3], {"HeldAddressCount": 0})
        self.assertNotIn(answers[0]["PoolId"], json.dumps(answers[4]))
        self.assertEqual((answers[5]["AllocatedCount"],
                          answers[5]["ReleasedCount"]), (1, 1))

    def test_what_is_wrong_is_named(self):
        for line, said in (
                ("make-pool --kind x", "Invalid value 'x' for Kind"),
                ("make-pool --kind ipam --policy x", "for Policy"),
                ("make-pool --kind ipam --cooldown-ms -1", "CooldownMs"),
                ("make-pool --kind ipam --owner-id x", "AccountId"),
                ("remove-pool --pool-id x", "'x' does not exist"),
                ("add-cidrs --pool-id amazon --cidrs 1.2.3.4/8", "for Cidr"),
                ("add-cidrs --pool-id amazon --cidrs 198.18.0.0/24",
                 "198.18.0.0/18"),
                ("mark-address --allocation-id x", "for AllocationId"),
                ("show-account --account-id x", "for AccountId")):
            process = run(*line.split())
            self.assertEqual((process.returncode, process.stdout),
                             (REFUSED, ""), line)
            self.assertIn(said, process.stderr)


class Scripts(unittest.TestCase):
    def test_a_failure_ends_it_unless_told_otherwise(self):
        lines = "release-address --public-ip 198.18.0.1\nallocate-address\n"
        process = run("script", "-", stdin=lines)
        self.assertEqual((process.returncode, process.stdout), (REFUSED, ""))
        process = run("script", "--keep-going", "-", stdin=lines)
        self.assertEqual(process.returncode, REFUSED)
        self.assertIn("PublicIp", process.stdout)

    def test_messages_name_the_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "s")
            for line, said in (("nothing", "unknown command 'nothing'"),
                               ("allocate-address 'x", "does not end"),
                               ('allocate-address "x', "does not end"),
                               ("allocate-address ${x.y}", "no value '${x.y}'"),
                               ("allocate-address --seed 1", "is open")):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(f"# a comment\n\n{line}\n")
                process = run("script", path)
                self.assertEqual(process.returncode, WRONG, line)
                self.assertIn(f"eip script: {path}:3: ", process.stderr)
                self.assertIn(said, process.stderr)

    def test_its_own_usage(self):
        for words in ([], ["a", "b"], ["--quota", "x", "-"], ["--none"]):
            self.assertEqual(run("script", *words).returncode, USAGE, words)
        self.assertEqual(run("script", "/none").returncode, IO)
        self.assertEqual(run("script", "--help").returncode, OK)

    def test_seed_quota_and_ranges(self):
        lines = ["allocate-address"] * 2
        first = script(*lines, options=["--seed", "3"])
        self.assertEqual(first, script(*lines, options=["--seed", "3"]))
        self.assertNotEqual(first, script(*lines, options=["--seed", "4"]))
        process = run("script", "--quota", "1", "-", stdin="\n".join(lines))
        self.assertIn("AddressLimitExceeded", process.stderr)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"syncToken": "1", "createDate": "2026-01-01-00-00-00",
                       "prefixes": [{
                           "ip_prefix": "203.0.113.0/32", "service": "EC2",
                           "region": "us-east-1",
                           "network_border_group": "us-east-1"}]}, file)
            file.flush()
            answer = json.loads(run("allocate-address", "--ranges",
                                    file.name).stdout)
            self.assertEqual(answer["PublicIp"], "203.0.113.0")
            process = run("allocate-address", "--ranges", file.name,
                          "--region", "none")
            self.assertEqual(process.returncode, 255)
        self.assertEqual(run("allocate-address", "--ranges",
                             "/none").returncode, 255)

    def test_output_that_does_not_arrive(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run(
                [EIP, "allocate-address", "--in-memory"], stdout=full,
                stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(process.returncode, IO)


class Forms(unittest.TestCase):
    def test_text_and_table(self):
        lines = ["a = allocate-address --tag-specifications "
                 "'ResourceType=elastic-ip,Tags=[{Key=k,Value=v}]'",
                 "describe-addresses --output text",
                 "describe-addresses --output table"]
        process = run("script", "--seed", "1", "-", stdin="\n".join(lines))
        json_text, _, rest = process.stdout.partition("}\n")
        made = json.loads(json_text + "}")
        text, table = rest.split("\n---", 1)
        self.assertEqual(text, "\t".join([
            "ADDRESSES", made["AllocationId"], "vpc", REGION, made["PublicIp"],
            "amazon"]) + "\nTAGS\tk\tv")
        self.assertIn("DescribeAddresses", table)
        self.assertEqual(len({len(line) for line in
                              ("---" + table).splitlines()}), 1)


if __name__ == "__main__":
    EIP = sys.argv[1]
    unittest.main(argv=sys.argv[:1])
