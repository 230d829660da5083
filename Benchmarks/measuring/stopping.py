"""How long after Ctrl-C the prompt is back, or a batch has ended."""

import os
import pty
import select
import signal
import subprocess
import time

from .programs import BIN, typed_tables
from .report import middle, number
from .workloads import STOPPED, STOPPING

# What the editor asks of a terminal whenever it begins to read a line.
READING = b"\x1b[?2004h"

OPTIONS = ["--csv", "--load", "lazy"]

# How long a line runs before it is stopped, and how long is waited for the end: seconds.
RUNNING, PATIENCE = 0.7, 20


def stopping(kin, options, report):
    """Each of some lines that take long, stopped in the middle: at a prompt, and in a batch with a pipe."""
    database, limit = typed_tables(), STOPPING["stopping"]
    rows, wrong = [], []
    for name, line in STOPPED.items():
        for place, measure in {"prompt": at_prompt, "batch": in_batch}.items():
            times = [measure(kin, database, line) for _ in range(options.rounds)]
            if None in times:
                wrong.append(f"stopping: {name}, {place}: was not running any more, or never stopped")
                continue
            # The slowest alone may be one that a busy machine put aside.
            if middle(times) > limit:
                wrong.append(f"stopping: {name}, {place}: {middle(times):.0f} ms")
            rows.append([f"{name}, {place}", f"≤ {limit}", number(middle(times)), number(max(times))])
    report.table("ms from Ctrl-C", ["must", "median", "slowest"], rows)
    return wrong


def at_prompt(kin, database, line):
    """Milliseconds from the key to the next prompt; None where the line was not running."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm", LC_ALL="C.UTF-8", HOME=BIN, KIN_HISTORY=os.devnull)
        os.execv(kin, ["kin", "--no-init", "--limit", "100000000", *OPTIONS, database])
    try:
        if not reads(terminal, PATIENCE):
            return None
        os.write(terminal, line.encode() + b"\r")
        if reads(terminal, RUNNING):
            return None
        start = time.monotonic()
        os.write(terminal, b"\x03")
        return (time.monotonic() - start) * 1e3 if reads(terminal, PATIENCE) else None
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def reads(terminal, seconds):
    """Whether a line is asked for within so many seconds; what is written until then is read."""
    end, shown = time.monotonic() + seconds, b""
    while READING not in shown:
        left = end - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            return False
        shown = shown[-len(READING):] + os.read(terminal, 1 << 16)
    return True


def in_batch(kin, database, line):
    """Milliseconds from the signal to the end of the process; None where it had ended, or ends otherwise."""
    process = subprocess.Popen([kin, *OPTIONS, database, line], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ended = os.pidfd_open(process.pid)  # waiting with a timeout would look only every so often
    try:
        if select.select([ended], [], [], RUNNING)[0]:
            return None
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        if not select.select([ended], [], [], PATIENCE)[0]:
            return None
        took = (time.monotonic() - start) * 1e3
        return took if process.wait() == 130 else None
    finally:
        process.kill()
        process.wait()
        os.close(ended)
