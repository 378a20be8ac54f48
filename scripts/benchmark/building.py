"""Measures the build: with nothing changed, from nothing, and a film.

The one rule: the other side has the same pages and pictures.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.benchmark.rows import BUILD, ROOT, Row, fastest, rounds
from scripts.benchmark.sites import built_site, copied, mkdocs


def site(quick: bool) -> list[Row]:
    """A build with nothing changed, against bare Material with all of it in place."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        built_site()
        _write_bare_site(bare)
        ours, theirs = fastest(
            lambda: mkdocs(ROOT, bare / "ours"),
            lambda: mkdocs(bare, bare / "theirs"),
            rounds=rounds(9, quick),
        )
    figure = f"{ours / theirs:.2f} times ({ours:.2f} s against {theirs:.2f} s)"
    what = "mkdocs build, nothing changed, against the same pages in bare Material"
    return [Row(what, figure, "at most 0.8 times", ours <= 0.8 * theirs)]


def animation(quick: bool) -> list[Row]:
    """120 frames with a poster, against FuncAnimation.save of the same film."""
    import imageio_ffmpeg
    import matplotlib
    from matplotlib.animation import FFMpegWriter, FuncAnimation

    from scripts.drawing import animation, style, svg
    from scripts.drawing.declarations import Animation

    built_site()  # and with it the font
    style.use_fonts(BUILD / "fonts")
    alt, frames = "A run crosses the valley. " * 2, 12 if quick else 120
    film = Animation("film", _animate_descent, alt=alt, explorer=dict, frames=frames)
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
            pieces = lambda frame: (update(frame), moving)[1]  # noqa: E731
            movie = FuncAnimation(canvas.figure, pieces, frames=film.frames)
            movie.save(path, writer=FFMpegWriter(fps=film.fps), dpi=animation.SHARP)

    with tempfile.TemporaryDirectory() as folder:
        names = ("a.mp4", "a.png", "b.mp4")
        mp4, poster, other = (Path(folder) / name for name in names)
        fast, slow = fastest(
            lambda: animation.film(film, data, style.LIGHT, mp4=mp4, poster=poster),
            lambda: theirs(other),
            rounds=rounds(3, quick),
        )
    figure = f"{slow / fast:.1f} times ({fast:.2f} s against {slow:.2f} s)"
    what = f"{film.frames} frames of 1280 by 720 pixels, against FuncAnimation.save"
    return [Row(what, figure, "at least 8 times as fast", slow >= 8 * fast)]


def cold(quick: bool) -> list[Row]:
    """A build of all artifacts from nothing, with one worker and with one per core."""

    def build(workers: int) -> None:
        shutil.rmtree(project / ".build" / part, ignore_errors=True)
        command = [sys.executable, "-m", "scripts.build", "--jobs", str(workers)]
        subprocess.run(command, cwd=project, check=True)

    part = "figures/mae" if quick else ""  # one topic's, or everything
    with tempfile.TemporaryDirectory() as folder:
        project = copied(Path(folder) / "project")
        if quick:
            built_site()
            shutil.copytree(BUILD, project / ".build", symlinks=True)
        cores = os.cpu_count() or 1
        one, all_cores = fastest(lambda: build(1), lambda: build(cores), rounds=1)
    figure = f"{all_cores:.0f} s on {cores} cores"
    gain = f"{one / all_cores:.2f} times as fast as with one ({one:.0f} s)"
    return [
        Row("all artifacts from nothing", figure, "under 90 s", all_cores < 90),
        Row("the same, in parallel", gain, "at least 1.6", one >= 1.6 * all_cores),
    ]


def _write_bare_site(folder: Path) -> None:
    """The same pages with their macros carried out, figures in place, and no hook."""
    from scripts.pages import macros
    from scripts.publishing import generated

    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs)
    for path in docs.rglob("*.md"):
        page = path.relative_to(docs).with_suffix("")
        url = "" if page.name == "index" else f"{page.as_posix()}/"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            macros.render(text, macros.load(ROOT, BUILD, url)), encoding="utf-8"
        )
    _write_notebooks(docs / "notebooks")
    for source, place in generated.files(ROOT):
        (docs / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, docs / place)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^(?:hooks|watch):\n(?:  .*\n)+", "", config, flags=re.MULTILINE)
    config = config.replace(".ipynb", ".md")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")


def _write_notebooks(folder: Path) -> None:
    """Each as the Markdown that it is on the site, with its figures and downloads."""
    from scripts.pages import notebook, notebook_page

    for path in folder.glob("*.ipynb"):
        url = f"notebooks/{path.stem}/"
        page = notebook_page.markdown(notebook.load(path), url, "", "main")
        path.with_suffix(".md").write_text(page, encoding="utf-8")
        for place, content in notebook_page.files(path, ""):
            target = folder.parent / place
            target.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            target.write_bytes(data)
        path.unlink()


def _descent(steps: int) -> dict[str, Any]:
    import numpy as np

    x = np.linspace(-2, 2, 120)
    factors = 1 - 0.0385 * np.array([2.0, 50.0])
    path = np.array([1.8, 0.35]) * factors ** np.arange(steps)[:, None]
    return {"x": x, "loss": x**2 + 25 * x[:, None] ** 2, "path": path}


def _animate_descent(ax: Any, data: Any, *, theme: Any) -> Any:
    from scripts.drawing import pieces

    pieces.contours(ax, data["x"], data["x"], data["loss"], theme=theme)
    ax.set(xlabel="slope, dimensionless", ylabel="intercept, dimensionless")
    line = pieces.path(ax, data["path"][:1], theme=theme)
    word = ax.text(0.02, 0.94, "", transform=ax.transAxes)

    def update(frame: int) -> None:
        line.set_data(data["path"][: frame + 1].T)
        word.set_text(f"step {frame}")

    return [line, word], update
