# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""bench/RESULTS.md, and the table of goals on the terminal."""
import goals as goal
import plots

HEAD = """<!-- SPDX-FileCopyrightText: 2026 The libeip authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# What the benchmarks measured

Written by `tools/bench`; see [README.md](README.md) for what is measured and
how.

"""


def table(heads, rows):
    """A Markdown table."""
    lines = ["| " + " | ".join(heads) + " |",
             "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |"
              for row in rows]
    return "\n".join(lines) + "\n"


def number(value):
    if value is None:
        return ""
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def yes(value):
    return {True: "yes", False: "**no**", None: "not run"}[value]


def verdict_row(verdict):
    cooling = "" if verdict.cooling is None else \
        f"{verdict.cooling:.2f} x{'' if verdict.cooling_ok else ' **no**'}"
    return [verdict.row["what"], goal.goal_text(verdict.row),
            f"{number(verdict.reached)} {verdict.row['unit']}"
            if verdict.reached is not None else verdict.missing,
            verdict.base, yes(verdict.ok), cooling,
            f"`{verdict.where}`" if verdict.where else ""]


def print_verdicts(verdicts):
    for verdict in verdicts:
        if verdict.ok is None:
            continue
        cooling = "" if verdict.cooling is None \
            else f"  cooling {verdict.cooling:.2f} x"
        print(f"{yes(verdict.ok).strip('*'):4}{verdict.row['id']:20}"
              f"{goal.goal_text(verdict.row):17}"
              f"{number(verdict.reached):>8} {verdict.row['unit']:6}"
              f"{verdict.base:16} {verdict.where}{cooling}")


def where_text(kept, form):
    machine = kept.machine
    return (f"Commit {kept.commit}; {machine['cpu']}, {machine['cores']} "
            f"cores, Linux {machine['kernel']}, {machine['compiler']}; "
            f"{form} form.")


def subjects_section(results):
    """Pairs and churn of every subject, at each size."""
    text = ""
    for work in ("pair", "churn"):
        for bits in (16, 20, 24):
            rows = plots.by_subject(results, work, bits)
            if not rows:
                continue
            fills = plots.FILLS
            text += f"\n{work}, 2^{bits} addresses, 1 thread, ns (x R4):\n\n"
            text += table(["subject"] + [f"{fill} %" if fill[0].isdigit()
                                         else f"{fill} free"
                                         for fill in fills],
                          [[subject] + [cell_of(cells.get(fill))
                                        for fill in fills]
                           for subject, cells in rows.items()])
    return "\n## Beside others\n" + text if text else ""


def cell_of(counters):
    if not counters:
        return ""
    return f"{number(counters['ns'])} ({counters['ratio']:.2f})"


def latency_section(results):
    rows = [[f"`{name}`"] + [number(row[key])
                             for key in ("p50", "p99", "p999", "max")]
            for name, row in results.items() if "p999" in row]
    if not rows:
        return ""
    return "\n## Latencies\n\nns, less the clock's own:\n\n" + table(
        ["benchmark", "p50", "p99", "p99.9", "max"], rows)


def rest_section(results, start, title, text):
    rows = [[f"`{name}`", "; ".join(
        f"{key} {number(value)}" for key, value in row.items()
        if isinstance(value, (int, float)) and key != "turns")]
        for name, row in results.items()
        if name.startswith(start) and "error_occurred" not in row]
    if not rows:
        return ""
    return f"\n## {title}\n\n{text}\n\n" + table(["benchmark", "measured"],
                                                 rows)


def write(root, goals, verdicts, results, kept, form, left):
    text = HEAD + where_text(kept, form) + "\n"
    if left:
        text += f"\n{left} benchmarks had not been run.\n"
    reached = sum(verdict.ok is True for verdict in verdicts)
    text += (f"\n## Goals\n\n{reached} of {len(verdicts)} reached. Of several "
             "benchmarks the worst counts. *cooling*: with the default "
             "cooldown, against without; goal "
             f"<= {goals['cooling_max']} x.\n\n")
    text += table(["row", "goal", "reached", "baseline", "reached?",
                   "cooling", "benchmark"],
                  [verdict_row(verdict) for verdict in verdicts])
    text += plots.write(root / "bench" / "plots", results,
                        where_text(kept, form))
    text += subjects_section(results)
    text += latency_section(results)
    text += rest_section(results, "growth/", "Growth",
                         "What the hot path and administration cost as the "
                         "Region grows.")
    text += rest_section(results, "replay/", "Replay of the published ranges",
                         "`eip replay` over the ranges that AWS publishes.")
    text += rest_section(results, "instructions/", "Instructions",
                         "Of one operation, by callgrind; repeatable.")
    (root / "bench" / "RESULTS.md").write_text(text)
