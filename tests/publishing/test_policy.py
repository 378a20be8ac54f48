"""Every page has a strict policy, and it lets through what the page itself holds."""

import re
from pathlib import Path

import pytest

from scripts.publishing import policy
from tests.conftest import ROOT

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
PAGE = f"<!doctype html><head>{policy.CHARSET}<script>a = 1</script></head>"


def directives(text: str) -> dict[str, str]:
    """The one policy of a page, by its directives."""
    (content,) = META.findall(text)
    pairs = (part.strip().partition(" ") for part in content.split(";"))
    return {name: sources for name, _, sources in pairs}


@pytest.fixture(scope="module")
def pages(site) -> dict[str, str]:
    return {
        str(path.relative_to(site)): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
    }


def test_every_page_has_a_policy_before_what_it_is_about(pages):
    assert len(pages) > 100
    for name, text in pages.items():
        scripts = directives(text)["script-src"].split()
        place = META.search(text).start()
        assert not re.search("<(?:script|link|style|img)", text[:place]), name
        assert "'unsafe-inline'" not in scripts, name
        assert "'unsafe-eval'" not in scripts, name
        assert {policy.digest(one) for one in policy.inline(text)} <= {*scripts}, name
        assert '<meta name="referrer" content="same-origin">' in text, name


def test_the_pages_have_one_policy_which_knows_the_frame_of_python(pages):
    of_theme = {
        META.search(text)[1]
        for name, text in pages.items()
        if not name.startswith("a/")
    }
    assert len(of_theme) == 1
    frame = policy.frame_of(ROOT / ".build")
    assert frame
    assert policy.digest(frame) in of_theme.pop()


def test_a_short_address_may_run_its_one_script_alone(pages):
    short = {name: text for name, text in pages.items() if name.startswith("a/")}
    assert short
    for name, text in short.items():
        (script,) = policy.inline(text)
        allowed = {"default-src": "'none'", "script-src": policy.digest(script)}
        assert directives(text) == allowed, name


def test_no_page_has_a_handler_in_its_markup(pages):
    handler = re.compile(r"<[a-z][^<>]*\s(on[a-z]+=|href=\"?javascript:)", re.I)
    assert [name for name, text in pages.items() if handler.search(text)] == []


def test_a_page_knows_the_scripts_of_all_and_data_are_none(tmp_path):
    other = PAGE.replace("a = 1", "b = 2").replace(
        "</head>", '<script type="application/json">{"c": 3}</script></head>'
    )
    write(tmp_path, {"index.html": PAGE, "b/index.html": other})
    policy.protect(tmp_path, "d = 4")
    expected = {policy.digest(text) for text in ("a = 1", "b = 2", "d = 4")}
    for text in read(tmp_path).values():
        allowed = {*directives(text)["script-src"].split()}
        assert allowed == expected | {"'self'", "'wasm-unsafe-eval'"}


def test_a_page_that_has_one_keeps_it(tmp_path):
    write(tmp_path, {"index.html": PAGE})
    policy.protect(tmp_path)
    before = read(tmp_path)
    policy.protect(tmp_path, "d = 4")
    assert read(tmp_path) == before


def test_what_a_server_writes_into_a_page_of_an_author_runs(tmp_path):
    write(tmp_path, {"index.html": PAGE})
    policy.protect(tmp_path, served=True)
    (text,) = read(tmp_path).values()
    sources = directives(text)["script-src"]
    assert "'unsafe-inline'" in sources
    assert "sha256" not in sources  # beside a digest, 'unsafe-inline' does not count
    assert directives(text)["connect-src"] == "'self'"


def test_the_digest_is_that_of_the_standard():
    """As `printf "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64`."""
    expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert policy.digest("alert('Hello, world.');") == expected


def write(folder: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
    }
