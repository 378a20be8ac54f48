"""Ways out of the frame itself, were its one script ever taken over.

The one rule: each is tried from the frame's own JavaScript, on a page that has the
policy of the site; and some of them on a page without it, to see that the tries are
real. A reader's program has no way to this JavaScript: it runs in a worker.
"""

import socket

import pytest

from tests.browser.conftest import window
from tests.browser.test_runtime import ask, printed
from tests.browser.test_sandbox import leaked

# Lines of JavaScript, URL being of a host that remembers; none may ask it for anything.
WAYS = {
    "fetch": "await fetch(URL)",
    "fetch without cors": "await fetch(URL, {mode: 'no-cors'})",
    "XMLHttpRequest": "const r = new XMLHttpRequest(); r.open('GET', URL); r.send()",
    "WebSocket": "new WebSocket(URL.replace('http', 'ws'))",
    "EventSource": "new EventSource(URL)",
    "beacon": "navigator.sendBeacon(URL, 'secret')",
    "image": "new Image().src = URL",
    "image set": "put('img', {srcset: URL + ' 1x'})",
    "picture": "document.body.innerHTML = `<picture><source srcset=${URL}><img>`",
    "icon": "put('link', {rel: 'icon', href: URL})",
    "stylesheet": "put('link', {rel: 'stylesheet', href: URL})",
    "prefetch": "put('link', {rel: 'prefetch', href: URL})",
    "preload": "put('link', {rel: 'preload', as: 'image', href: URL})",
    "module preload": "put('link', {rel: 'modulepreload', href: URL})",
    "prerender": "put('link', {rel: 'prerender', href: URL})",
    "manifest": "put('link', {rel: 'manifest', href: URL})",
    "speculation rules": (
        "put('script', {type: 'speculationrules', textContent: JSON.stringify("
        "{prefetch: [{source: 'list', urls: [URL]}]})})"
    ),
    "script": "put('script', {src: URL})",
    "import": "await import(URL)",
    "style": "put('style', {textContent: `body {background: url(${URL})}`})",
    "attribute of style": "document.body.style.backgroundImage = `url(${URL})`",
    "constructed style": (
        "const s = new CSSStyleSheet(); s.replaceSync(`* {background: url(${URL})}`); "
        "document.adoptedStyleSheets = [s]"
    ),
    "font": "await new FontFace('leak', `url(${URL})`).load()",
    "video": "put('video', {src: URL}).play()",
    "audio": "await new Audio(URL).play()",
    "track": "put('video', {}).append(make('track', {default: true, src: URL}))",
    "frame": "put('iframe', {src: URL})",
    "frame of text": "put('iframe', {srcdoc: `<img src=${URL}>`})",
    "frame of text with a script": (
        "put('iframe', {srcdoc: `<script>location = '${URL}'</${'script'}>`})"
    ),
    "frame of data": "put('iframe', {src: `data:text/html,<img src=${URL}>`})",
    "frame of a blob": (
        "put('iframe', {src: URL_OF(`<img src=${URL}>`, 'text/html')})"
    ),
    "object": "put('object', {data: URL})",
    "embed": "put('embed', {src: URL})",
    "svg image": (
        "document.body.innerHTML = `<svg><image href=${URL} width=9 height=9></svg>`"
    ),
    "form": "put('form', {action: URL, method: 'post'}).submit()",
    "new window": "open(URL)",
    "link to a new window": "put('a', {href: URL, target: '_blank'}).click()",
    "top": "top.location = URL",
    "parent": "parent.location.href = URL",
    "link to the top": "put('a', {href: URL, target: '_top'}).click()",
    "worker": "new Worker(URL)",
    "shared worker": "new SharedWorker(URL)",
    "worker of a blob": (
        "new Worker(URL_OF(`fetch('${URL}'); importScripts('${URL}')`, "
        "'text/javascript'))"
    ),
    "worklet": "await CSS.paintWorklet.addModule(URL)",
    "WebTransport": "new WebTransport(URL.replace('http:', 'https:'))",
    "service worker": "await navigator.serviceWorker.register(URL)",
    "payment": (
        "await new PaymentRequest([{supportedMethods: URL}], "
        "{total: {label: 'a', amount: {currency: 'EUR', value: '1'}}}).show()"
    ),
    "report": "put('meta', {httpEquiv: 'Content-Security-Policy', content: "
    "`report-uri ${URL}; img-src 'none'`}); new Image().src = URL",
}
# They take the frame along, and Python with it; each is tried in a page of its own.
MOVES = {
    "location": "location = URL",
    "assign": "location.assign(URL)",
    "replace": "location.replace(URL)",
    "own link": "put('a', {href: URL}).click()",
    "refresh": "put('meta', {httpEquiv: 'refresh', content: `0; url=${URL}`})",
    "address of data": "location = `data:text/html,<img src=${URL}>`",
    "address of a blob": "location = URL_OF(`<img src=${URL}>`, 'text/html')",
    "form to itself": "put('form', {action: URL}).submit()",
    "ping": "put('a', {href: '#a', ping: URL}).click()",
    "history": "history.pushState(null, '', URL); location.reload()",
}
BEGUN = """async ([script, files]) => { (await import(script)).start(files); }"""
TRY = """async (url) => {
    const make = (name, given) => Object.assign(document.createElement(name), given);
    const put = (name, given) => {
        const made = make(name, given);
        (document.body ?? document.documentElement).append(made);
        return made;
    };
    const URL_OF = (text, type) => URL.createObjectURL(new Blob([text], {type}));
    const run = RUN;
    try { await Promise.race([run(url, URL_OF, make, put),
                              new Promise((resolve) => setTimeout(resolve, 100))]); }
    catch (error) { return String(error); }
}"""


