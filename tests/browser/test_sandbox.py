"""Ways out of the sandbox, each tried from Python inside it: none leads anywhere.

The one rule: they are tried where nothing has been taken away from Python, so that the
frame's policy alone holds; and once without the policy, to see that the tries are real.
"""

import json

import pytest

from tests.browser.conftest import window
from tests.browser.test_runtime import ask, printed

OPEN = ("shut(python);", "")  # worker.js, with Python's way to JavaScript left open
TRIES = 80  # of 0.7 s: a busy machine is slow to refuse

# Each way has a line of Python that raises, or hands `heard` a promise that is refused.
WAYS = {
    "fetch": "heard(js.fetch(URL))",
    "fetch without cors": "heard(js.fetch(URL, mode='no-cors'))",
    "fetch that outlives the page": "heard(js.fetch(URL, keepalive=True))",
    "fetch of a constructed request": "heard(js.fetch(js.Request.new(URL)))",
    "XMLHttpRequest": (
        "r = js.XMLHttpRequest.new(); r.open('GET', URL, False); r.send();got(r.status)"
    ),
    "pyodide.http.open_url": "import pyodide.http as h; got(h.open_url(URL).read())",
    "pyodide.http.pyfetch": (
        "import pyodide.http as h, asyncio;later(asyncio.ensure_future(h.pyfetch(URL)))"
    ),
    "urllib": "import urllib.request as u; got(u.urlopen(URL).read())",
    "socket": (
        "import socket; s = socket.create_connection((HOST, PORT), 1); "
        "s.send(b'GET ' + PATH + b' HTTP/1.0\\r\\n\\r\\n'); got(s.recv(9))"
    ),
    "WebSocket": (
        "w = js.WebSocket.new(URL.replace('http', 'ws')); "
        "w.onopen = proxy(lambda e: got('open'))"
    ),
    "EventSource": (
        "s = js.EventSource.new(URL); s.onopen = proxy(lambda e: got('open'))"
    ),
    "importScripts": "js.importScripts(URL); got('script')",
    "a module of another host": "heard(pyodide_js._api.loadScript(URL))",
    "loadPackage": "heard(pyodide_js.loadPackage(URL + '-1.0-py3-none-any.whl'))",
    "a nested worker of a URL": (
        "js.Worker.new(URL).onerror = proxy(lambda e: e.preventDefault()); tried()"
    ),
    "fetch in a nested worker": "nested('fetch(URL).then(() => postMessage(1))')",
    "importScripts in a nested worker": "nested('importScripts(URL); postMessage(1)')",
    "dynamic import in a nested worker": (
        "nested('import(URL).then(() => postMessage(1))')"
    ),
    "a shared worker": "js.SharedWorker.new(URL); got('worker')",
    "a service worker": "heard(js.navigator.serviceWorker.register(URL))",
    "a font": "heard(js.FontFace.new('leak', 'url(' + URL + ')').load())",
    "an image": "i = js.Image.new(); i.src = URL; got('image')",
    "a beacon": "got(js.navigator.sendBeacon(URL, 'secret'))",
    "WebTransport": "heard(js.WebTransport.new(URL.replace('http:', 'https:')).ready)",
    "WebRTC": "js.RTCPeerConnection.new(); got('connection')",
    "IndexedDB": "r = js.indexedDB.open('d'); r.onsuccess = proxy(lambda e: got('db'))",
    "localStorage": "js.localStorage.setItem('a', 'b'); got('stored')",
    "sessionStorage": "js.sessionStorage.setItem('a', 'b'); got('stored')",
    "cookies": "js.document.cookie = 'a=b'; got('cookie')",
    "the cookie store": "heard(js.cookieStore.set('a', 'b'))",
    "caches": "heard(js.caches.open('c'))",
    "the private file system": "heard(js.navigator.storage.getDirectory())",
    "locks shared with the page": "heard(js.navigator.locks.query())",
    "the page's document": "got(js.parent.document.getElementById('page').textContent)",
    "a document at all": "got(js.document.title)",
    "the top window": "js.top.location = URL; got('top')",
    "a new window": "js.window.open(URL); got('window')",
    "navigation": "js.location.href = URL; js.location.assign(URL); got('moved')",
    "a form": "js.document.createElement('form').submit(); got('form')",
    "eval": "got(js.eval('1 + 1'))",
    "Function": "got(js.Function.new('return 1')())",
    "the constructor of a function": "got(js.fetch.constructor('return 1')())",
    "a timeout of text": "js.setTimeout('postMessage(1)', 0); tried()",
    "run_js": "import pyodide.code as c; got(c.run_js('1 + 1'))",
    "notifications": "assert js.Notification.permission == 'granted'; got('allowed')",
}
PROGRAM = """
import builtins, js, pyodide_js
from pyodide.ffi import create_proxy as proxy, to_js
URL, HOST, PORT, PATH = None, None, None, None
WAYS = None
builtins.leaks = leaks = []
builtins.refused = refused = set()
def attempt(name, line):
    def got(value): leaks.append(f'{name}: {value!r}')
    def tried(): refused.add(name)  # what fails without a word: the host is the judge
    def heard(promise):
        promise.then(proxy(got), proxy(lambda error: refused.add(name)))
    def later(future):
        done = lambda f: refused.add(name) if f.exception() else got(f.result())
        future.add_done_callback(done)
    def nested(text):
        text = text.replace('URL', repr(url))
        blob = js.Blob.new(to_js([text]))
        worker = js.Worker.new(js.URL.createObjectURL(blob))
        worker.onmessage = proxy(lambda event: got(event.data))
        # An error that nobody hears would end the worker that it came from.
        worker.onerror = proxy(lambda event: event.preventDefault())
        kept.append(worker)
        tried()
    url = URL + name.replace(' ', '-')
    try:
        exec(line, {**globals(), **locals(), 'URL': url, 'PATH': PATH + b'-socket'})
    except BaseException as error:
        refused.add(name)
kept = builtins.kept = []
for name, line in WAYS.items():
    attempt(name, line)
"""


