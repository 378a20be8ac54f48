"""The browser's Python: it gives the numbers of this one, and every question an answer.

The one rule: one page with one runtime is asked many questions; only what ends or
spoils a runtime gets one of its own.
"""

import json
from urllib.parse import urlsplit

import numpy as np
import pytest

from scripts import engine
from scripts.pipeline.chromium import until
from scripts.reference_problems.tolerances import BROWSER, BROWSER_EPOCHS
from tests.browser.conftest import PATIENCE, window

ENDLESS = "while True: pass"
STUBBORN = (
    "while True:\n    try:\n        1 / 0\n    except BaseException:\n        pass"
)
NONE_STARTS = """() => {
    const {postMessage} = MessagePort.prototype;
    window.starts = 0;
    MessagePort.prototype.postMessage = function (message, ...others) {
        if (message?.boot) window.starts += 1;
        else postMessage.call(this, message, ...others);
    };
}"""
PLAIN = """(answer) => JSON.stringify(answer, (key, value) =>
    value instanceof Float64Array ? [...value].map(String) : value)"""


def ask(page, how: str, what, given: dict | None = None) -> dict:
    """The answer of runtime[how](what, given), its arrays as text of each number.

    A run may take as long as a busy machine does, unless `given` says otherwise.
    """
    if how == "run":
        given = {"seconds": PATIENCE / 1000, **(given or {})}
    call = f"async (all) => ({PLAIN})(await runtime[{how!r}](...all))"
    return json.loads(page.evaluate(call, [what, given or {}]))


def printed(page, code: str, **limits) -> str:
    """What a program prints that leaves everything else as it is."""
    answer = ask(page, "run", {"code": code}, limits)
    assert "error" not in answer, answer
    return answer["printed"]


def array(value) -> np.ndarray:
    """An array that crossed: a list of texts, or {shape, data}."""
    if isinstance(value, dict):
        return np.array(value["data"], dtype=float).reshape(value["shape"])
    return np.array(value, dtype=float)


@pytest.fixture(scope="module")
def page(browser, lab):
    with window(browser) as context:
        page = context.new_page()
        page.asked = len(lab.asked)
        assert lab.start(page) == ""
        page.evaluate("runtime.warm()")
        yield page


@pytest.fixture
def other(browser):
    """A page of its own for what spoils one."""
    with window(browser) as context:
        yield context.new_page()


def test_what_numpy_keeps_of_masked_arrays_is_enough(page):
    assert printed(page, "print(np.unique([2, 1, 2]).tolist())").split() == [
        "[1,",
        "2]",
    ]
    assert printed(
        page, "print(np.median([3, np.nan, 1]), np.median([3, 2, 1]))"
    ).split() == ["nan", "2.0"]
    masked = ask(page, "run", {"code": "np.ma.array([1])"})
    assert "numpy.ma.array is left out" in masked["error"]["message"]


def test_nothing_is_fetched_before_the_start_and_all_at_once_after_it(page, lab):
    asked = [urlsplit(path).path for path in lab.asked[page.asked :]]
    first = asked.index("/runtime/files.json")
    assert not any("/runtime/" in path for path in asked[:first])
    times = page.evaluate(
        """() => performance.getEntriesByType("resource")
            .filter(({name}) => name.includes(".gz?v="))
            .map(({startTime, responseEnd}) => [startTime, responseEnd])"""
    )
    starts, ends = zip(*times, strict=True)
    assert len(times) == 8
    # One after another, the last would start when all others had ended.
    assert max(starts) - min(starts) < (max(ends) - min(starts)) / 3


def test_progress_counts_bytes_up_to_the_last(page, lab):
    files = json.loads((lab.folder / "runtime/files.json").read_text(encoding="utf-8"))
    total = sum(file["bytes"] for file in files.values())
    counts = page.evaluate("progress")
    loaded = [count["loaded"] for count in counts]
    assert loaded == sorted(loaded)
    assert (loaded[0], loaded[-1]) == (0, total)
    assert {count["total"] for count in counts} == {total}


def test_arrays_come_as_arrays(page):
    kinds = page.evaluate(
        """async () => {
            const frame = await runtime.call("frame", {epochs: 3});
            return [frame.k.constructor.name, frame.x.data.constructor.name,
                    frame.x.shape, frame.status];
        }"""
    )
    assert kinds == ["Float64Array", "Float64Array", [4, 2], "OUT_OF_STEPS"]


