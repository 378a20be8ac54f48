"""The fonts of the site, for what is drawn in a test."""

import pytest

from scripts.build import PARTS
from scripts.drawing import style
from scripts.pipeline import parts
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    build = tmp_path_factory.mktemp("build")
    parts.update(ROOT, build, "vendor", modules=PARTS)
    style.use_fonts(build / "fonts")