def attempt(page, lab, name: str, line: str) -> None:
    """Try a way; that it raises, or that the frame goes, is one way to fail."""
    frame = page.query_selector("iframe[sandbox]").content_frame()
    assert frame.url == "about:srcdoc", f"before {name} the frame was taken along"
    url = f"{lab.address}leak/{name.replace(' ', '-')}"
    body = TRY.replace("RUN", f"async (URL, URL_OF, make, put) => {{ {line} }}")
    try:
        frame.evaluate(body, url)
    except Exception as error:  # the frame went away meanwhile, or it refused
        if "SyntaxError" in str(error):
            raise


def after(page, lab) -> list[str]:
    page.wait_for_timeout(700)
    found = leaked(lab)
    lab.asked[:] = [path for path in lab.asked if "leak" not in path]
    return found


@pytest.fixture
def walled(browser, lab):
    with window(browser, service_workers="allow") as context:
        page = context.new_page()
        assert lab.start(page, place="walled.html") == ""
        yield page


def test_python_works_behind_the_policy_of_the_site(walled):
    broken = """() => { window.broken = []; document.addEventListener(
        "securitypolicyviolation", ({blockedURI}) => broken.push(blockedURI)); }"""
    walled.evaluate(broken)
    assert "x" in ask(walled, "call", "frame", {"epochs": 3})
    assert printed(walled, "print(1 + 1)") == "2\n"
    assert walled.evaluate("broken") == []


def test_no_way_leads_out_of_the_frame(walled, lab):
    assert len(WAYS) + len(MOVES) >= 55
    for name, line in WAYS.items():
        attempt(walled, lab, name, line)
    assert after(walled, lab) == []
    assert walled.url == lab.address + "walled.html"
    assert len(walled.context.pages) == 1
    assert "x" in ask(walled, "call", "frame", {"epochs": 3})


def test_the_frame_can_go_nowhere(browser, lab):
    with window(browser, service_workers="allow") as context:
        for name, line in MOVES.items():
            page = context.new_page()
            page.goto(lab.address + "walled.html")
            places = [lab.address + "explorer/runtime.js", lab.address + "runtime/"]
            page.evaluate(BEGUN, places)
            inside = page.wait_for_selector("iframe[sandbox]", state="attached")
            inside.content_frame().wait_for_url("about:srcdoc")
            attempt(page, lab, name, line)
            assert after(page, lab) == [], name
            page.close()


def test_without_the_policies_some_of_them_lead_out(browser, lab):
    free = lab.variant_of_scripts("wide", "sandbox.js", "POLICY = [", "FORMER = [")
    path = lab.folder / "wide/sandbox.js"
    path.write_text(path.read_text(encoding="utf-8") + '\nconst POLICY = "";\n')
    ways = ("fetch", "image", "stylesheet", "worker of a blob", "frame of text")
    with window(browser, service_workers="allow") as context:
        page = context.new_page()
        assert lab.start(page, free) == ""
        for name in ways:
            attempt(page, lab, name, WAYS[name])
        attempt(page, lab, "location", MOVES["location"])
        expected = {f"/leak/{name.replace(' ', '-')}" for name in (*ways, "location")}
        found = set(after(page, lab))
    assert expected <= found


def test_a_peer_connection_cannot_be_made(walled, lab):
    """Policies do not know WebRTC: its constructor is gone, in its children too."""
    frame = walled.query_selector("iframe[sandbox]").content_frame()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stun:
        stun.bind(("127.0.0.1", 0))
        stun.settimeout(1)
        make = f"""(scope) => {{
            const urls = "stun:127.0.0.1:{stun.getsockname()[1]}";
            const {{RTCPeerConnection}} = scope ?? self;
            const peer = new RTCPeerConnection({{iceServers: [{{urls}}]}});
            peer.createDataChannel("a");
            peer.createOffer().then((offer) => peer.setLocalDescription(offer));
        }}"""
        child = f"""() => {{
            const child = document.createElement("iframe");
            document.documentElement.append(child);
            ({make})(child.contentWindow);
        }}"""
        for way in (make, child):
            with pytest.raises(Exception, match="RTCPeerConnection"):
                frame.evaluate(way)
        with pytest.raises(TimeoutError):
            stun.recv(1)
        walled.evaluate(make)  # the page has it: the try is real
        assert stun.recv(1)
