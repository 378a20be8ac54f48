"""Measures what the house promises: `python -m scripts.benchmark [name ...]`.

The one rule: a benchmark is a function that returns rows, and both sides of a ratio do
the same work in turns, each counted at its fastest.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
RATES = (1e-7, 1e-6, 1e-5, 1.603e-5, 1.604e-5, 1.605e-5, 1.61e-5)  # the thread's


class Row(NamedTuple):
    """One promise: what was measured, the figure, and whether it is kept."""

    what: str
    figure: str
    target: str
    kept: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benchmarks and print their rows; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmark")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    names = parser.parse_args(arguments).names or list(BENCHMARKS)
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(
            f"no benchmark {unknown.pop()!r}; there are {', '.join(BENCHMARKS)}"
        )
    kept = True
    for row in (row for name in names for row in BENCHMARKS[name]()):
        mark = "ok " if row.kept else "BAD"
        print(f"{mark}  {row.what}: {row.figure} (target: {row.target})", flush=True)
        kept &= row.kept
    return not kept


def site() -> list[Row]:
    """A build with nothing changed, against bare Material with all of it in place."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        _mkdocs(ROOT, bare / "warm")
        _write_bare_site(bare)
        ours, theirs = fastest(
            lambda: _mkdocs(ROOT, bare / "ours"),
            lambda: _mkdocs(bare, bare / "theirs"),
            rounds=9,
        )
    figure = f"{ours / theirs:.2f} times ({ours:.2f} s against {theirs:.2f} s)"
    what = "mkdocs build, nothing changed, against the same pages in bare Material"
    return [Row(what, figure, "at most 1.3 times", ours <= 1.3 * theirs)]


def animation() -> list[Row]:
    """120 frames with a poster, against FuncAnimation.save of the same film."""
    import imageio_ffmpeg
    import matplotlib
    from matplotlib.animation import FFMpegWriter, FuncAnimation

    from scripts import animation, style, svg
    from scripts.topic import Animation

    style.use_fonts(BUILD / "fonts")
    film = Animation(
        "film", _animate_descent, alt="A run crosses the valley. " * 2, explorer=dict
    )
    data = _descent(film.frames)

    def theirs(path: Path) -> None:
        with svg.settings(style.LIGHT):
            matplotlib.rcParams["animation.ffmpeg_path"] = (
                imageio_ffmpeg.get_ffmpeg_exe()
            )
            canvas, ax = svg.blank(film, dpi=animation.SHARP)
            canvas.draw()
            canvas.figure.set_layout_engine("none")
            moving, update = _animate_descent(ax, data, theme=style.LIGHT)
            draw = lambda frame: (update(frame), moving)[1]  # noqa: E731
            movie = FuncAnimation(canvas.figure, draw, frames=film.frames)
            movie.save(path, writer=FFMpegWriter(fps=film.fps), dpi=animation.SHARP)

    with tempfile.TemporaryDirectory() as folder:
        mp4, poster, other = (
            Path(folder) / name for name in ("a.mp4", "a.png", "b.mp4")
        )
        fast, slow = fastest(
            lambda: animation.film(film, data, style.LIGHT, mp4=mp4, poster=poster),
            lambda: theirs(other),
            rounds=3,
        )
    figure = f"{slow / fast:.1f} times ({fast:.2f} s against {slow:.2f} s)"
    what = f"{film.frames} frames of 1280 by 720 pixels, against FuncAnimation.save"
    return [Row(what, figure, "at least 8 times as fast", slow >= 8 * fast)]


def exact() -> list[Row]:
    """The thread's seven rates after 1,000,000 steps, by the closed form."""
    import numpy as np

    from gdcore.datasets import two_variable_thread
    from gdcore.optimizers import GradientDescent
    from gdcore.problems import LeastSquares
    from gdcore.spectral import closed_form_excess

    system, zero = two_variable_thread(), np.zeros(2)
    problem = LeastSquares(system.A, system.b, reduction="sum")

    def formula() -> None:
        for rate in RATES:
            closed_form_excess(problem, GradientDescent(rate), zero, 1_000_000)

    milliseconds = 1000 * min(fastest(formula, formula, rounds=10))
    what = "the seven-rate table, exact, after 1,000,000 steps"
    return [Row(what, f"{milliseconds:.1f} ms", "under 10 ms", milliseconds < 10)]


