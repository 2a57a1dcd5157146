# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Results: one JSON file a benchmark, in a folder for what was measured
(commit) and where (machine)."""
import hashlib
import json
import os
import pathlib
import platform
import re
import subprocess

SUFFIX = re.compile(r"/iterations:1/manual_time$")
MEASURED = ["lib", "include", "bench", "tools/eip", "CMakeLists.txt",
            "tools/packaging/eipOptions.cmake"]
NOT_COUNTERS = {
    "name", "run_name", "run_type", "repetitions", "repetition_index",
    "threads", "iterations", "real_time", "cpu_time", "time_unit",
    "family_index", "per_family_instance_index"}


def git(root, *arguments):
    result = subprocess.run(["git", "-C", str(root), *arguments],
                            capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""


def commit(root):
    """The commit, and a digest of what was changed since."""
    name = git(root, "rev-parse", "--short=12", "HEAD") or "unknown"
    changes = git(root, "diff", "HEAD", "--", *MEASURED,
                  ":(exclude)bench/RESULTS.md", ":(exclude)bench/plots",
                  ":(exclude)bench/report", ":(exclude)bench/goals.json")
    if changes:
        name += "-" + hashlib.sha256(changes.encode()).hexdigest()[:8]
    return name


def cpu_model():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    found = {}
    for line in text.splitlines():
        key, _, value = line.partition(":")
        found.setdefault(key.strip(), value.strip())
    model = found.get("model name") or found.get("CPU part")
    if not model:
        return platform.machine()
    if "cpu family" in found:
        model += (f" (family {found['cpu family']},"
                  f" model {found.get('model', '?')},"
                  f" stepping {found.get('stepping', '?')})")
    return model


def compiler(build):
    """As the build's cache names it."""
    cache = (build / "CMakeCache.txt").read_text()
    path = re.search(r"^CMAKE_C_COMPILER:\w+=(.*)$", cache, re.M)
    if not path:
        return "unknown"
    result = subprocess.run([path[1], "--version"], capture_output=True,
                            text=True, check=False)
    return (result.stdout.splitlines() or ["unknown"])[0]


def machine(build):
    return {
        "cpu": cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "compiler": compiler(build),
    }


class Store:
    """The results of one commit on one machine, in one form."""

    def __init__(self, top, root, build, form):
        self.commit = commit(root)
        self.machine = machine(build)
        digest = hashlib.sha256(
            json.dumps(self.machine, sort_keys=True).encode()).hexdigest()[:8]
        self.path = top / f"{self.commit}-{digest}" / form
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / "machine.txt").write_text(
            json.dumps({"commit": self.commit, **self.machine}, indent=1))

    def file(self, name):
        return self.path / (name.replace("/", "--") + ".json")

    def has(self, name):
        return self.file(name).exists()

    def put(self, name, counters):
        """Whole or not at all."""
        draft = self.file(name).with_suffix(".draft")
        draft.write_text(json.dumps({"name": name, **counters}, indent=1))
        draft.rename(self.file(name))

    def all(self):
        """name -> counters."""
        found = {}
        for path in sorted(self.path.glob("*.json")):
            row = json.loads(path.read_text())
            found[row.pop("name")] = row
        return found


def counters_of(entry):
    """Of an entry of Google Benchmark's JSON: (name, counters)."""
    name = SUFFIX.sub("", entry["name"])
    return name, {key: value for key, value in entry.items()
                  if key not in NOT_COUNTERS}
