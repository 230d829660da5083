"""What Tab and the hint take at each place of a line."""

import json

from .programs import launch, typed_tables
from .report import middle, number
from .workloads import TYPED, TYPING


def typing(kin, questions, options, report):
    """Every place of some lines, as they are typed: a process for each line, so that all begin cold."""
    database = typed_tables()
    rows, wrong = [], []
    for question in questions:
        first, again, medians, places = (0, ""), (0, ""), [], 0
        for line in TYPED:
            answers = []
            for _ in range(options.rounds):
                output, facts = launch([kin, database, question, line], options.timeout)
                if output is None:
                    wrong.append(f"{question}: {line}: {facts}")
                    break
                answers.append(json.loads(output))
            if not answers:
                continue
            # Who is put aside for a moment by a busy machine is slow by chance.
            answer = sorted(answers, key=lambda answer: answer["first"])[len(answers) // 2]
            first = max(first, (answer["first"], answer["firstAt"]))
            again = max(again, (answer["again"], answer["againAt"]))
            medians.append(answer["median"])
            places += answer["places"]
        rows.append([question, f"≤ {TYPING[question]}", str(places), number(middle(medians) / 1e3),
                     number(again[0] / 1e3), again[1], number(first[0] / 1e3), first[1]])
    report.table("ms at a keystroke", [
        "must", "places", "median", "slowest", "at", "slowest when cold", "at"], rows)
    return wrong
