"""What every Python contender shares: the command line, the clock and the line of JSON.

    contender.py DATABASE WORKLOAD [--count]

A contender offers a function for each workload that it can express. The function returns the records,
which must live until the clock has stopped, and the list of the texts that the path names. `--count` counts
the statements, in a run whose time does not matter.
"""

import json
import sys
import time

ROUNDS = 300  # of W6, whose time is that of one round


def skip(message):
    """Says why there is nothing to measure, in the same shape, and ends well."""
    print(json.dumps({"workload": sys.argv[2] if len(sys.argv) > 2 else None, "skipped": message}))
    sys.exit(0)


def main(connect):
    """Runs one workload.

    `connect(database, counting)` opens and returns the workloads by name and a function that tells the
    number of statements so far.
    """
    arguments = [argument for argument in sys.argv[1:] if argument != "--count"]
    if len(arguments) != 2:
        sys.exit(f"usage: {sys.argv[0]} DATABASE WORKLOAD [--count]")
    database, name = arguments
    counting = "--count" in sys.argv
    workloads, statements = connect(database, counting)
    run = workloads.get("W6" if name == "process" else name)
    if run is None:
        skip(f"cannot express {name}")
    rounds = ROUNDS if name == "W6" and not counting else 1
    if name == "W6" and not counting:
        run()
    before = statements()
    start = time.perf_counter()
    for _ in range(rounds):
        records, texts = run()
        rows, size = len(texts), sum(map(len, texts))
    elapsed = (time.perf_counter() - start) / rounds
    print(json.dumps({
        "workload": name,
        "microseconds": round(elapsed * 1e6, 1),
        "rows": rows,
        "bytes": size,
        "statements": statements() - before if counting else None,
    }))
