# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The goals, and what of them is reached."""
import dataclasses
import json
import re


@dataclasses.dataclass
class Verdict:
    row: dict
    reached: float | None = None  # the worst
    where: str = ""               # the benchmark that was it
    base: str = ""                # what it was measured against
    ok: bool | None = None        # None: not measured
    cooling: float | None = None  # the worst ratio to the twin without
    cooling_ok: bool | None = None
    missing: str = ""             # why it was not measured


def load(path):
    return json.loads(path.read_text())


def needs_ranges(name):
    return name == "make/published" or name.startswith("published/")


def patterns(goals, quick):
    """What is to be run for the goals."""
    for row in goals["rows"]:
        yield row.get("quick", row["benchmarks"]) if quick \
            else row["benchmarks"]


def goal_text(row):
    text = f"<= {row['max']:g} {row['unit']}"
    return f"{row['min']:g} to {row['max']:g} ({row['unit']})" \
        if "min" in row else text.replace(" R4", " x R4") \
        .replace(" T", " x T").replace(" alone", " x alone")


def excess(row, value):
    """How far a value is beyond its goal: over 1 is beyond."""
    over = value / row["max"]
    return max(over, row["min"] / value if value > 0 else 2) \
        if "min" in row else over


def base_text(row, counters):
    if row["unit"] == "T":
        return f"T = {counters['t_ns']:.1f} ns"
    if "base_ns" not in counters:
        return ""
    name = {"alone": "alone"}.get(row["unit"], counters.get("label", "R4"))
    return f"{name} = {counters['base_ns']:.1f} ns"


def judge(goals, results):
    return [judge_row(goals, row, results) for row in goals["rows"]]


def judge_row(goals, row, results):
    verdict = Verdict(row)
    names = [name for name in results
             if re.fullmatch(row["benchmarks"], name)]
    errors = [results[name]["error_message"] for name in names
              if results[name].get("error_occurred")]
    names = [name for name in names if row["counter"] in results[name]]
    if not names:
        verdict.missing = errors[0] if errors else "not run"
        return verdict
    verdict.where = max(
        names, key=lambda name: excess(row, results[name][row["counter"]]))
    worst = results[verdict.where]
    verdict.reached = worst[row["counter"]]
    verdict.base = base_text(row, worst)
    verdict.ok = excess(row, verdict.reached) <= 1
    # Against R4 where that is the measure, for the two did not run at once.
    cost = "ratio" if row["unit"] == "R4" else "ns"
    twins = [results[name + "/cooling"][cost] / results[name][cost]
             for name in names
             if cost in results.get(name + "/cooling", {})
             and results[name].get(cost, 0) > 0]
    if twins:
        verdict.cooling = max(twins)
        verdict.cooling_ok = verdict.cooling <= goals["cooling_max"]
    return verdict


def failures(goals, verdicts):
    """Lines about the goals that are not reached."""
    for verdict in verdicts:
        row = verdict.row
        if verdict.ok is None:
            yield f"{row['id']}: {verdict.missing}"
        elif not verdict.ok:
            yield (f"{row['id']}: {verdict.reached:.3g} {row['unit']},"
                   f" goal {goal_text(row)} ({verdict.where})")
        if verdict.cooling_ok is False:
            yield (f"{row['id']}: with the default cooldown"
                   f" {verdict.cooling:.2f} times as much,"
                   f" goal <= {goals['cooling_max']}")
