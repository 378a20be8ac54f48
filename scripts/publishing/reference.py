"""The API pages: mkdocstrings reads gdcore, and only when what it would show changes.

The one rule: all of them are rendered together or taken from what was kept. They link
to each other, so a link is whole before its page is kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from scripts import read
from scripts.pipeline import cache
from scripts.pipeline.files import digest
from scripts.pipeline.kept import Kept
from scripts.pipeline.manifest import Manifest
from scripts.pipeline.snapshot import Snapshot

PLUGIN = "mkdocstrings"
FOLDER = "reference/gdcore"
MODULES = (
    "problems",
    "datasets",
    "linesearch",
    "optimizers",
    "runs",
    "spectral",
    "preconditioning",
    "diagnosis",
    "tensors",
    "logs",
    "programs",
    "reports",
)
FORMER = {  # anchors of names that are no more; they lead to the module's page
    "spectral": ("gdcore.spectral.Spectrum.L", "gdcore.spectral.Spectrum.mu"),
}
BOOST = 0.1  # of an API page in the search, below every page that explains
MAKERS = (
    "griffelib",
    "mkdocs-autorefs",
    "mkdocstrings",
    "mkdocstrings-python",
    "ruff",  # lays out the signatures
)
RENDERED = "cache/pages/rendered"


def key(root: Path, config: MkDocsConfig) -> str:
    """Digest of all that API pages show: a docstring counts, a comment does not."""
    modules = [f"gdcore.{name}" for name in MODULES]
    return digest(
        Manifest(root / ".build").text(Snapshot.take(root), *modules),
        read("scripts/publishing/reference.py"),
        read("scripts/publishing/rendered.py"),
        cache.versions(*MAKERS),
        repr(config.plugins[PLUGIN].config["handlers"]),
        repr(config.mdx_configs),
        repr(config.use_directory_urls),
    )


def prepare(root: Path, config: MkDocsConfig) -> None:
    """Leave mkdocstrings out of a build that has every API page already."""
    plugin: Any = config.plugins.get(PLUGIN)
    if plugin:
        kept, plugin.made_of = Kept(root / ".build" / RENDERED), key(root, config)
        names = [f"{FOLDER}/{name}.md" for name in MODULES]
        every = all(kept.get(name, plugin.made_of) is not None for name in names)
        plugin.config.enabled = not every


def pages(root: Path, config: MkDocsConfig) -> Iterator[File]:
    """A page for each module; its text is that of the docstrings."""
    for name in MODULES if PLUGIN in config.plugins else ():
        base = root / "gdcore" / name
        path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        docstring = path.read_text(encoding="utf-8").partition('"""')[2]
        about = json.dumps(docstring.partition("\n")[0])
        content = f"---\ntitle: gdcore.{name}\ndescription: {about}\n"
        content += f"search: {{boost: {BOOST}}}\n---\n"
        kept = "".join(f'<span id="{one}"></span>\n' for one in FORMER.get(name, ()))
        content = f"{content}\n{kept}\n::: gdcore.{name}\n"
        yield File.generated(config, f"{FOLDER}/{name}.md", content=content)


def made_of(file: File, config: MkDocsConfig) -> str:
    """The key of an API page; nothing for any other page."""
    ours = file.generated_by and file.src_uri.startswith(f"{FOLDER}/")
    plugin: Any = config.plugins.get(PLUGIN)
    return str(plugin.made_of) if ours else ""


def in_work(config: MkDocsConfig) -> bool:
    """Whether this build renders the API pages."""
    return bool(config.plugins[PLUGIN].config.enabled)


def unstyled(config: MkDocsConfig) -> None:
    """Take the style sheet of mkdocstrings off the site, which has its own."""
    plugin: Any = config.plugins.get(PLUGIN)
    if plugin:
        if plugin.css_filename in config.extra_css:
            config.extra_css.remove(plugin.css_filename)
        (Path(config.site_dir) / plugin.css_filename).unlink(missing_ok=True)
