"""Lines in a process of their own, beside the sqlite3 shell."""

import csv
import os
import pty
import shutil
import signal
import subprocess

from .programs import BIN, PEERS, late, launch, tables
from .report import Figures, middle, number
from .workloads import CASES, PROCESS


def rows_of(output):
    return list(csv.reader(output.splitlines()))


def processes(contenders, kin, database, options, report):
    """Start, open, reflect, one line, exit: wall time, beside the sqlite3 shell of the same round."""
    if not kin or not shutil.which("sqlite3"):
        return []
    databases = {"library": database, "tables": tables(1000)}
    figures, wrong = Figures(), []
    for turn in range(options.rounds * 2 + 1):
        for case in CASES:
            shell = ["sqlite3", "-csv", "-header", databases[case.data], case.sql]
            commands = {"shell": shell, "kin": [kin, "--csv", *case.options, databases[case.data], case.line]}
            base, expected = None, None
            for name, command in commands.items():
                output, facts = launch(command, options.timeout)
                if output is None:
                    if turn == 0:
                        wrong.append(f"{case.name}: {name}: {facts}")
                    break
                base = base or facts["wall"]
                if turn > 0:
                    figures.add((name, case.name), facts["wall"], facts["peak"], base)
                elif expected is None:
                    expected = rows_of(output)
                elif rows_of(output)[1:] != expected[1:]:
                    wrong.append(f"{case.name}: kin has other rows than the sqlite3 shell")
    report.table("a process of its own", ["sqlite3 shell, ms", "kin ÷ shell", "must", "shell, MB", "kin, MB"], [
        [case.name, f"{middle(figures.times['shell', case.name]) / 1e3:,.1f}",
         number(middle(figures.ratios['kin', case.name])), f"≤ {case.goal}" if case.goal else "",
         number(middle(figures.peaks['shell', case.name])), number(middle(figures.peaks['kin', case.name]))]
        for case in CASES if ("kin", case.name) in figures.ratios], hidden=[0])
    base, starts = None, Figures()
    for turn in range(options.rounds):
        for name, command in contenders.items():
            if name not in PEERS:
                continue
            shell = launch(["sqlite3", database, CASES[0].sql], options.timeout)[1]
            output, facts = launch([*command, database, PROCESS], options.timeout)
            if output is not None and '"skipped"' not in output:
                starts.add(name, facts["wall"], facts["peak"], shell["wall"])
    if starts.times:
        report.table(CASES[0].name, ["÷ sqlite3 shell", "peak MB"], [
            [name, number(middle(starts.ratios[name])), number(middle(starts.peaks[name]))]
            for name in starts.times])
    return wrong


def starts(kin, options, report):
    """What the program is and takes before a person can type: its bytes without symbols, and the processor time."""
    stripped = os.path.join(BIN, "kin-stripped")
    subprocess.run(["strip", "-o", stripped, kin], check=True)
    times = sorted(until_prompt(stripped) for _ in range(options.rounds * 2 + 1))
    report.table("the program", ["is", "must"], [
        ["first prompt on the sample library, ms of processor time", number(middle(times)), "≤ 10"],
        ["stripped, with the Swift libraries inside, MB", number(os.path.getsize(stripped) / 1e6), "≤ 20"]])


def until_prompt(kin):
    """Milliseconds of processor time from the start of the process, its loading counted in, to the first prompt."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm", LC_ALL="C.UTF-8", HOME=BIN)
        os.execv(kin, ["kin", "--no-init"])
    shown = b""
    while b"kin library>" not in shown:
        shown += os.read(terminal, 1 << 16)
    with open(f"/proc/{process}/schedstat") as file:  # nanoseconds on a processor come first
        time = int(file.read().split()[0]) / 1e6
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    return time


def processes_by_size(kin, sizes, options, report):
    """The lines that a process of its own answers, at each size: what they take, and that memory stays where it is."""
    if not kin or not shutil.which("sqlite3"):
        return []
    wrong, rows, columns = [], [], []
    for size in sizes:
        columns += [f"÷ shell, {size:g}×", f"MB, {size:g}×"]
    for case in (case for case in CASES if case.data == "library"):
        cells, last = [], None
        for size, (_, path) in sizes.items():
            if last and last[1] * 1.5 * size / last[0] > options.timeout * 1e6:
                cells += ["–", "–"]
                continue
            shell = launch(["sqlite3", "-csv", "-header", path, case.sql], options.timeout, isRead=False)[1]
            own = launch([kin, "--csv", *case.options, path, case.line], options.timeout, isRead=False)[1]
            if isinstance(shell, str) or isinstance(own, str):
                why = shell if isinstance(shell, str) else own
                if why != late(options):
                    wrong.append(f"{case.name}, size {size:g}: {why}")
                cells += ["–", "–"]
                continue
            last = size, max(shell["wall"], own["wall"])
            cells += [number(own["wall"] / shell["wall"]), number(own["peak"] / 1024)]
        rows.append([case.name, *cells])
    report.table("a process of its own, by size", columns, rows)
    return wrong