def frame() -> list[Row]:
    """All that the explorer draws of 500 epochs, the loss surface with it."""
    from gdcore.bridge import call

    settings = {"data": {"name": "clean"}, "epochs": 500}

    def ask() -> None:
        if len(call("frame", settings)["k"]) != 501:
            raise ValueError("this is no frame of 500 epochs")

    milliseconds = 1000 * min(fastest(ask, ask, rounds=15))
    what = "a frame of 500 epochs with its surface, natively"
    return [Row(what, f"{milliseconds:.1f} ms", "under 25 ms", milliseconds < 25)]


def float32() -> list[Row]:
    """The thread's seven rates by honest iteration, against a PyTorch loop of each."""
    import numpy as np
    import torch

    from gdcore.datasets import two_variable_thread
    from gdcore.optimizers import GradientDescent
    from gdcore.problems import LeastSquares
    from gdcore.runs import run

    system, steps = two_variable_thread(), 20_000
    A, b = system.A.astype(np.float32), system.b.astype(np.float32)
    problem = LeastSquares(A, b, reduction="sum")
    method = GradientDescent(np.array(RATES)[:, None])
    torch.set_num_threads(1)

    matrix, right = torch.from_numpy(A), torch.from_numpy(b)

    def theirs() -> None:
        for rate in RATES:
            x = torch.zeros(2, requires_grad=True)
            for _ in range(steps):
                (matrix @ x - right).pow(2).sum().backward()
                assert x.grad is not None
                with torch.no_grad():
                    x -= rate * x.grad
                    x.grad.zero_()

    ours, slow = fastest(
        lambda: run(problem, method, np.zeros(2), max_steps=steps, every=1000),
        theirs,
        rounds=2,
    )
    what = f"seven float32 runs of {steps:,} steps against PyTorch loops"
    figure = f"{slow / ours:.0f} times as fast ({ours:.2f} s against {slow:.1f} s)"
    return [Row(what, figure, "at least 25 times", slow >= 25 * ours)]


def loop() -> list[Row]:
    """`run` against the same descent as a bare numpy loop, on a line and on a pair."""
    import numpy as np

    from gdcore.datasets import intercept_thread, two_variable_thread
    from gdcore.optimizers import GradientDescent
    from gdcore.problems import LeastSquares, line_fit
    from gdcore.runs import run

    points, system = intercept_thread(), two_variable_thread()
    problems = {
        "100 points": line_fit(points.x, points.y),
        "2 equations": LeastSquares(system.A, system.b),
    }
    steps, rows = 20_000, []
    for name, problem in problems.items():

        def ours_runs(problem: LeastSquares = problem) -> None:
            method = GradientDescent(1e-5)
            run(problem, method, np.zeros(2), max_steps=steps, every=1000)

        def bare(X: Any = problem.X, y: Any = problem.y) -> None:
            x = np.zeros(2)
            for _ in range(steps):
                x = x - 1e-5 * (2 / len(y) * ((X @ x - y) @ X))

        ours, theirs = fastest(ours_runs, bare, rounds=5)
        figure = f"{ours / theirs:.2f} times the bare loop"
        kept = ours <= 1.4 * theirs
        rows.append(Row(f"run, {name}", figure, "at most 1.4 times", kept))
    return rows


def evaluations() -> list[Row]:
    """L-BFGS to a gradient of 1e-8, in evaluations, against scipy's L-BFGS-B."""
    import numpy as np
    from scipy.optimize import minimize

    from gdcore import datasets
    from gdcore.optimizers import LBFGS
    from gdcore.problems import LeastSquares, Rosenbrock, line_fit
    from gdcore.runs import run

    system, thread = datasets.two_variable_thread(), datasets.intercept_thread()
    sets = {name: make() for name, make in datasets.TEACHING.items()}
    cases: dict[str, tuple[Any, list[float]]] = {
        name: (line_fit(data.x, data.y), [0.0, 0.0]) for name, data in sets.items()
    }
    cases["intercept thread"] = (line_fit(thread.x, thread.y), [0.0, 0.0])
    pair = LeastSquares(system.A, system.b, reduction="sum")
    cases["two-variable thread"] = (pair, [0.0, 0.0])
    cases["Rosenbrock"] = (Rosenbrock(), [-1.2, 1.0])
    rows = []
    for name, (problem, start) in cases.items():

        def f(x: Any, problem: Any = problem) -> tuple[float, Any]:
            return float(problem.value(x)), problem.grad(x)

        ours = int(run(problem, LBFGS(), start, gtol=1e-8).nfev[-1])
        options = {"gtol": 1e-8, "ftol": 0}
        found = minimize(f, start, jac=True, method="L-BFGS-B", options=options)
        ratio = ours / found.nfev
        figure = f"{ratio:.2f} times ({ours} against {found.nfev}, gradient "
        figure += f"{np.abs(found.jac).max():.0e})"
        what = f"L-BFGS evaluations, {name}, against scipy"
        rows.append(Row(what, figure, "at most 1.2 times", ratio <= 1.2))
    return rows


