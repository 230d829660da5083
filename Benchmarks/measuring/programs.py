"""The programs and databases that take part: built, written, and run."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

ROOT = os.path.dirname(HERE)

DATA = os.path.join(HERE, "data")

BIN = os.path.join(DATA, "bin")

PEERS = ["sqlite3", "sqlalchemy", "django", "peewee", "pony"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def build_c():
    os.makedirs(BIN, exist_ok=True)
    for name in ("generate", "baseline", "launch"):
        source, program = os.path.join(HERE, f"{name}.c"), os.path.join(BIN, name)
        if os.path.exists(program) and os.path.getmtime(program) > os.path.getmtime(source):
            continue
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, "-std=gnu11", "-O2", source, "-o", program, "-lsqlite3"], check=True)


def find_kin(product, options):
    """The path of a release build of one of Kin's products; without one, None, and the reason said."""
    folder = os.path.join(ROOT, ".build", "release")
    if not options.no_build:
        with open(os.path.join(ROOT, "Package.swift")) as manifest:
            if f'"{product}"' not in manifest.read():
                say(f"{product}: not in Package.swift, left out")
                return None
        if not shutil.which("swift"):
            say(f"{product}: no swift here, left out")
            return None
        if subprocess.run([os.path.join(ROOT, "scripts", "release"), product], stdout=sys.stderr).returncode:
            say(f"{product}: does not build, left out")
            return None
    path = os.path.join(folder, product)
    if not os.path.exists(path):
        say(f"{product}: no release build, left out")
        return None
    return path


def data(scale):
    path = os.path.join(DATA, f"library-{scale:g}x.db")
    generator = os.path.join(BIN, "generate")
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(generator):
        say(f"writing {os.path.relpath(path, ROOT)}")
        subprocess.run([generator, path + ".part", str(scale)], check=True)
        os.replace(path + ".part", path)
    with open(path, "rb") as file:  # into the page cache of the system, for everybody
        while file.read(1 << 24):
            pass
    return path


def tables(count):
    """A database of so many tables, each with two foreign keys and an index."""
    path = os.path.join(DATA, f"tables-{count}.db")
    if not os.path.exists(path):
        with sqlite3.connect(path) as database:
            for i in range(count):
                database.execute(f"""
                    CREATE TABLE item_{i} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT, made_on TEXT,
                      parent_id INTEGER REFERENCES item_{i // 2} (id),
                      other_id INTEGER REFERENCES item_{i * 7 % count} (id))""")
                database.execute(f"CREATE INDEX item_{i}_parent ON item_{i} (parent_id)")
            database.execute("INSERT INTO item_0 VALUES (1, 'one', '', '2000-01-01', NULL, NULL)")
    return path


def typed_tables():
    """500 tables, three of them with a million rows, of which one has an index on what names a row."""
    path = os.path.join(DATA, "typed-500.db")
    if not os.path.exists(path):
        say(f"writing {os.path.relpath(path, ROOT)}")
        with sqlite3.connect(path + ".part") as database:
            for i in range(500):
                database.execute(f"""
                    CREATE TABLE item_{i} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT,
                      parent_id INTEGER REFERENCES item_{i // 2} (id),
                      other_id INTEGER REFERENCES item_{i * 7 % 500} (id))""")
                database.execute(f"CREATE INDEX item_{i}_parent ON item_{i} (parent_id)")
            database.execute("CREATE INDEX item_1_name ON item_1 (name)")
            for i in range(3):
                database.execute(f"""
                    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
                      INSERT INTO item_{i} SELECT i, 'Name ' || (i * 7919 % 1000000), 'note', 1 + i % 1000, NULL
                      FROM n""")
        os.replace(path + ".part", path)
    return path


def launch(command, limit, isRead=True):
    """Runs a program: what it printed, its wall time in microseconds, its peak memory in kilobytes."""
    process = subprocess.Popen([os.path.join(BIN, "launch"), *command],
                               stdout=subprocess.PIPE if isRead else subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        output, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return None, f"over {limit} s"
    *said, last = errors.splitlines() or [""]
    if process.returncode:
        return None, (said or ["failed"])[-1]
    return output, json.loads(last)


def late(options):
    return f"over {options.timeout} s"


def measure(command, limit):
    """One line of JSON of one contender, with its peak memory; or why there is none."""
    output, facts = launch(command, limit)
    if output is None:
        return {"skipped": facts}
    answer = json.loads(output.splitlines()[-1])
    answer["peak"] = facts["peak"]
    return answer
