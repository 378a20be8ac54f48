"""A small project of the real scripts and two toy topics, for tests to edit and build.

The one rule: it is a copy in a temporary folder; a test changes it as an author would.
So that many of them can be built, one worker draws: a second one takes longer to start
than it saves. A test of several at once asks for `--jobs 2`, or edits `ONE`. And no
ticks are drawn: half the time of a small picture.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, once

GDCORE = '''"""A toy of gdcore."""

import numpy as np


def path(steps):
    """Iterates of gradient descent in a narrow valley."""
    points = [np.array([1.0, 0.5])]
    for _ in range(steps):
        points.append(points[-1] - 0.1 * np.array([1.0, 10.0]) * points[-1])
    return np.array(points)
'''

VALLEY = '''"""Two figures that share a helper, one that does not, and an animation."""

from gdcore import valley
from scripts.drawing.declarations import Number, Topic, animation, figure

ALT = "After {steps} steps the run has come to {last:.2f}, across the valley."


def compute():
    return {"path": valley.path(8)}


def numbers(data):
    return [
        Number("steps", len(data["path"]) - 1, "steps", "Steps of the toy run"),
        Number("last", data["path"][-1, 0], "dimensionless", "The last w"),
        Number("largest_loss", float("inf"), "dimensionless", "Loss of a bad run"),
    ]


def axes(ax):
    ax.set_xlabel("w, dimensionless")


def opened(data):
    return {"start": data["path"][0].tolist()}


@figure(alt=ALT, explorer=opened, size=(2.4, 1.6))
def path(ax, data, *, theme):
    axes(ax)
    ax.set(xticks=(), yticks=())
    ax.plot(*data["path"].T, color=theme.run)


@figure(alt=ALT, explorer=opened, size=(2.4, 1.6))
def loss(ax, data, *, theme):
    axes(ax)
    ax.set(xticks=(), yticks=())
    ax.plot(data["path"][:, 0], color=theme.slope)


@figure(alt=ALT, explorer=opened, size=(2.4, 1.6))
def point(ax, data, *, theme):
    ax.set(xticks=(), yticks=())
    ax.plot(*data["path"][-1], marker="*", color=theme.optimum)


@animation(alt=ALT, explorer=opened, frames=8, size=(2.4, 1.6))
def film(ax, data, *, theme):
    points = data["path"]
    ax.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), xticks=(), yticks=())
    (line,) = ax.plot([], [], color=theme.run, marker="o")

    def update(frame):
        line.set_data(points[: frame + 1].T)

    return [line], update


TOPIC = Topic(compute, numbers, (path, loss, point, film))
'''

PLAIN = '''"""A topic that needs nothing of gdcore."""

from scripts.drawing.declarations import Number, Topic, figure


def compute():
    return {"y": [1.0, 4.0, 9.0]}


def numbers(data):
    return [Number("count", len(data["y"]), "points", "Points of the toy line")]


@figure(alt="The line climbs. " * 3, explorer=dict, size=(2.4, 1.6))
def line(ax, data, *, theme):
    ax.set(xticks=(), yticks=())
    ax.plot(data["y"], color=theme.theory, linestyle="--")


TOPIC = Topic(compute, numbers, (line,))
'''

CONFIG = """
site_name: Toy
theme: {name: material, font: false}
hooks: [scripts/mkdocs_hooks.py]
plugins: [search]
markdown_extensions: [attr_list, md_in_html, {pymdownx.arithmatex: {generic: true}}]
"""
PAGE = r"""# Toy

It takes {{ number("valley.steps") }} steps with $\lr < \kappa$.

