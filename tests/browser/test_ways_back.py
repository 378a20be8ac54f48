"""More ways out of the sandbox: back to JavaScript from the Python that was shut.

The one rule: each way is tried as a reader's program would, in the runtime as it is
published; whatever of JavaScript it gets hold of is used for all that leads outside.
"""

import json

import pytest

from tests.browser.conftest import window
from tests.browser.lab import replace
from tests.browser.test_runtime import ask, printed
from tests.browser.test_sandbox import TRIES, leaked, settle
from tests.browser.ways_back import ENDING, PROGRAM, USES, USUAL, WAYS


def program(lab, ways=WAYS) -> str:
    port = int(lab.address.rsplit(":", 1)[1].rstrip("/"))
    given = (f"{lab.address}leak/", "127.0.0.1", port, ways, USES, USUAL)
    return PROGRAM.replace("GIVEN", repr(given))


@pytest.fixture(scope="module")
def page(browser, lab):
    with window(browser, service_workers="allow") as context:
        page = context.new_page()
        page.windows = []
        forget(lab)
        context.on("page", lambda window: page.windows.append(window))
        assert lab.start(page) == ""
        page.evaluate(
            """async () => {
                window.heard = [];
                addEventListener("message", ({data}) => window.heard.push(data));
                const channel = new BroadcastChannel("gd");
                channel.onmessage = ({data}) => window.heard.push(data);
                await runtime.warm();
            }"""
        )
        yield page


def forget(lab) -> None:
    """One host serves many tests; some of them lead out, to show that they could."""
    lab.asked[:] = [path for path in lab.asked if "leak" not in path]


def outside(page, lab) -> list:
    """All that a page, its storage or its host would show of a way that leads out."""
    page.wait_for_timeout(700)
    stored = page.evaluate(
        """async () => [
            ...heard, ...Object.keys(localStorage), ...Object.keys(sessionStorage),
            ...(await indexedDB.databases()).map(({name}) => name), document.cookie,
            ...(await navigator.serviceWorker.getRegistrations())]"""
    )
    seen = [thing for thing in stored if thing]
    moved = [page.url] if page.url != lab.address + "page.html" else []
    return [*leaked(lab), *seen, *page.windows, *page.context.cookies(), *moved]


@pytest.mark.parametrize("name", ["trace", "run_code"])
def test_no_way_back_to_javascript_leads_out(page, lab, name):
    assert len(WAYS) >= 50
    own = {"seconds": 60} if name == "run_code" else {}
    asked = {"code": program(lab), **own}
    answer = ask(page, "run", asked, {"name": name, "seconds": 90})
    assert "error" not in answer, answer
    answer = answer.get("execution", answer)
    assert answer.get("error") is None, answer
    leaks, ends = json.loads(answer["printed"].splitlines()[-1])
    assert leaks == []
    assert ends.keys() == WAYS.keys()
    assert outside(page, lab) == []
    assert printed(page, "print(1 + 1)") == "2\n"
    assert "x" in ask(page, "call", "frame", {"epochs": 3})


@pytest.mark.parametrize("way", ENDING)
def test_a_way_that_ends_python_leads_out_no_better(page, lab, way):
    answer = ask(page, "run", {"code": program(lab, {way: ENDING[way]})})
    assert answer["error"]["message"].startswith("Python broke off")
    assert outside(page, lab) == []
    assert printed(page, "print(1 + 1)") == "2\n"


def test_some_of_these_ways_lead_out_where_there_is_no_policy(browser, lab):
    """The tries are real: what holds is the frame's policy."""
    free = lab.variant_of_scripts("back", "sandbox.js", *LIFTED[0])
    path = lab.folder / "back/sandbox.js"
    for old, new in LIFTED[1:]:
        replace(path, old, new)
    ways = {name: WAYS[name] for name in ("a proxy of a list", "the core of pyodide")}
    with window(browser) as context:
        page = context.new_page()
        assert lab.start(page, free) == ""
        for one in (ways, ENDING):
            ask(page, "run", {"code": program(lab, one)})
        expected = {f"/leak/{name.replace(' ', '-')}-used" for name in ways}
        expected |= {"/leak/ctypes"}
        for _ in range(TRIES):
            settle(page)
            if expected <= {*leaked(lab)}:
                break
    found = {*leaked(lab)}
    forget(lab)
    assert expected <= found


