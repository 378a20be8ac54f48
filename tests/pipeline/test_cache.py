"""Data have the digest of their values; what chooses the last bits is named.

The one rule: what differs in one bit or in its type differs.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
import pytest

from scripts.pipeline import cache
from scripts.pipeline.values import value_digest
from tests.conftest import ROOT


def test_the_key_of_data_names_the_processor_and_its_kernels():
    def seen(**variables: str) -> str:
        code = "from scripts.pipeline import cache; print(cache.processor())"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    chosen = [
        {},
        {"OPENBLAS_CORETYPE": "Prescott"},
        {"OPENBLAS_CORETYPE": "Haswell"},
        {"NPY_DISABLE_CPU_FEATURES": "AVX2"},
    ]
    assert len({seen(**one) for one in chosen}) == len(chosen)
    assert seen() == seen()


def test_versions_name_python_and_the_packages():
    assert cache.versions("numpy") == f"{cache.versions()}, numpy {np.__version__}"


class Pair(NamedTuple):
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    slope: float


class Status(Enum):
    CONVERGED = 1
    DIVERGED = 2


VALUES = [
    None,
    True,
    1,
    1.0,
    float("nan"),
    "1",
    b"1",
    [1],
    (1,),
    Pair(1, 2),
    Pair(2, 1),
    Line(1.0),
    Line(2.0),
    Status.CONVERGED,
    Status.DIVERGED,
    {"a": 1},
    {"b": 1},
    {"a": {"b": 1}},
    [[1], [2]],
    [[1, 2]],
    np.zeros(2),
    np.zeros(2, dtype=np.float32),
    np.zeros((2, 1)),
    np.float64(1),
]


def test_different_values_have_different_digests():
    digests = [value_digest(value) for value in VALUES]
    assert len(set(digests)) == len(VALUES)


def test_equal_values_have_equal_digests():
    grid = np.arange(6.0).reshape(2, 3)
    assert value_digest({"a": grid.T.copy()}) == value_digest({"a": grid.T})
    assert value_digest("ab" * 2) == value_digest("abab")


@pytest.mark.parametrize("bad", [len, object(), np.array([None]), {1, 2}])
def test_what_is_not_plain_is_refused_with_its_place(bad):
    with pytest.raises(TypeError, match=r"data\['runs'\]\[1\] is a"):
        value_digest({"runs": [1, bad]})