def test_counts_beyond_32_bits_are_those_of_this_python(page):
    """An int of the browser's numpy has 32 bits; mileage takes 10^11 steps."""
    mileage, price = [24_000, 13_980, 8900, 6179, 2290], [3650, 3800, 5990, 8290, 7990]
    own = {"name": "own", "x": mileage, "y": price}
    gentle = {"name": "GradientDescent", "learning_rate": 1e-10}
    setting = {"v": 1, "data": own, "optimizer": gentle}
    here, there = engine.call("frame", setting), ask(page, "call", "frame", setting)
    assert min(here["steps"].values()) > 2**31
    assert (there["steps"], there["messages"]) == (here["steps"], here["messages"])


def test_every_method_gives_the_numbers_of_this_python(page):
    catalog = engine.call("catalog", {})
    sets = [entry["name"] for entry in catalog["datasets"]]
    methods = [entry["name"] for entry in catalog["optimizers"]]
    epochs = {"v": 1, "epochs": BROWSER_EPOCHS}
    settings = [
        {**epochs, "data": {"name": data}, "optimizer": {"name": name}}
        for data in sets
        for name in methods
    ]
    theirs = page.evaluate(
        f"""async (all) => (await Promise.all(
            all.map((settings) => runtime.call("frame", settings)))).map({PLAIN})""",
        settings,
    )
    compared = 0
    for setting, text in zip(settings, theirs, strict=True):
        ours, answer = engine.call("frame", setting), json.loads(text)
        assert ours.keys() == answer.keys(), setting
        if "error" in ours:
            assert ours == answer, setting
            continue
        compared += 1
        for key in ("k", "x", "z", "loss"):
            scale = np.abs(ours[key][np.isfinite(ours[key])]).max()
            there = array(answer[key])
            np.testing.assert_allclose(
                there, ours[key], BROWSER, BROWSER * scale, err_msg=str(setting)
            )
    assert compared >= len(sets) * len(methods) / 2


def test_a_question_that_is_none_is_answered(page):
    assert "nonesuch" in ask(page, "call", "nonesuch", {})["error"]["message"]
    assert ask(page, "call", "frame", {"epochs": -1})["error"]["message"]
    assert ask(page, "call", "frame", [3])["error"]["message"]


def test_a_program_runs_and_prints(page):
    assert printed(page, "print(sum(x) > 0, np.__name__)") == "True numpy\n"


def test_an_error_is_told_with_its_line(page):
    answer = ask(page, "run", {"code": "a = 1\nb = a / 0\n"})
    assert answer["error"]["line"] == 2
    assert "division by zero" in answer["error"]["message"]


@pytest.mark.parametrize("loop", [ENDLESS, STUBBORN])
def test_an_endless_loop_is_stopped_and_the_next_run_waits_for_no_start(
    other, lab, loop
):
    """Where no Python starts from now on, the spare one answers."""
    assert lab.start(other) == ""
    other.evaluate("runtime.warm()")
    other.evaluate(NONE_STARTS)
    answer = ask(other, "run", {"code": loop}, {"seconds": 0.3})
    assert answer["stopped"] is True
    assert "0.3 seconds" in answer["error"]["message"]
    assert answer["error"]["line"] is None
    assert printed(other, "print(2)") == "2\n"
    until(other, "starts > 0")


def test_a_posted_program_without_an_end_stops_itself_and_tells_of_its_run(page):
    code = "w = 1.0\nwhile True:\n    w -= 0.1 * w"
    answer = ask(page, "run", {"code": code, "seconds": 0.3}, {"name": "run_code"})
    assert answer["execution"]["error"]["kind"] == "stopped"
    assert answer["execution"]["error"]["line"] == 2


def test_the_reader_stops_a_run(page):
    answer = page.evaluate(
        """async (code) => {
            const run = runtime.run({code}, {seconds: 60});
            const second = await runtime.run({code: "print(1)"});
            runtime.stop();
            return [await run, second];
        }""",
        ENDLESS,
    )
    assert answer[0]["stopped"] is True
    assert answer[0]["error"]["message"] == "You stopped the run."
    assert "Stop it first" in answer[1]["error"]["message"]
    page.evaluate("runtime.stop()")  # nothing goes: nothing happens
    assert printed(page, "print(3)") == "3\n"
    assert "x" in ask(page, "call", "frame", {"epochs": 3})


def test_too_much_memory_is_refused_with_a_message(page):
    bomb = "kept = []\nwhile True:\n    kept.append(bytearray(2**24))"
    answer = ask(page, "run", {"code": bomb})
    assert "emory" in answer["error"]["message"]
    whole = ask(page, "run", {"code": "np.ones(2**27)"})
    assert "emory" in whole["error"]["message"]
    assert printed(page, "print(4)") == "4\n"