LIFTED = [
    ("\"connect-src 'none'\"", '"connect-src *"'),
    ("\"default-src 'none'\"", '"default-src *"'),
    ("'wasm-unsafe-eval'", "'unsafe-eval' * blob:"),
]
BREAKS = {
    "modules": "import sys\nsys.modules.clear()",
    "json": "import json\njson.dumps = json.loads = json.JSONEncoder = None",
    "numpy and builtins": (
        "import builtins, numpy\nnumpy.mean = numpy.asarray = numpy.ndarray = None\n"
        "builtins.len = builtins.isinstance = builtins.print = None"
    ),
    "the engine": (
        "import scripts.engine.wire as w, scripts.engine.api as a, gdcore\n"
        "w.ask = w.packed = a.call = gdcore.run = None"
    ),
}
LINE = """
import numpy as np, json
x = np.arange(4.0)
y = 2 * x + 1
w = b = 0.0
lr = 0.1
for i in range(40):
    r = w * x + b - y
    w, b = w - lr * np.mean(r * x), b - lr * np.mean(r)
print(json.dumps([np.mean(x), len('abc'), isinstance(x, np.ndarray)]))
"""


@pytest.mark.parametrize("name", ["trace", "run_code"])
@pytest.mark.parametrize("kind", BREAKS)
def test_a_program_that_breaks_python_breaks_no_other_run(page, kind, name):
    ask(page, "run", {"code": BREAKS[kind]}, {"name": name})
    assert printed(page, LINE) == "[1.5, 3, true]\n"
    ask(page, "run", {"code": BREAKS[kind]}, {"name": name})
    seen = ask(page, "run", {"code": LINE}, {"name": "run_code"})["execution"]
    assert seen["error"] is None
    assert seen["printed"] == "[1.5, 3, true]\n"
    assert seen["steps"] == 40


@pytest.mark.parametrize("before", ["trace", "run_code"])
@pytest.mark.parametrize("after", ["trace", "run_code"])
def test_each_run_has_a_python_of_its_own(page, before, after):
    """What is changed inside an object no one can put back: the worker is ended."""
    hide = "import json.encoder as e\ne.ESCAPE_DCT['\"'] = 'broken'\nrun = 1"
    look = "import json.encoder as e\nprint(e.ESCAPE_DCT['\"'])"
    ask(page, "run", {"code": hide}, {"name": before})
    seen = ask(page, "run", {"code": look}, {"name": after})
    seen = seen.get("execution", seen)
    assert "broken" not in seen["printed"]
    assert seen["printed"].strip()


def test_rows_cross_as_numbers(page):
    """100,000 rows of five features go as one block, and come back as a report."""
    answer = page.evaluate(
        """async () => {
            const n = 1000;
            const data = Float64Array.from({length: 2 * n}, (_, i) => Math.sin(i * i));
            const y = Float64Array.from({length: n}, (_, i) => data[2 * i] + 3);
            const rows = {X: {shape: [n, 2], data}, y, names: ["a", "b"]};
            const question = {v: 1, rows, learning_rate: 0.1, loss: "mean"};
            const plain = {...question, rows: {...rows, y: [...y],
                X: Array.from({length: n}, (_, i) => [data[2 * i], data[2 * i + 1]])}};
            const ask = async (question) =>
                JSON.stringify(await runtime.call("diagnose", {question}));
            return [await ask(question), await ask(plain)];
        }"""
    )
    assert answer[0] == answer[1]
    assert "error" not in json.loads(answer[0])
