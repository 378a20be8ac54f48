"""What is kept from build to build: whole or not at all, and of the same sources."""

import shutil
from pathlib import Path

import jinja2
import pytest

from scripts.pages import macros
from scripts.pipeline.kept import Kept, Templates
from tests.conftest import copy_sources
from tests.publishing.test_mkdocs_hooks import mkdocs, site
from tests.toy import Project

pytestmark = pytest.mark.xdist_group("toy project")
TEMPLATE = "{% for x in range(3) %}{{ x }}{% endfor %}"


@pytest.fixture
def kept(tmp_path) -> Kept:
    return Kept(tmp_path / "kept")


def test_a_result_is_that_of_its_key(kept):
    assert kept.get("a", "key") is None
    kept.put("a", "key", b"1")
    kept.put_value("b/c", "key", {"é": [1]})
    assert kept.get("a", "key") == b"1"
    assert kept.value("b/c", "key") == {"é": [1]}
    assert kept.get("a", "other") is None
    assert kept.value("a", "other") is None
    kept.put("a", "other", b"2")
    assert kept.get("a", "key") is None


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(
        path.read_bytes()[: len(path.read_bytes()) // 2]
    ),
    "one bit": lambda path: path.write_bytes(flipped(path.read_bytes())),
    "first bit": lambda path: path.write_bytes(b"\xff" + path.read_bytes()[1:]),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_counts_as_none(kept, tmp_path, damage):
    kept.put("a", "key", b"123")
    (path,) = (tmp_path / "kept").iterdir()
    DAMAGES[damage](path)
    assert kept.get("a", "key") is None
    kept.put("a", "key", b"4")
    assert kept.get("a", "key") == b"4"


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_template_is_compiled_anew(tmp_path, damage):
    def shown() -> str:
        cache = Templates(tmp_path / "kept")
        loader = jinja2.DictLoader({"a": TEMPLATE})
        environment = jinja2.Environment(loader=loader, bytecode_cache=cache)
        return environment.get_template("a").render()

    assert shown() == "012"
    (path,) = (tmp_path / "kept").iterdir()
    DAMAGES[damage](path)
    assert shown() == "012"


SOURCES = {
    "numbers": ".build/numbers.json",
    "figures": ".build/figures.json",
    "catalog": f".build/{macros.CATALOG}",
    "scripts": "scripts/pages/macros.py",
    "maths": "scripts/engine/settings.py",
    "snippets": "docs/snippets/mse_numpy.py",
    "notebooks": "docs/notebooks/a.ipynb",
    "lock": "package-lock.json",
    "recorded": "scripts/reference_problems/recorded/versions.json",
}


@pytest.mark.parametrize("name", SOURCES)
def test_all_that_macros_read_is_in_their_key(tmp_path, name):
    project = copy_sources(tmp_path)
    before = macros.sources(project, project / ".build")
    path = project / SOURCES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x = 1", encoding="utf-8")
    first = macros.sources(project, project / ".build")
    path.write_text("x = 2", encoding="utf-8")
    assert len({before, first, macros.sources(project, project / ".build")}) == 3


def test_a_comment_leaves_the_key_of_macros(tmp_path):
    project = copy_sources(tmp_path)
    before = macros.sources(project, project / ".build")
    for name in ("scripts/pages/macros.py", "scripts/engine/settings.py"):
        text = (project / name).read_text(encoding="utf-8")
        (project / name).write_text(f"# A remark.\n\n{text}", encoding="utf-8")
    assert macros.sources(project, project / ".build") == before


@pytest.fixture(scope="module")
def built(shared, tmp_path_factory) -> Project:
    from tests import served

    project = served.make(shared, tmp_path_factory.mktemp("kept") / "project")
    assert mkdocs(project) == ""
    return project


@pytest.mark.parametrize("damage", ["none", *DAMAGES])
def test_a_site_of_what_was_kept_has_the_same_bytes(built, damage):
    first = site(built)
    for folder in ("authored", "rendered", "templates", "macros"):
        paths = list((built.build_folder / "cache/pages" / folder).iterdir())
        assert paths
        for path in paths if damage != "none" else ():
            DAMAGES[damage](path)
    assert mkdocs(built) == ""
    assert site(built) == first


@pytest.mark.parametrize("wrong", ["[it](nowhere.md)", "7", "{{ tex() }}", "$\\nix$"])
def test_a_mistake_is_never_kept(built, tmp_path, wrong):
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    project = Project(tmp_path / "copy")
    with (project.root / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write(f"\nSee {wrong}.\n")
    first = mkdocs(project, code=1)
    assert len(first.splitlines()) == 1
    assert mkdocs(project, code=1) == first
