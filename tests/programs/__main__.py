"""`python -m tests.programs [NAME…]`: each program of the corpora, run.

The one rule: exit status 1 if a right program misses its line or a broken one is right.
"""

import importlib.util
import sys

from tests.programs import broken_programs, right_programs, running


def main(wanted: list[str]) -> int:
    listed = [(one.name, one.source, one) for one in right_programs.programs().values()]
    listed += [(one.name, one.source, one) for one in broken_programs.broken()]
    failed = skipped = ran = 0
    for name, source, one in listed:
        if wanted and not any(word in name for word in wanted):
            continue
        needs = running.framework(source)
        if needs and importlib.util.find_spec(needs) is None:
            skipped += 1
            continue
        right = isinstance(one, right_programs.Program)
        line = judged(one) if right else broken_programs.misbehavior(one)
        wrong = not line.startswith("ok") if right else not line
        failed += wrong
        ran += 1
        line = line or "NOTHING IS WRONG WITH IT"
        print(
            f"{name:40} {needs or 'numpy':7} {' '.join(line.split())[:150]}", flush=True
        )
    print(f"{ran} programs run, {skipped} skipped (not installed), {failed} wrong")
    return int(failed > 0)


def judged(program: right_programs.Program) -> str:
    """ "ok", or what is wrong, with the coefficients reached and wanted."""
    ended = running.run(program.source)
    if ended.raised:
        return f"RAISED {ended.raised}"
    reached, truth = program.reached(ended.names), program.truth(ended.names)
    word = "ok" if program.near(reached, truth) else "MISSED"
    return f"{word} {reached.round(4).tolist()} of {truth.round(4).tolist()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