{% call figure("valley.path") %} The rate is $\sigma$. {% endcall %}
"""

ONE, TWO = "type=int, default=1", "type=int, default=2"  # workers, in scripts/build.py
# Letters are cut out of fonts for as long as all else takes, and no toy shows them.
WHOLE = '''

def _light(path: Path, letters: Iterable[int]) -> bytes:
    """The whole face."""
    return path.read_bytes()
'''
ROOMS = ("drawing", "pipeline", "pages", "publishing")  # as they are
# Links, pages and the browser need the real gdcore and its scripts.
EXERCISES = '''"""No exercises."""


def named(name):
    raise KeyError(name)
'''

LINKS = '''"""Links that hold their settings as they are."""

import json


def encode(settings):
    return json.dumps(settings)
'''

REFERENCE = 'RECORDED = "scripts/reference_problems/recorded"\n'
NOTHING = '''"""Nothing of this part for the toy."""


def parts(sources, build):
    return ()
'''


@dataclass(frozen=True)
class Project:
    """A folder to edit and build."""

    root: Path

    @property
    def build_folder(self) -> Path:
        return self.root / ".build"

    @property
    def valley(self) -> Path:
        return self.root / "scripts/topics/valley/__init__.py"

    @property
    def gdcore(self) -> Path:
        return self.root / "gdcore/valley.py"

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`python -m scripts.build`, as an author calls it."""
        return self.python("-m", "scripts.build", *arguments)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.root, capture_output=True, text=True
        )

    def drawn(self, *arguments: str) -> set[str]:
        """Build, and say which files of figures and animations are new."""
        before = self._dates()
        done = self.build(*arguments)
        assert done.returncode == 0, done.stderr
        return {
            name for name, date in self._dates().items() if before.get(name) != date
        }

    def files(self) -> dict[str, bytes]:
        """All that pages can show, by its place."""
        return {name: (self.build_folder / name).read_bytes() for name in self._dates()}

    def _dates(self) -> dict[str, int]:
        return {
            path.relative_to(self.build_folder).as_posix(): path.stat().st_mtime_ns
            for folder in ("figures", "animations")
            for path in (self.build_folder / folder).rglob("*")
            if path.is_file()
        }


def make(root: Path) -> Project:
    """The toy project, not built yet."""
    (root / "scripts").mkdir(parents=True)
    for source in (ROOT / "scripts").glob("*.py"):
        shutil.copy(source, root / "scripts")
    for room in ROOMS:
        shutil.copytree(
            ROOT / "scripts" / room,
            root / "scripts" / room,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    files = {
        "gdcore/__init__.py": "",
        "gdcore/valley.py": GDCORE,
        "scripts/pipeline/links.py": LINKS,
        "scripts/explorer/bundle.py": NOTHING,
        "scripts/exercises/__init__.py": EXERCISES,
        "scripts/explorer/__init__.py": "",
        "scripts/explorer/first_frames.py": NOTHING,
        "scripts/explorer/hero.py": NOTHING,
        "scripts/pages/datasets.py": NOTHING,
        "scripts/pages/questions.py": NOTHING,
        "scripts/explorer/runtime.py": NOTHING,
        "scripts/reference_problems/__init__.py": REFERENCE,
        "scripts/topics/__init__.py": "",
        "scripts/topics/plain/__init__.py": PLAIN,
        "scripts/topics/valley/__init__.py": VALLEY,
        "package-lock.json": (ROOT / "package-lock.json").read_text(encoding="utf-8"),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with (root / "scripts/pipeline/vendor.py").open("a", encoding="utf-8") as vendor:
        vendor.write(WHOLE)
    edit(root / "scripts/build.py", "type=int", ONE)
    (root / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    return Project(root)


def made(shared: Path, root: Path) -> Project:
    """The toy project as a build has left it, from nothing: one for all tests."""
    shutil.copytree(once(shared / "toy", _build), root, symlinks=True)
    return Project(root)


def _build(root: Path) -> None:
    make(root).drawn()


def made_site(shared: Path, root: Path) -> Project:
    """The same with a page, of which no site is built yet."""
    project = made(shared, root)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text(PAGE, encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return project


def interruptible(command: list[str]) -> list[str]:
    """The same call of Python, which hears Ctrl-C where its caller ignores it."""
    code = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    return [sys.executable, "-c", code, *command[1:]]


def edit(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must stand in the file, by `new`."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