def cold() -> list[Row]:
    """A build of all artifacts from nothing, with one worker and with one per core."""

    def build(workers: int) -> None:
        shutil.rmtree(project / ".build", ignore_errors=True)
        command = [sys.executable, "-m", "scripts.build", "--workers", str(workers)]
        subprocess.run(command, cwd=project, check=True)

    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for name in ("gdcore", "scripts"):
            shutil.copytree(ROOT / name, project / name)
        shutil.copy(ROOT / "package-lock.json", project)
        (project / "node_modules").symlink_to(ROOT / "node_modules")
        cores = os.cpu_count() or 1
        one, all_cores = fastest(lambda: build(1), lambda: build(cores), rounds=1)
    figure = f"{all_cores:.0f} s on {cores} cores"
    gain = f"{one / all_cores:.2f} times as fast as with one ({one:.0f} s)"
    return [
        Row("all artifacts from nothing", figure, "under 90 s", all_cores < 90),
        Row("the same, in parallel", gain, "at least 1.6", one >= 1.6 * all_cores),
    ]


def fastest(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Seconds of the fastest run of each, taken in turns so that load hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, seconds in zip((first, second), times, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return min(times[0]), min(times[1])


def _mkdocs(project: Path, site_dir: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir"]
    subprocess.run(
        [*command, str(site_dir)],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )


def _write_bare_site(folder: Path) -> None:
    """The same pages with their macros carried out, figures in place, and no hook."""
    from scripts import mkdocs_hooks, pages

    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs)
    for path in docs.rglob("*.md"):
        page = path.relative_to(docs).with_suffix("")
        url = "" if page.name == "index" else f"{page.as_posix()}/"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            pages.render(text, pages.load(ROOT, BUILD, url)), encoding="utf-8"
        )
    for source, place in mkdocs_hooks.generated():
        (docs / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, docs / place)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^(?:hooks|watch):\n(?:  .*\n)+", "", config, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")


def _descent(steps: int) -> dict[str, Any]:
    import numpy as np

    x = np.linspace(-2, 2, 120)
    factors = 1 - 0.0385 * np.array([2.0, 50.0])
    path = np.array([1.8, 0.35]) * factors ** np.arange(steps)[:, None]
    return {"x": x, "loss": x**2 + 25 * x[:, None] ** 2, "path": path}


def _animate_descent(ax: Any, data: Any, *, theme: Any) -> Any:
    from scripts import draw

    draw.contours(ax, data["x"], data["x"], data["loss"], theme=theme)
    ax.set(xlabel="slope, dimensionless", ylabel="intercept, dimensionless")
    line = draw.path(ax, data["path"][:1], theme=theme)
    word = ax.text(0.02, 0.94, "", transform=ax.transAxes)

    def update(frame: int) -> None:
        line.set_data(data["path"][: frame + 1].T)
        word.set_text(f"step {frame}")

    return [line, word], update


def _in_browser(name: str) -> list[Row]:
    """A benchmark of the explorer; only these need a browser."""
    from scripts import benchmark_explorer

    rows: list[Row] = getattr(benchmark_explorer, name)()
    return rows


BENCHMARKS: dict[str, Callable[[], list[Row]]] = {
    "exact": exact,
    "frame": frame,
    "float32": float32,
    "loop": loop,
    "evaluations": evaluations,
    "animation": animation,
    "cold": cold,
    "site": site,
    "first_frame": lambda: _in_browser("first_frame"),
    "frames": lambda: _in_browser("frames"),
    "slider": lambda: _in_browser("slider"),
}

if __name__ == "__main__":
    sys.exit(main())
