"""The API pages, the published datasets, and the page of rates and limits."""

import re
from pathlib import Path

import griffe
import numpy as np
import pytest

from gdcore import datasets
from gdcore.problems import line_fit
from gdcore.spectral import learning_rate_limit, spectrum
from scripts.build import PARTS
from scripts.pages import api_reference
from scripts.pipeline import parts
from scripts.topics.rates.data import STEPS, compute
from tests.conftest import ROOT, copy_sources, stale

REFERENCE = ("reference", "datasets")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    parts.update(ROOT, folder, *REFERENCE, modules=PARTS)
    return folder


def offered() -> list[tuple[str, griffe.Object]]:
    package = griffe.load("gdcore", search_paths=[ROOT])
    return [
        (name, member)
        for name in api_reference.MODULES
        for member in api_reference.public(package[name])
    ]


def test_every_public_name_has_a_docstring() -> None:
    bare = [
        f"{name}.{member.name}" for name, member in offered() if not member.docstring
    ]
    assert len(offered()) > 60
    assert bare == []


def test_every_public_method_has_a_docstring() -> None:
    bare = [
        f"{member.name}.{method.name}"
        for _, member in offered()
        if member.is_class
        for method in member.members.values()
        if method.is_function and method.name[0] != "_" and not method.docstring
    ]
    assert bare == []


def test_a_page_names_every_public_thing_of_its_module(build: Path) -> None:
    for name, member in offered():
        page = (build / api_reference.FOLDER / f"{name}.md").read_text(encoding="utf-8")
        assert f"## `{member.name}` {{#gdcore.{name}.{member.name}}}" in page


def test_a_default_made_by_a_factory_is_shown_as_the_call(build: Path) -> None:
    page = (build / api_reference.FOLDER / "optimizers.md").read_text(encoding="utf-8")
    assert "search: Search = StrongWolfe()" in page
    assert "default_factory" not in page


def test_text_of_a_docstring_is_not_taken_for_markup(build: Path) -> None:
    page = (build / api_reference.FOLDER / "optimizers.md").read_text(encoding="utf-8")
    assert r"error\_k" in page
    assert "&lt;-" in page


def test_nothing_is_written_again_while_gdcore_stays(build: Path) -> None:
    page = build / api_reference.FOLDER / "runs.md"
    before = page.stat().st_mtime_ns
    assert not stale(ROOT, build) & {*REFERENCE}
    parts.update(ROOT, build, *REFERENCE, modules=PARTS)
    assert page.stat().st_mtime_ns == before


def test_a_deleted_page_is_written_again(build: Path) -> None:
    page = build / api_reference.FOLDER / "runs.md"
    page.unlink()
    assert "reference" in stale(ROOT, build)
    parts.update(ROOT, build, *REFERENCE, modules=PARTS)
    assert page.is_file()


@pytest.mark.parametrize("name", [*datasets.TEACHING, "intercept_thread"])
def test_a_csv_holds_the_dataset_to_the_last_bit(build: Path, name: str) -> None:
    path = build / "data" / f"{name}.csv"
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    points = getattr(datasets, name)()
    assert path.read_text(encoding="utf-8").startswith("x,y\n")
    assert np.array_equal(table, np.stack([points.x, points.y], axis=1))


def test_measured_limits_and_rates_meet_the_formulas() -> None:
    data = compute()
    for limit in data.limits.values():
        assert limit.measured == pytest.approx(limit.predicted, rel=1e-6)
    for method, rate in data.rates.items():
        # k rho^k at a double root: (K / (K / 2))^(2 / K) above the rate itself.
        slack = 2 ** (2 / STEPS[method]) - 1 + 1e-4
        assert 1 - 1e-6 <= rate.measured / rate.predicted <= 1 + slack


def test_the_limits_are_what_the_text_says_of_them() -> None:
    data = compute()
    points = datasets.clean()
    problem = line_fit(points.x, points.y)
    L = spectrum(problem).L
    expected = {
        "gradient_descent": 2 / L,
        "momentum": 2 * 1.9 / L,
        "nesterov": 3.8 / 2.8 / L,
    }
    for name, value in expected.items():
        assert data.limits[name].predicted == pytest.approx(value, rel=1e-12)
    assert data.limits["gradient_descent"].predicted == learning_rate_limit(problem)


def test_an_api_page_has_no_raw_template_signs(build: Path) -> None:
    for name in api_reference.MODULES:
        page = (build / api_reference.FOLDER / f"{name}.md").read_text(encoding="utf-8")
        assert not re.search(r"{{|{%", page)


def test_a_comment_counts_for_nothing_and_a_docstring_does(tmp_path: Path) -> None:
    copy, build = copy_sources(tmp_path), tmp_path / ".build"
    parts.update(copy, build, *REFERENCE, modules=PARTS)
    source = copy / "gdcore/runs.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(text + "\n# A remark.\n", encoding="utf-8")
    assert not stale(copy, build) & {*REFERENCE}
    source.write_text(text.replace('"""A run:', '"""One run:'), encoding="utf-8")
    assert stale(copy, build) & {*REFERENCE} == {"reference"}
