"""The workloads inside a process, at one size and at several."""

import functools
import sqlite3

from .processes import processes_by_size
from .programs import PEERS, data, late, measure, say
from .report import Figures, lines, middle, number
from .workloads import GOAL, HELD

SLOW = 2.0  # seconds: what takes longer is measured in the first two rounds only


def paths(contenders, workloads, database, rounds, options):
    """Each workload in a process of its own: in-process time, beside plain C of the same round."""
    figures = Figures()
    reference, slow, wrong = {}, set(), []
    left_out = figures.left_out = {}

    def answer_of(name, workload, *extra):
        if (name, workload) in left_out:
            return None
        answer = measure([*contenders[name], database, workload, *extra], options.timeout)
        if "skipped" in answer:
            if name not in PEERS:
                wrong.append(f"{workload}: {name}: {answer['skipped']}")
            left_out[name, workload] = answer["skipped"]
            return None
        first, rows, size = reference.setdefault(workload, (name, answer["rows"], answer["bytes"]))
        if (answer["rows"], answer["bytes"]) != (rows, size):
            wrong.append(f"{workload}: {name} has {answer['rows']} rows and {answer['bytes']} bytes of text,"
                         f" {first} has {rows} and {size}")
            left_out[name, workload] = "wrong"
            return None
        figures.rows[workload] = rows
        return answer

    if rounds > 1 or {*contenders} & {*PEERS}:
        say("round 0, untimed")  # it counts the statements, and finds who is slow and who cannot
        for workload in workloads:
            for name in contenders:
                answer = answer_of(name, workload, *(["--count"] if name in PEERS else []))
                if answer:
                    figures.statements[name, workload] = answer["statements"]
                    if answer["microseconds"] > SLOW * 1e6:
                        slow.add((name, workload))
    for turn in range(1, rounds + 1):
        say(f"round {turn} of {rounds}")
        for workload in workloads:
            plain = None
            for name in contenders:
                if turn > 2 and (name, workload) in slow and name != "c":
                    continue
                answer = answer_of(name, workload)
                if name == "c" and not answer:
                    break
                if answer:
                    plain = plain or answer["microseconds"]  # plain C comes first
                    figures.add((name, workload), answer["microseconds"], answer["peak"], plain)

    return figures, wrong


def tell(figures, contenders, workloads, report):
    """The tables of one size."""
    left_out = figures.left_out

    def rows(cell):
        return [[name, *(cell((name, workload)) for workload in workloads)] for name in contenders]

    plain = [f"{middle(figures.times['c', workload]) / 1e3:,.3f}" if ("c", workload) in figures.times else "–"
             for workload in workloads]
    goal = [f"≤ {GOAL[workload]}" if workload in GOAL else "" for workload in workloads]
    print("\n".join(lines("plain C", workloads, [["ms", *plain]])), end="\n\n")
    report.table("time ÷ plain C", workloads, [["kin must", *goal]]
                 + rows(lambda key: number(middle(figures.ratios.get(key)))))
    report.table("peak memory, MB", workloads, rows(lambda key: number(middle(figures.peaks.get(key)))))
    report.table("queries", workloads, rows(
        lambda key: f"{figures.statements[key]:,}" if key in figures.statements else "–"))
    reasons = {}
    for (name, workload), why in left_out.items():
        reasons.setdefault((name, why), []).append(workload)
    for (name, why), some in reasons.items():
        print(f"{name}: {why} ({', '.join(some)})")
    if reasons:
        print()


def sizes_table(first, contenders, kin, workloads, database, options, report):
    """What becomes of the figures when there is ten and a hundred times as much."""
    sizes, wrong = {options.scale: (first, database)}, []
    few = {name: contenders[name] for name in ("c", "kin") if name in contenders}
    for size in options.sizes:
        path, before = data(size), list(sizes.values())[-1][0]
        growth = size / list(sizes)[-1]
        some = [workload for workload in workloads if ("c", workload) in before.times and
                growth * 1.5 * middle(before.times["c", workload]) < options.timeout * 1e6
                or workload in ("W6", "W14")]
        say(f"size {size:g}")
        figures, more = paths(few, some, path, 1, options)
        sizes[size] = (figures, path)
        wrong += [line for line in more if not line.endswith(late(options))]
    if "kin" not in few:
        return wrong

    def own(values):
        return lambda figures, name, workload, _: number(middle(values(figures).get((name, workload))))

    def table(title, cell, names=("kin",)):
        rows = []
        for size, (figures, path) in sizes.items():
            for name in names:
                label = f"{size:g}×" if len(names) == 1 else f"{name}, {size:g}×"
                rows.append([label, *(cell(figures, name, workload, path) for workload in workloads)])
        report.table(title, workloads, rows)

    def a_row(figures, name, workload):
        times = figures.times.get((name, workload))
        return middle(times) / figures.rows[workload] if times else None

    def grown(figures, name, workload, _):
        now, then = a_row(figures, name, workload), a_row(first, name, workload)
        return number(now / then if now and then else None)

    @functools.cache
    def bytes_held(workload, path):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return database.execute(f"SELECT {HELD[workload]}").fetchone()[0] if workload in HELD else None

    def held(figures, name, workload, path):
        peaks = figures.peaks.get((name, workload))
        return number(middle(peaks) * 1048576 / bytes_held(workload, path) if peaks and workload in HELD else None)

    def further_record(two, workload):
        peaks = [figures.peaks.get(("kin", workload)) for figures, _ in two]
        if workload not in HELD or None in peaks:
            return "–"
        less, more = (bytes_held(workload, path) for _, path in two)
        return number((middle(peaks[1]) - middle(peaks[0])) * 1048576 / (more - less))

    table("kin ÷ plain C", own(lambda figures: figures.ratios))
    table("time a row ÷ that of the first size", grown, names=("c", "kin"))
    table("kin, peak memory, MB", own(lambda figures: figures.peaks))
    table("kin, peak memory ÷ bytes of the values held", held)
    further = [["kin must", *("≤ 2.0" if workload in HELD else "" for workload in workloads)]]
    for before, after in zip(list(sizes), list(sizes)[1:]):
        further.append([f"{before:g}× to {after:g}×", *(further_record(
            [sizes[before], sizes[after]], workload) for workload in workloads)])
    report.table("kin, memory of a further record ÷ its values", workloads, further)
    wrong += processes_by_size(kin, sizes, options, report)
    return wrong