def program(lab, ways) -> str:
    port = lab.address.rsplit(":", 1)[1].rstrip("/")
    values = {
        "URL, HOST, PORT, PATH = None, None, None, None": (
            f"URL, HOST, PORT, PATH = {lab.address + 'leak/'!r}, '127.0.0.1', {port}, "
            "b'/leak/'"
        ),
        "WAYS = None": f"WAYS = {ways!r}",
    }
    text = PROGRAM
    for old, new in values.items():
        assert old in text
        text = text.replace(old, new)
    return text


def leaked(lab) -> list[str]:
    return [path for path in lab.asked if "leak" in path]


def settle(page) -> None:
    """Give promises and nested workers the time to do what they can."""
    page.wait_for_timeout(700)


def outcome(page, expected: set[str]) -> tuple[list[str], set[str]]:
    """What leaked and what was refused, as soon as all that is expected was."""
    code = "import builtins, json; print(json.dumps([leaks, sorted(refused)]))"
    for _ in range(TRIES):
        settle(page)
        leaks, refused = json.loads(printed(page, code, again=True))
        if expected <= {*refused}:
            break
    return leaks, {*refused}


@pytest.fixture(scope="module")
def opened(lab) -> str:
    """The runtime's files, with a worker from which nothing was taken away."""
    return lab.variant_of_files("opened", "worker.js", *OPEN)


@pytest.fixture(scope="module")
def page(browser, lab, opened):
    with window(browser, service_workers="allow") as context:
        page = context.new_page()
        page.windows = []
        context.on("page", lambda window: page.windows.append(window))
        assert lab.start(page, files=opened) == ""
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


def test_no_way_out_leads_anywhere(page, lab):
    assert len(WAYS) >= 40
    assert printed(page, program(lab, WAYS)) == ""
    # These fail by an event that nobody hears: the host alone can tell.
    loud = WAYS.keys() - {"EventSource", "WebSocket"}
    leaks, refused = outcome(page, loud)
    assert leaks == []
    assert refused == loud
    assert leaked(lab) == []
    assert page.url == lab.address + "page.html"
    assert page.windows == []
    assert page.context.cookies() == []


def test_the_same_ways_lead_out_where_there_is_no_policy(browser, lab, opened):
    policy = "\"connect-src 'none'\""
    free = lab.variant_of_scripts("free", "sandbox.js", policy, '"connect-src *"')
    path = lab.folder / "free/sandbox.js"
    text = path.read_text(encoding="utf-8").replace(
        "default-src 'none'", "default-src *"
    )
    path.write_text(text.replace("'wasm-unsafe-eval'", "'unsafe-eval' * blob:"))
    with window(browser) as context:
        page = context.new_page()
        assert lab.start(page, free, opened) == ""
        before = len(leaked(lab))
        printed(page, program(lab, WAYS))
        ways = ("fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts")
        ways += ("fetch-in-a-nested-worker", "a-font")
        expected = {f"/leak/{name}" for name in ways}
        for _ in range(TRIES):
            settle(page)
            if expected <= {*leaked(lab)[before:]}:
                break
        found = {*leaked(lab)[before:]}
        del lab.asked[:]
    assert expected <= found


