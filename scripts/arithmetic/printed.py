"""Every line that a reader sees with a number in it, as text: pages, alt texts, frames.

The one rule: what is printed is compared, the exact value behind it is not.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.explorer import first_frames, hero
from scripts.pages.macros import Macros, render
from scripts.pipeline import builder
from scripts.pipeline.manifest import Manifest, placed
from scripts.pipeline.plan import make, recorded
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot

FIRST_FRAME_ROWS = 500
EXACT = re.compile(r'<data class="gd-number" value="[^"]*"')
LINK = re.compile(r"#s=[^\"]*")
PARTS = ("status", "messages", "steps", "limit", "share", "condition_number", "best")
READ = ("hero", "handles")  # the parts of the build that pages read

Lines = dict[str, list[str]]


def lines(root: Path, folder: Path) -> Lines:
    """The printed lines by file.

    Args:
        root: The project's folder.
        folder: `.build/` of the root. What a build on this processor has left there is
            read; what it lacks is computed, and what pages read of it is written.
    """
    manifest = Manifest(folder)
    sources = Sources(Snapshot.take(root), manifest.summaries)
    numbers, figures = planned(folder, manifest, sources)
    for part in (*hero.parts(sources, folder), *first_frames.parts(sources, folder)):
        if part.name in READ and not manifest.stands(part.name, part.key):
            placed(folder, part.make())
    pages = {
        path.relative_to(root).as_posix(): _page(root, path, numbers, figures)
        for path in sorted((root / "docs").rglob("*.md"))
    }
    alts = {f"figures/{key}": [figure["alt"]] for key, figure in figures.items()}
    return pages | alts | dict(_explorer(numbers)) | dict(_handles(folder))


def planned(
    folder: Path, manifest: Manifest, sources: Sources
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What numbers.json and figures.json would hold."""
    numbers: dict[str, Any] = {}
    figures: dict[str, Any] = {}
    for name in builder.topics(sources.snapshot):
        plan = make(sources, folder, name, recorded(manifest, name))
        numbers |= {f"{name}.{key}": entry for key, entry in plan.numbers.items()}
        figures |= {f"{name}.{key}": entry for key, entry in plan.artifacts.items()}
    return numbers, figures


def _page(
    root: Path, path: Path, numbers: dict[str, Any], figures: dict[str, Any]
) -> list[str]:
    url = path.relative_to(root / "docs").with_suffix("").as_posix() + "/"
    macros = Macros(root=root, numbers=numbers, figures=figures, url=url)
    text = render(path.read_text(encoding="utf-8"), macros)
    return visible(text).splitlines()


def visible(text: str) -> str:
    """A page's text without the exact values that stand behind the printed ones."""
    return LINK.sub("#s=", EXACT.sub("<data", text))


def _explorer(numbers: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The texts of the exercises, and what is said beside each first frame."""
    from scripts.engine.frame import frame
    from scripts.engine.settings import complete
    from scripts.exercises import published
    from scripts.topics.presets import presets

    for exercise in published(numbers):
        texts = [exercise[part] for part in ("task", "hint", "answer")]
        yield f"exercises/{exercise['id']}", texts
    for name, settings in presets().items():
        answer = frame(complete(settings), rows=FIRST_FRAME_ROWS)
        yield f"explorer/{name}", _said(answer)


def _handles(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """What is said beside the figure in each state of a number in a sentence."""
    pattern = f"{first_frames.FOLDER}/{first_frames.HANDLE}*.json"
    for path in sorted(folder.glob(pattern)):
        states = json.loads(path.read_text(encoding="utf-8"))["states"]
        texts = [[state["text"], *_said(state["frame"])] for state in states]
        yield f"handles/{path.stem}", [text for state in texts for text in state]


def _said(answer: dict[str, Any]) -> list[str]:
    return [f"{part}: {_shown(answer[part])}" for part in PARTS]


def _shown(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else json.dumps(value)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    project = Path(__file__).resolve().parents[2]
    build = builder.Builder(project, ())
    build.check(build.known)  # the topics' data, on all cores; tests take them, too
    target.write_text(json.dumps(lines(project, project / ".build")), "utf-8")
