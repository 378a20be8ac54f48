"""The arithmetic of other processors: `python -m scripts.arithmetic [setting ...]`.

The one rule: under each setting every numeric test passes and every printed number is
the same. Each computes in a copy of the project, and takes nothing from `.build/`; but
one whose tests ran already takes the data with which they ran, if they still stand.
"""

import argparse
import importlib
import itertools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from scripts.pipeline.manifest import RECORD
from scripts.pipeline.plan import DATA
from scripts.pipeline.pool import THREADS

ROOT = Path(__file__).resolve().parents[2]
KERNELS = ("Prescott", "Haswell", "SkylakeX", "Zen")
KNOBS = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "GLIBC_TUNABLES")
NOT_COPIED = ("node_modules", "site", "build", "dist", "__pycache__")
SHOWN = 60  # characters of a line that differs, from a little before the difference
# Its exponentials tell two libraries apart; its product asks the kernel to run.
PROBE = """
import hashlib, math
import numpy as np
x = np.linspace(0.1, 9, 20_000)
np.ones((64, 64)) @ np.ones((64, 64)), np.exp(x), x @ x
values = [(math.exp(v), math.log(v), v**1.37) for v in x.tolist()]
print(hashlib.sha256(repr(values).encode()).hexdigest())
"""


class Setting(NamedTuple):
    """A name, the environment that makes it, and why this machine has it not, if so.

    One that is not tested is only printed: its tests ran elsewhere.
    """

    name: str
    environment: dict[str, str]
    left_out: str = ""
    tested: bool = True


class Outcome(NamedTuple):
    """What was computed under a setting; `problem` is why there is nothing."""

    name: str
    lines: dict[str, list[str]]
    tests: str
    failed: list[str]
    seconds: float
    problem: str = ""


def settings() -> list[Setting]:
    """All of them, `default` first."""
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    reason = "" if x86 else f"a kernel of x86, and this is {platform.machine()}"
    kernels = [Setting(name, {KNOBS[0]: name}, reason) for name in KERNELS]
    return [Setting("default", {}), *kernels, _without_dispatch(), _other_libm(x86)]


def _without_dispatch() -> Setting:
    umath = importlib.import_module("numpy._core._multiarray_umath")
    features = [n for n in umath.__cpu_dispatch__ if umath.__cpu_features__.get(n)]
    reason = "" if features else "numpy has one arithmetic only on this processor"
    return Setting("no-dispatch", {KNOBS[1]: " ".join(features)}, reason)


def _other_libm(x86: bool) -> Setting:
    glibc = x86 and platform.libc_ver()[0] == "glibc"
    off = {KNOBS[2]: "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"}
    return Setting("libm", off, "" if glibc else "the switch is glibc's, on x86")


