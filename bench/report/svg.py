# SPDX-FileCopyrightText: 2026 The libeip authors
# SPDX-License-Identifier: Apache-2.0
"""Line plots as SVG: steps along x, a logarithmic scale along y."""
import dataclasses
import html
import math

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 40, 70
COLORS = ["#0b5cad", "#d1495b", "#2e8540", "#8a5a00", "#6a3d9a", "#00798c",
          "#b35806", "#555555"]
HEAD = """<!-- SPDX-FileCopyrightText: 2026 The libeip authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
"""


@dataclasses.dataclass
class Plot:
    title: str
    x: str
    y: str
    steps: list  # texts along x
    lines: dict  # name -> a value or None for each step


class Scale:
    def __init__(self, plot):
        values = [value for line in plot.lines.values() for value in line
                  if value]
        self.low = math.floor(math.log10(min(values)) * 3) / 3
        self.high = max(math.ceil(math.log10(max(values)) * 3) / 3,
                        self.low + 1 / 3)
        self.count = max(len(plot.steps) - 1, 1)

    def x(self, step):
        return LEFT + step * (WIDTH - LEFT - RIGHT) / self.count

    def y(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def ticks(self):
        for power in range(math.floor(self.low), math.ceil(self.high) + 1):
            for digit in (1, 2, 5):
                value = digit * 10.0 ** power
                if self.low - 1e-9 <= math.log10(value) <= self.high + 1e-9:
                    yield value


def text(x, y, content, anchor="middle", size=12, extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
            f'font-size="{size}"{extra}>{html.escape(content)}</text>')


def axes(plot, scale):
    bottom = HEIGHT - BOTTOM
    for value in scale.ticks():
        y = scale.y(value)
        yield (f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" '
               f'y2="{y:.1f}" stroke="#ddd"/>')
        yield text(LEFT - 6, y + 4, f"{value:,g}", "end")
    for step, name in enumerate(plot.steps):
        yield text(scale.x(step), bottom + 18, name)
    yield text((LEFT + WIDTH - RIGHT) / 2, bottom + 38, plot.x)
    middle = (TOP + bottom) / 2
    yield text(18, middle, plot.y,
               extra=f' transform="rotate(-90 18 {middle:.1f})"')


def line_of(scale, values, color):
    points = [(scale.x(step), scale.y(value))
              for step, value in enumerate(values) if value]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield (f'<polyline points="{path}" fill="none" stroke="{color}" '
           'stroke-width="2"/>')
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>'


def draw(plot, where):
    scale = Scale(plot)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
             f'height="{HEIGHT}" font-family="sans-serif" fill="#222">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
             text(LEFT, 22, plot.title, "start", 15)]
    parts += axes(plot, scale)
    for index, (name, values) in enumerate(plot.lines.items()):
        color = COLORS[index % len(COLORS)]
        parts += line_of(scale, values, color)
        y = TOP + 12 + index * 20
        x = WIDTH - RIGHT + 14
        parts.append(f'<line x1="{x}" x2="{x + 18}" y1="{y}" y2="{y}" '
                     f'stroke="{color}" stroke-width="2"/>')
        parts.append(text(x + 24, y + 4, name, "start"))
    parts.append(text(LEFT, HEIGHT - 10, where, "start", 9))
    return HEAD + "\n".join(parts) + "\n</svg>\n"