def test_a_flood_of_output_is_cut(page):
    flood = (
        "import sys\nfor i in range(20000): print('x' * 100)\n"
        "sys.__stdout__.write('y' * 10**6)"
    )
    answer = ask(page, "run", {"code": flood})
    assert 1000 < len(answer["printed"]) < 12_000
    assert "y" not in answer["printed"]


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(3)",
        "def f(n): return f(n + 1)\nf(0)",
        "import os; os.abort()",
        "a = []\nfor _ in range(10**5): a = [a]\nrepr(a)",
    ],
)
def test_a_program_that_ends_python_is_answered(page, code):
    answer = ask(page, "run", {"code": code})
    assert answer["error"]["message"]
    assert printed(page, "print(5)") == "5\n"


def test_what_a_program_breaks_stays_broken_for_itself_alone(page):
    breaks = """
import numpy, scripts.engine.api as api
api.QUESTIONS["frame"] = lambda settings: {"dirty": True}
numpy.zeros = numpy.linalg.norm = None
"""
    ask(page, "run", {"code": breaks})
    assert "dirty" not in ask(page, "call", "frame", {"epochs": 3})
    ask(page, "run", {"code": ENDLESS}, {"seconds": 0.2})
    ask(page, "run", {"code": breaks})  # in the spare, which was clean until now
    assert "dirty" not in ask(page, "call", "frame", {"epochs": 3})


def test_a_second_visit_fetches_the_list_alone_and_can_be_ended(page, lab):
    before = len(lab.asked)
    second = page.context.new_page()
    assert lab.start(second) == ""
    asked = [path for path in lab.asked[before:] if "/runtime/" in path]
    assert asked == ["/runtime/files.json"]
    answers = second.evaluate(
        """async () => {
            const waiting = runtime.run({code: "while True: pass"});
            await new Promise((resolve) => setTimeout(resolve, 50));
            runtime.dispose();
            return [await waiting, await runtime.call("frame", {}),
                    await runtime.run({code: ""})];
        }"""
    )
    ended = "Python was ended."
    assert [answer["error"]["message"] for answer in answers] == [ended] * 3
    assert second.evaluate("document.querySelector('iframe')") is None
    second.close()


@pytest.mark.parametrize("name", ["WebAssembly", "DecompressionStream"])
def test_a_browser_without_what_is_needed_says_so(other, lab, name):
    other.add_init_script(f"delete self.{name}")
    assert f"(no {name})" in lab.start(other)
    assert other.evaluate("document.querySelector('iframe')") is None


REFUSALS = {  # as of Safari, of a strict host, of an old browser
    "no worker here": (
        "new Worker(await",
        "new (function () { throw new Error('no worker here') })(await",
    ),
    "Uncaught Error: the worker fails": (
        "[part, ",
        "[\"throw new Error('the worker fails')\", ",
    ),
    "wasm is blocked": (
        "WebAssembly.compile(bytes)",
        "Promise.reject(new Error('wasm is blocked'))",
    ),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_a_browser_that_refuses_python_says_so(other, lab, why):
    name = why.replace(" ", "-").replace(":", "")
    files = lab.variant_of_files(name, "frame.js", *REFUSALS[why])
    message = lab.start(other, files=files)
    assert message.startswith("Python could not be started in this browser (")
    assert why in message
    assert "still works" in message
    assert other.evaluate("document.querySelector('iframe')") is None


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        ("files.json", None, "404"),
        ("asm.wasm.gz", None, "404"),
        ("numpy.zip.gz", b"PK", "did not arrive whole"),
        ("gdcore.zip.gz", b"\x1f\x8b\x08", ""),
        ("files.json", b"<html>", ""),
    ],
)
def test_files_that_do_not_arrive_are_told(other, lab, file, content, why):
    def answer(route):
        if content is None:
            return route.fulfill(status=404, body="")
        return route.fulfill(status=200, body=content)

    other.route(f"**/runtime/{file}*", answer)
    message = lab.start(other)
    assert message.startswith("Python could not be started")
    assert why in message


def test_odd_hosts_and_damaged_caches_are_got_over(other, lab):
    """A server may call our gzip a Content-Encoding: the browser then unpacks it."""
    served = []

    def packs(route):
        response = route.fetch()
        headers = {**response.headers, "content-encoding": "gzip"}
        route.fulfill(status=200, headers=headers, body=response.body())

    def is_damaged_once(route):
        served.append(route.request.url)
        if len(served) == 1:
            route.fulfill(status=200, body=b"damaged")
        else:
            route.continue_()

    other.route("**/runtime/worker.js.gz*", packs)
    other.route("**/runtime/gdcore.zip.gz*", is_damaged_once)
    assert lab.start(other) == ""
    assert len(served) == 2
