"""The API pages: what they show of gdcore, and when they are rendered."""

import html
import re
import shutil
from pathlib import Path

import griffe
import pytest
import yaml
from mkdocs.utils.yaml import get_yaml_loader

from scripts.pipeline.files import digest
from scripts.publishing.reference import FOLDER, MODULES, PLUGIN, RENDERED
from tests import toy
from tests.conftest import ROOT
from tests.toy import Project

pytestmark = pytest.mark.xdist_group("API pages")


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The toy project with the real gdcore and the real settings of its pages."""
    project = toy.made_site(shared, tmp_path_factory.mktemp("api") / "project")
    shutil.copytree(ROOT / "gdcore", project.root / "gdcore", dirs_exist_ok=True)
    real = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), get_yaml_loader())
    plugin = next(one for one in real["plugins"] if PLUGIN in one)
    config = yaml.safe_load(toy.CONFIG)
    config["plugins"].append(plugin)
    (project.root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    build(project)
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    return Project(tmp_path / "copy")


def build(project: Project, code: int = 0) -> None:
    done = project.python("-m", "mkdocs", "build", "--strict", "--quiet")
    assert done.returncode == code, done.stderr


def page(project: Project, name: str) -> str:
    path = project.root / "site" / FOLDER / name / "index.html"
    return path.read_text(encoding="utf-8")


def text(project: Project, name: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page(project, name)))


def site(project: Project) -> dict[str, bytes]:
    files = (path for path in (project.root / "site").rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files}


def offered() -> list[griffe.Object]:
    """Each public class and function, under the module that has its page."""
    package = griffe.load("gdcore", search_paths=[ROOT])
    members = []
    for module in (package[name] for name in MODULES):
        names = module.exports or [name for name in module.members if name[0] != "_"]
        for member in (module.members[str(name)] for name in names):
            if not member.is_alias or member.target_path.startswith(module.path):
                members.append(member)
    return [one for one in members if one.is_class or one.is_function]


def methods(member: griffe.Object) -> list[griffe.Object]:
    every = member.members.values() if member.is_class else ()
    return [one for one in every if one.is_function and one.name[0] != "_"]


def test_every_public_name_has_a_docstring() -> None:
    every = [one for member in offered() for one in (member, *methods(member))]
    assert len(every) > 100
    assert [one.path for one in every if not one.docstring] == []


def test_every_public_name_has_its_anchor(built: Project) -> None:
    for member in offered():
        shown = page(built, member.path.split(".")[1])
        for name in (
            member.path,
            *(f"{member.path}.{m.name}" for m in methods(member)),
        ):
            assert f'id="{name}"' in shown


def test_arguments_that_need_their_name_follow_a_star_with_their_defaults(
    built: Project,
) -> None:
    signature = r"run\(\s+problem: P,[^)]*\*,\s+max_steps: int = 1000,"
    assert re.search(signature, text(built, "runs"))
    assert "search: Search = StrongWolfe()" in text(built, "optimizers")


def test_enumerations_list_their_members(built: Project) -> None:
    assert 'id="gdcore.runs.Status.DIVERGED"' in page(built, "runs")
    assert "SLOW = 'slow'" in text(built, "diagnosis")


def test_a_type_leads_to_its_page(built: Project) -> None:
    assert 'href="../optimizers/#gdcore.optimizers.Optimizer"' in page(built, "runs")
    assert "<autoref" not in page(built, "runs")


def test_the_style_is_that_of_the_site(built: Project) -> None:
    assert not list((built.root / "site").rglob("*mkdocstrings*"))
    assert "_mkdocstrings" not in page(built, "runs")


def without_griffe(project: Project) -> None:
    """Whoever reads gdcore now, fails."""
    (project.root / "griffe.py").write_text("raise ImportError('griffe')\n", "utf-8")


def test_with_nothing_changed_gdcore_is_not_read(project: Project) -> None:
    before = site(project)
    without_griffe(project)
    source = project.root / "gdcore/runs.py"
    source.write_text(source.read_text("utf-8") + "\n# A remark.\n", "utf-8")
    build(project)
    assert site(project) == before
    source.write_text(source.read_text("utf-8").replace("A run:", "One run:"), "utf-8")
    build(project, code=1)


def test_an_edited_docstring_is_shown(project: Project) -> None:
    source = project.root / "gdcore/runs.py"
    source.write_text(source.read_text("utf-8").replace("A run:", "One run:"), "utf-8")
    build(project)
    assert "<p>One run:" in page(project, "runs")
    assert '<meta name="description" content="One run:' in page(project, "runs")


def test_links_follow_another_form_of_addresses(project: Project) -> None:
    config = project.root / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8") + "use_directory_urls: false\n", "utf-8"
    )
    build(project)
    runs = (project.root / "site" / FOLDER / "runs.html").read_text("utf-8")
    assert 'href="optimizers.html#gdcore.optimizers.Optimizer"' in runs


def test_pages_of_which_one_is_lost_come_out_the_same(project: Project) -> None:
    before = site(project)
    (project.build_folder / RENDERED / digest(f"{FOLDER}/runs.md")[:32]).unlink()
    build(project)
    assert site(project) == before
