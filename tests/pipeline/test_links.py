"""A link carries settings there and back, and a damaged one is answered, not obeyed.

The one rule: whatever the fragment, the answer is settings that can be run, and a
message if they are not those of the link.
"""

import base64
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.engine.settings import DEFAULTS, complete
from scripts.pipeline import links

START = complete({})
FINITE = st.floats(-1e6, 1e6)
PAIRS = st.tuples(FINITE, FINITE).map(list)
RATES = st.floats(1e-9, 10)
MEANT = st.fixed_dictionaries(
    {},
    optional={
        "data": st.one_of(
            st.sampled_from([{"name": "outliers"}, {"name": "two_variables"}]),
            st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=9).map(
                lambda rows: {
                    "name": "own",
                    "x": [x for x, _ in rows],
                    "y": [y for _, y in rows],
                }
            ),
            st.lists(st.tuples(st.integers(0, 99), FINITE, FINITE), max_size=4).map(
                lambda moved: {"name": "clean", "moved": [list(m) for m in moved]}
            ),
        ),
        "loss": st.sampled_from(["mse", "mae"]),
        "l2": st.floats(0, 100),
        "optimizer": st.one_of(
            RATES.map(lambda rate: {"name": "Adam", "learning_rate": rate}),
            st.tuples(RATES, RATES).map(
                lambda rates: {"name": "GradientDescent", "learning_rate": [*rates]}
            ),
            st.just({"name": "LBFGS", "search": "Exact"}),
        ),
        "coordinates": st.sampled_from(["raw", "centered", "standardized"]),
        "precision": st.sampled_from(["float64", "float32"]),
        "epochs": st.integers(1, 1_000_000),
        "start": PAIRS,
        "seed": st.integers(0, 2**31 - 1),
        "step": st.integers(0, 10**6),
        "compare": st.sampled_from([None, {"loss": "mae"}, {"precision": "float32"}]),
        "code": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        "show": st.sampled_from([{}, {"residuals": True}]),
    },
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*DEFAULTS, "name", "x", "y", "__proto__"]), inner
        )
    ),
    max_leaves=12,
)


def packed(value: object) -> str:
    """Any JSON in the form of a link, whether it means something or not."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(json.dumps(value).encode()) + packer.flush()
    return "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


@settings(deadline=None, derandomize=True)
@given(MEANT)
def test_settings_come_back_as_they_went(meant):
    link = links.encode(meant)
    for fragment in (link, f"s={link}", f"#s={link}"):
        assert links.decode(fragment) == (complete(meant), "")
    assert set(link[2:]) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def test_what_is_as_ever_is_left_out():
    assert links.encode({}) == links.encode(START) == links.encode({"epochs": 500})
    assert len(links.encode({})) < 10
    assert links.encode({}) != links.encode({"epochs": 501})


def test_settings_that_cannot_be_meant_get_no_link():
    with pytest.raises(ValueError, match="epochs must be a whole number"):
        links.encode({"epochs": 0})


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(max_size=80) | st.text("AQz_-09.=#s", max_size=40))
def test_a_damaged_link_shows_the_start_and_says_so(fragment):
    found, problem = links.decode(fragment)
    assert found == START
    assert problem


@settings(deadline=None, derandomize=True, max_examples=500)
@given(JSON)
def test_a_hostile_link_shows_what_can_be_run_and_says_so(value):
    found, problem = links.decode(packed(value))
    assert found == complete(found)
    if found == START and value not in ({}, DEFAULTS):
        assert problem or complete(value) == START


@settings(deadline=None, derandomize=True)
@given(MEANT, st.data())
def test_a_link_with_a_wrong_letter_never_raises(meant, data):
    link = links.encode(meant)
    at = data.draw(st.integers(0, len(link) - 1))
    changed = link[:at] + data.draw(st.sampled_from("Aa0_~")) + link[at + 1 :]
    found, _ = links.decode(changed)
    assert found == complete(found)


def test_a_link_that_would_fill_the_memory_is_refused():
    bomb = packed({"code": "#" * 50_000_000})
    assert len(bomb) < 80_000
    assert links.decode(bomb) == (START, links.DAMAGED)


def test_deep_lists_and_numbers_that_are_none_are_refused():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b"[" * 200_000) + packer.flush()
    deep = "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert links.decode(deep) == (START, links.DAMAGED)
    assert links.decode(packed({"l2": float("nan")})) == (START, links.DAMAGED)
    assert links.decode(packed({}) + "AAAA")[1] == links.DAMAGED
    found, problem = links.decode(packed({"l2": 10**400}))
    assert found == START
    assert "the ridge weight α must be a number" in problem


def test_a_link_of_another_version_is_told_apart():
    assert links.decode("2.abc") == (START, links.NEWER)
    found, problem = links.decode(packed({"v": 2}))
    assert found == START
    assert "v must be 1, the version known here" in problem


def test_what_is_wrong_is_named():
    _, problem = links.decode(packed({"epochs": 10**9}))
    assert "epochs must be a whole number from 1 to 1,000,000" in problem
