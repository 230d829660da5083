"""Figures, and the tables made of them."""

import os
import statistics

from .programs import ROOT, say


def middle(values):
    return statistics.median(values) if values else None


def number(value):
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def lines(title, columns, rows):
    """A table in Markdown, its columns aligned."""
    cells = [[title, *columns], *rows]
    widths = [max(len(line[at]) for line in cells) for at in range(len(cells[0]))]
    text = ["| " + " | ".join([line[0].ljust(widths[0]), *(
        cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))]) + " |" for line in cells]
    rules = ["-" * (widths[0] + 2)] + ["-" * (width + 1) + ":" for width in widths[1:]]
    return [text[0], "|" + "|".join(rules) + "|", *text[1:]]


class Figures:
    """What was measured, under (contender, workload); a ratio is to the base of the same round."""

    def __init__(self):
        self.times, self.ratios, self.peaks, self.statements, self.rows = {}, {}, {}, {}, {}

    def add(self, key, time, peak, base):
        self.times.setdefault(key, []).append(time)
        self.peaks.setdefault(key, []).append(peak / 1024)
        self.ratios.setdefault(key, []).append(time / base)


class Report:
    """Tables, printed as they come; what holds for other machines too is kept for a file."""

    def __init__(self):
        self.kept = []

    def table(self, title, columns, rows, hidden=()):
        """Prints a table; `hidden` are the columns that say nothing elsewhere."""
        print("\n".join(lines(title, columns, rows)), end="\n\n")
        shown = [at for at in range(len(columns)) if at not in hidden]
        self.kept += [*lines(title, [columns[at] for at in shown], [
            [row[0], *(row[at + 1] for at in shown)] for row in rows]), ""]

    def write(self, options):
        path = os.path.join(ROOT, "docs", "performance.md")
        with open(path, "w") as file:
            file.write(f"""# Performance

Written by `Benchmarks/run --write`; what the workloads are, and how to read the figures, is in
[Benchmarks/README.md](../Benchmarks/README.md). Times are ratios to a plain C program over `sqlite3_step`, or to the
sqlite3 shell, in the same round: medians of {options.rounds} rounds, library of size {options.scale:g}. Differences under
15 % are noise. The tables of several sizes are of one round each; a dash is what would take over {options.timeout} s.

""" + "\n".join(self.kept))
        say(f"wrote {os.path.relpath(path, ROOT)}")
