"""The memory of a Python that has started, which spares the next visit that start.

The one rule: what goes on from a memory is the Python that started anew, and whatever
becomes of the memory costs time only.
"""

import hashlib
import json
from functools import partial

import pytest

from tests.browser.conftest import window
from tests.browser.test_runtime import ask, printed

WORDS = "no question is called"  # of the engine, as they stand in Python's memory
OTHERS = "no such thing is here"
MINE = "import builtins\nprint(hasattr(builtins, 'mine'))"
KEPT = """async () => {
    for (let turn = 0; turn < 1200; turn += 1) {
        const [request] = await (await caches.open("python-1")).keys();
        if (request) return request.url;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}"""
NOTHING = ",".join(map(str, hashlib.sha256().digest()))
DIGEST = """async (url) => {
    const found = await caches.match(url);
    const bytes = await found?.arrayBuffer() ?? new ArrayBuffer();
    return String(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}"""
SIZES = """async () => {
    const cache = await caches.open("python-1");
    const kept = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
    return Promise.all(kept.map(async (one) => (await one.arrayBuffer()).byteLength));
}"""
CHANGE = """async ([url, change, sound]) => {
    const cache = await caches.open("python-1");
    const found = await cache.match(url);
    const bytes = new Uint8Array(await found.arrayBuffer());
    const about = JSON.parse(found.headers.get("x-memory"));
    const other = (await eval(change)(bytes, about)) ?? bytes;
    const digest = await crypto.subtle.digest("SHA-256", other);
    if (sound) about[0] = String(new Uint8Array(digest));
    const headers = {"x-memory": JSON.stringify(about)};
    await cache.put(url, new Response(other, {headers}));
}"""
REPLACE = """(bytes) => {
    const [old, other] = %s.map((text) => new TextEncoder().encode(text));
    for (let at = -1; (at = bytes.indexOf(old[0], at + 1)) >= 0; )
        if (old.every((byte, n) => bytes[at + n] === byte)) bytes.set(other, at);
}"""
STATE = """
import gc, sys, random
import numpy as np
print(sys.path, sorted(sys.modules), gc.isenabled(), gc.get_threshold())
print(hash("a"), random.random(), np.random.rand(), np.random.default_rng(3).normal())
print(np.linalg.svd(np.vander([1.0, 2, 3])), np.linalg.solve([[2, 1], [1, 3]], [1, 2]))
"""
DAMAGES = {  # and whether the digest is that of the damaged bytes
    "cut": ("(bytes) => bytes.slice(0, bytes.length / 2)", False),
    "of other bytes": ("(bytes) => void bytes.fill(171, 4096)", False),
    "of another Pyodide": ("(bytes) => void bytes.fill(7, 16, 48)", True),
    "with no list of libraries": ("(_, about) => void (about[1] = 3)", True),
}
READY = "port.postMessage({ ready: true, anew: !memory });"
ANSWER = "port.postMessage({ id, text, block: copy }, [copy]);"
READS = "const result = ask(name"
FORGED = "port.postMessage({ memory: { bytes: new Uint8Array(9), libraries: [] } });"


@pytest.fixture(scope="module")
def visited(browser, lab):
    """A page of a browser that has been here once, and still is."""
    with window(browser) as context:
        first = context.new_page()
        assert lab.start(first) == ""
        first.kept = first.evaluate(KEPT)
        yield first


@pytest.fixture
def next_page(visited, lab):
    """Opens the next page of that browser and starts Python there."""
    pages = []

    def opened(**variant):
        page = visited.context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        pages.append(page)
        assert lab.start(page, **variant) == ""
        return page

    yield opened
    for page in pages:
        page.close()


def refused(page) -> str:
    return ask(page, "call", "nonesuch", {})["error"]["message"]


