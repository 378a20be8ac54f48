"""Material's script loads the index of the search as a reader opens it."""

import pytest

from scripts.publishing import search

NOW = 'r=M(e);return L($(location.protocol!=="file:"),J$("search")).pipe(R(o=>o))'


def test_the_toggle_alone_starts_the_index():
    waiting = search.waiting(NOW, "bundle.js")
    assert waiting == 'r=M(e);return J$("search").pipe(R(o=>o))'


@pytest.mark.parametrize("script", ["", NOW * 2, NOW.replace("file", "data")])
def test_another_script_is_refused_with_the_place_to_mend(script):
    with pytest.raises(ValueError, match=r"^bundle\.js: .*correct AT_ONCE in scripts/"):
        search.waiting(script, "bundle.js")
