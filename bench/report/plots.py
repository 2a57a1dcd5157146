# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""The plots: which lines each has."""
import re

import svg

FILLS = ["0", "1", "50", "90", "99", "99.9", "one"]
SUBJECTS = ["space", "ledger", "api", "mutex+bitmap", "mutex+Judy1",
            "mutex+CRoaring", "lfstack", "ck_ring"]
SIZES = ["16", "20", "24"]


def by_subject(results, work, bits):
    """subject -> fill -> counters."""
    found = {}
    for name, row in results.items():
        parts = name.split("/")
        if parts[0] == work and len(parts) == 4 and parts[2] == str(bits) \
                and "ratio" in row:
            found.setdefault(parts[1], {})[parts[3]] = row
    return found


def against_fill(results, work, bits):
    rows = by_subject(results, work, bits)
    return svg.Plot(
        f"{work}, 2^{bits} addresses, 1 thread", "full (%)", "ns", FILLS,
        {subject: [rows[subject].get(fill, {}).get("ns") for fill in FILLS]
         for subject in SUBJECTS if subject in rows})


def against_size(results, work, fill):
    lines = {}
    for subject in SUBJECTS:
        lines[subject] = [
            results.get(f"{work}/{subject}/{bits}/{fill}", {}).get("ns")
            for bits in SIZES]
    published = results.get(f"published/{work}/{fill}", {}).get("ns")
    lines = {key: line + [published if key == "api" else None]
             for key, line in lines.items() if any(line)}
    return svg.Plot(f"{work}, {fill} % full, 1 thread", "addresses", "ns",
                    ["2^16", "2^20", "2^24", "79.9 million"], lines)


def against_threads(results, work, bits, fill):
    counts = sorted({int(found[1]) for name in results
                     if (found := re.match(r"\w+/threads(\d+)/", name))})
    lines = {}
    for subject in SUBJECTS:
        rows = [results.get(f"{work}/threads{count}/{subject}/{bits}/{fill}",
                            {}) for count in counts]
        if any("ns" in row for row in rows):
            lines[subject] = [rows[0].get("base_ns")] + \
                [row.get("ns") for row in rows]
    return svg.Plot(f"{work}, 2^{bits}, {fill} % full, ns a thread",
                    "threads", "ns", ["1"] + [str(n) for n in counts], lines)


def against_growth(results):
    lines = {}
    for name, row in results.items():
        found = re.fullmatch(r"growth/pair/(\w+)/(\d+)", name)
        if found and "ns" in row:
            lines.setdefault(found[1], {})[int(found[2])] = row["ns"]
    steps = sorted({step for line in lines.values() for step in line})
    return svg.Plot("AllocateAddress + ReleaseAddress as the Region grows",
                    "how many", "ns", [f"{step:,}" for step in steps],
                    {key: [line.get(step) for step in steps]
                     for key, line in lines.items()})


def write(folder, results, where):
    """Write all that have lines; returns what the page says of them."""
    plots = {
        "fill-pair": against_fill(results, "pair", 20),
        "fill-churn": against_fill(results, "churn", 20),
        "size-pair": against_size(results, "pair", "50"),
        "size-churn": against_size(results, "churn", "50"),
        "threads-pair": against_threads(results, "pair", 20, "50"),
        "threads-churn": against_threads(results, "churn", 20, "50"),
        "growth": against_growth(results),
    }
    text = ""
    for name, plot in plots.items():
        path = folder / f"{name}.svg"
        if not any(any(line) for line in plot.lines.values()):
            path.unlink(missing_ok=True)
            continue
        folder.mkdir(exist_ok=True)
        path.write_text(svg.draw(plot, where))
        text += f"![{plot.title}](plots/{name}.svg)\n"
    return "\n## Plots\n\n" + text if text else ""
