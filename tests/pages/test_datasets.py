"""The published datasets hold what the code returns."""

from pathlib import Path

import numpy as np
import pytest

from gdcore import datasets
from scripts.build import PARTS
from scripts.pipeline import parts
from tests.conftest import ROOT, stale


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    parts.update(ROOT, folder, "datasets", modules=PARTS)
    return folder


@pytest.mark.parametrize("name", [*datasets.TEACHING, "intercept_thread"])
def test_a_csv_holds_the_dataset_to_the_last_bit(build: Path, name: str) -> None:
    path = build / "data" / f"{name}.csv"
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    points = getattr(datasets, name)()
    assert path.read_text(encoding="utf-8").startswith("x,y\n")
    assert np.array_equal(table, np.stack([points.x, points.y], axis=1))


def test_a_file_is_written_once_and_again_when_it_is_lost(build: Path) -> None:
    file = build / "data/clean.csv"
    before = file.stat().st_mtime_ns
    parts.update(ROOT, build, "datasets", modules=PARTS)
    assert file.stat().st_mtime_ns == before
    file.unlink()
    assert "datasets" in stale(ROOT, build)
    parts.update(ROOT, build, "datasets", modules=PARTS)
    assert file.is_file()