def test_the_next_visit_goes_on_from_what_was_kept(visited, next_page):
    replace = partial(visited.evaluate, CHANGE)
    replace([visited.kept, REPLACE % json.dumps([WORDS, OTHERS]), True])
    try:
        assert WORDS in refused(visited)
        assert OTHERS in refused(next_page())
    finally:
        replace([visited.kept, REPLACE % json.dumps([OTHERS, WORDS]), True])


def test_it_is_the_python_that_started_anew(visited, next_page, browser, lab):
    pages = [next_page()]
    with window(browser) as context:
        pages.append(context.new_page())
        pages[1].add_init_script("delete self.caches")
        assert lab.start(pages[1]) == ""
        # Of both it is the first worker that runs: no other has given it a memory.
        states = [printed(page, STATE) for page in pages]
        frames = [ask(page, "call", "frame", {"epochs": 50}) for page in pages]
    assert states[0] == states[1]
    assert frames[0] == frames[1]


def test_no_program_is_in_what_is_kept(browser, lab):
    """It is told before anything is asked, and never again."""
    with window(browser) as context:
        page = context.new_page()
        assert lab.start(page) == ""
        page.evaluate("runtime.run({code: 'import builtins; builtins.mine = 1'})")
        kept = page.evaluate(KEPT)
        before = page.evaluate(DIGEST, kept)
        page.evaluate("runtime.warm()")
        assert printed(page, MINE) == "False\n"
        assert page.evaluate(DIGEST, kept) == before
        second = context.new_page()
        assert lab.start(second) == ""
        assert printed(second, MINE) == "False\n"


@pytest.mark.parametrize("before", [ANSWER, READS])
def test_a_worker_that_tells_another_memory_is_ended(browser, lab, before):
    name = f"tells-{len(before)}"
    files = lab.variant_of_files(name, "worker.js", before, f"{FORGED} {before}")
    with window(browser) as context:
        page = context.new_page()
        assert lab.start(page, files=files) == ""
        assert page.evaluate(KEPT)
        (size,) = page.evaluate(SIZES)
        first, second = (ask(page, "call", "frame", {"epochs": 3}) for _ in range(2))
        assert "spoke without being asked" in json.dumps([first, second])
        assert page.evaluate(SIZES) in ([], [size])


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_costs_time_only(visited, next_page, damage):
    visited.evaluate(CHANGE, [visited.kept, *DAMAGES[damage]])
    damaged = visited.evaluate(DIGEST, visited.kept)
    assert WORDS in refused(next_page())
    for _ in range(1200):
        now = visited.evaluate(DIGEST, visited.evaluate(KEPT))
        if now not in (damaged, NOTHING):
            return
        visited.wait_for_timeout(50)
    pytest.fail("the damaged memory is still kept, or none is")


def test_a_memory_that_breaks_at_the_first_question_is_forgotten(browser, lab):
    breaks = f"{READY} if (memory) port.onmessage = ({{data: {{id}}}}) => "
    breaks += "port.postMessage({id, broken: 'gone'});"
    files = lab.variant_of_files("breaks", "worker.js", READY, breaks)
    with window(browser) as context:
        first, second = context.new_page(), context.new_page()
        assert lab.start(first, files=files) == ""
        assert first.evaluate(KEPT)
        assert lab.start(second, files=files) == ""
        assert "gone" in refused(second)
        assert WORDS in refused(second)


def test_a_browser_that_keeps_nothing_starts_as_before(browser, lab):
    full = "Cache.prototype.put = async () => { throw new Error('no room') }"
    with window(browser) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.add_init_script(full)
        assert lab.start(page) == ""
        assert printed(page, "print(7)") == "7\n"


def test_the_memory_of_other_files_goes(visited, next_page, lab):
    files = lab.variant_of_files("breaks-not", "worker.js", "finish();", " finish();")
    page = next_page(files=files)
    page.wait_for_function(
        """(old) => caches.open("python-1").then((cache) => cache.keys())
            .then((all) => all.some(({url}) => url !== old))""",
        arg=visited.kept,
    )