def _at_once(joined: str, known: Sequence[Setting]) -> Setting:
    """Several settings at once, such as another kernel in numpy's plainest loops."""
    parts = [setting for setting in known if setting.name in joined.split("+")]
    environment = {k: v for part in parts for k, v in part.environment.items()}
    return Setting(
        joined, environment, next((p.left_out for p in parts if p.left_out), "")
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Compute under each setting and compare with the first; 1 on a difference."""
    known = settings()
    names = ", ".join(setting.name for setting in known)
    parser = argparse.ArgumentParser(prog="python -m scripts.arithmetic")
    parser.add_argument(
        "settings",
        nargs="*",
        metavar="setting",
        help=f"{names}; or several at once, as in Haswell+no-dispatch",
    )
    parser.add_argument(
        "--tested",
        metavar="setting",
        default="",
        help="one whose tests ran already, as make test does under default",
    )
    given = parser.parse_args(arguments)
    wanted, tested = given.settings, given.tested
    single = [name for joined in wanted for name in joined.split("+")]
    if unknown := {*single, tested or known[0].name} - {s.name for s in known}:
        parser.error(f"no setting {min(unknown)!r}; there are {names}")
    known += [_at_once(joined, known) for joined in wanted if "+" in joined]
    chosen = [
        s._replace(tested=s.name != tested)
        for s in known
        if not wanted or s.name in wanted
    ]
    began = time.monotonic()
    good = report(compute(ROOT, chosen))
    print(f"{time.monotonic() - began:.0f} s in all")
    return not good


def compute(root: Path, chosen: Sequence[Setting]) -> Iterator[Outcome]:
    """An outcome for each setting, in order; as many at once as there are cores."""
    with tempfile.TemporaryDirectory(prefix="arithmetic-") as folder:
        copies = [Path(folder) / setting.name for setting in chosen]
        for copy, setting in zip(copies, chosen, strict=True):
            _copy(root, copy)  # all at first: an edit underway is in none of them
            if not setting.tested:
                _copy_data(root / ".build", copy / ".build")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(_outcome, copies, chosen)


def report(outcomes: Iterable[Outcome]) -> bool:
    """Print a line for each setting and each difference; whether there was none."""
    first, good = None, True
    for outcome in outcomes:
        if outcome.problem:
            good &= outcome.problem.startswith("left out")
            print(f"{outcome.name}: {outcome.problem}", flush=True)
            continue
        first = first or outcome
        differing = list(differences(first.lines, outcome.lines))
        good &= not differing and not outcome.failed
        count = sum(map(len, outcome.lines.values()))
        print(
            f"{outcome.name}: tests {outcome.tests}; {count:,} lines printed, "
            f"{len(differing)} unlike {first.name}; {outcome.seconds:.0f} s",
            flush=True,
        )
        for line in (*outcome.failed, *differing):
            print(f"  {line}", flush=True)
    if first is None:
        print("no setting was computed")
    return good and first is not None


def differences(
    here: dict[str, list[str]], there: dict[str, list[str]]
) -> Iterator[str]:
    """`file:line: here / there` for each line that is not the same."""
    for file in sorted(here.keys() | there.keys()):
        pairs = itertools.zip_longest(
            here.get(file, []), there.get(file, []), fillvalue=""
        )
        for number, (ours, theirs) in enumerate(pairs, 1):
            if ours != theirs:
                alike = itertools.takewhile(
                    lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)
                )
                start = max(sum(1 for _ in alike) - SHOWN // 3, 0)
                shown = (line[start:][:SHOWN] for line in (ours, theirs))
                yield f"{file}:{number}: {' / '.join(shown)}"


def _outcome(copy: Path, setting: Setting) -> Outcome:
    began = time.monotonic()
    nothing = Outcome(setting.name, {}, "", [], 0.0)
    if reason := setting.left_out or _unable(setting):
        return nothing._replace(problem=f"left out: {reason}")
    target = copy.with_suffix(".json")
    done = _python(copy, setting, "-m", "scripts.arithmetic.printed", str(target))
    if done.returncode:
        return nothing._replace(problem=f"failed: {done.stderr.strip()}")
    lines = json.loads(target.read_text(encoding="utf-8"))
    if not setting.tested:
        seconds = time.monotonic() - began
        return Outcome(setting.name, lines, "not run again", [], seconds)
    plugin = ("-p", "scripts.arithmetic.numeric_tests", "-p", "no:cacheprovider")
    shared = ("-n", str(os.cpu_count() or 1), "--dist", "loadgroup")
    tested = _python(copy, setting, "-m", "pytest", "-q", "-rfE", *plugin, *shared)
    failed = re.findall(r"^(?:FAILED|ERROR) .*", tested.stdout, re.M)
    output = tested.stdout.strip().splitlines() or tested.stderr.strip().splitlines()
    if tested.returncode and not failed:
        failed = [f"pytest ended with {tested.returncode}: {' '.join(output[-3:])}"]
    seconds = time.monotonic() - began
    summary = re.sub(r" in [\d.]+s.*|=+ ?", "", output[-1])
    return Outcome(setting.name, lines, summary, failed, seconds)


def _unable(setting: Setting) -> str:
    """Why this processor or its library cannot compute so; "" if it can."""
    done = _python(Path.cwd(), setting, "-c", PROBE)
    if done.returncode < 0:
        return f"this processor ended it with signal {-done.returncode}"
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    if KNOBS[2] in setting.environment:
        usual = _python(Path.cwd(), Setting("default", {}), "-c", PROBE)
        if usual.stdout == done.stdout:
            return "the C library has one arithmetic only on this processor"
    return ""


def _python(
    place: Path, setting: Setting, *arguments: str
) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in (*KNOBS, "CI")}
    # Where PyTorch is missing its tests are skipped here, in CI, too.
    environment = kept | dict.fromkeys(THREADS, "1") | setting.environment
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
    )


def _copy_data(build: Path, target: Path) -> None:
    """What a build has computed of the topics, and its record of that."""
    if (build / RECORD).is_file():
        shutil.copytree(build / DATA, target / DATA, dirs_exist_ok=True)
        shutil.copy(build / RECORD, target / RECORD)


def _copy(root: Path, target: Path) -> None:
    """The project without what is generated, installed or hidden."""

    def ignored(_: str, names: list[str]) -> set[str]:
        hidden = {n for n in names if n.startswith(".") and n != ".overrides"}
        return hidden | set(names) & set(NOT_COPIED)

    shutil.copytree(root, target, ignore=ignored)
    (target / "node_modules").symlink_to(root / "node_modules")