def test_python_has_no_way_to_javascript_in_the_first_place(browser, lab):
    ways = ["js", "pyodide_js", "pyodide_js._api", "pyodide.http", "urllib.request"]
    code = f"""
import importlib
for name in {ways!r}:
    try:
        importlib.import_module(name)
        print(name)
    except ImportError:
        pass
"""
    with window(browser) as context:
        page = context.new_page()
        assert lab.start(page) == ""
        assert printed(page, code) == ""


def test_what_a_worker_sends_unasked_ends_it_and_reaches_nobody(page, lab):
    """It finds its port by a trap on postMessage, and speaks with every number."""
    forge = """
import js
from pyodide.ffi import create_proxy, to_js
js.postMessage(to_js({"forged": 1}, dict_converter=js.Object.fromEntries))
js.BroadcastChannel.new("gd").postMessage("forged")
from pyodide.ffi import JsProxy
original = js.MessagePort.prototype.postMessage
def spoken(port, *rest):
    for number in range(1, 200):
        block = js.ArrayBuffer.new(8)
        fake = {"id": number, "text": '{"forged": true}', "block": block}
        original.call(port, to_js(fake, dict_converter=js.Object.fromEntries))
js.MessagePort.prototype.postMessage = create_proxy(spoken).captureThis()
"""
    assert page.evaluate("heard") == []
    waiting = page.evaluate(
        """async (code) => {
            const run = runtime.run({code});
            const frames = await Promise.all(
                [...Array(5)].map(() => runtime.call("frame", {epochs: 3})));
            await run;
            return frames.map((frame) => Object.keys(frame).includes("forged"));
        }""",
        forge,
    )
    assert waiting == [False] * 5
    after = ask(page, "call", "frame", {"epochs": 3})
    assert "forged" not in after
    assert page.evaluate("heard") == []


def test_no_window_can_speak_in_pythons_name(page):
    forged = page.evaluate(
        """async () => {
            const fakes = [...Array(50).keys()].flatMap((id) => [
                {id, text: '{"forged": true}', block: new ArrayBuffer(8)},
                {ready: true}, {id, failed: "forged"}, {id, broken: "forged"}]);
            const other = document.body.appendChild(document.createElement("iframe"));
            const call = runtime.call("frame", {epochs: 3});
            const sandbox = document.querySelector("iframe[sandbox]").contentWindow;
            for (const fake of fakes) {
                window.postMessage(fake, "*");
                sandbox.postMessage(fake, "*");
                other.contentWindow.eval(
                    `parent.postMessage(${JSON.stringify(fake)}, "*")`);
            }
            const {port1, port2} = new MessageChannel();
            let stolen = false;
            port1.onmessage = () => { stolen = true };
            sandbox.postMessage("control", "*", [port2]);
            port1.postMessage({boot: 99}, [new MessageChannel().port2]);
            await new Promise((resolve) => setTimeout(resolve, 200));
            other.remove();
            return [Object.hasOwn(await call, "forged"), stolen];
        }"""
    )
    assert forged == [False, False]
    page.evaluate("heard.length = 0")


def test_no_answer_reaches_a_prototype(page):
    poison = """
import scripts.engine.api as api
bad = {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}
api.QUESTIONS["trace"] = lambda settings: {**bad, "deep": [bad], "fine": 1}
"""
    ask(page, "run", {"code": poison})
    found = page.evaluate(
        """async () => {
            const answer = await runtime.run({code: ""}, {again: true});
            return [{}.polluted, answer.polluted, answer.deep[0].polluted, answer.fine,
                    Object.keys(answer)].map((value) => value ?? null);
        }"""
    )
    assert found == [None, None, None, 1, ["deep", "fine"]]


def test_the_frame_is_walled_in_as_well(page):
    """Its one script takes bytes; taken over, it would still be a sandbox."""
    frame = page.query_selector("iframe[sandbox]")
    assert frame.get_attribute("sandbox") == "allow-scripts"
    assert not frame.is_visible()
    inside = frame.content_frame()
    assert inside.evaluate("origin") == "null"
    for line in (
        "parent.document.title",
        "top.location = 'about:blank'",
        "localStorage.length",
        "document.cookie = 'a=b'",
        "indexedDB.open('d')",
    ):
        assert inside.evaluate(
            f"() => {{ try {{ {line}; return false }} catch {{ return true }} }}"
        ), line
    assert inside.evaluate("open('about:blank')") is None
    assert inside.evaluate("fetch(location).then(() => 1, () => 0)") == 0
