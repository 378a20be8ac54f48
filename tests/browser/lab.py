"""A page of its own for tests of the runtime, on a host that remembers who asked.

The one rule: the scripts are those of docs/, unbundled; a variant differs from them in
one place, which must be found, so that a test can show what that place is good for.
"""

import gzip
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scripts.explorer import runtime
from scripts.pipeline import esbuild
from scripts.pipeline.snapshot import Snapshot
from scripts.publishing import policy
from tests.conftest import ROOT

SCRIPTS = ROOT / "docs/javascripts/explorer/runtime"
START = """async ({scripts, files}) => {
    const {start} = await import(`${scripts}runtime.js`);
    window.progress = [];
    window.runtime = start(files, {onProgress: (count) => window.progress.push(count)});
    return window.runtime.ready.then(() => "", (error) => error.message);
}"""


class Host(SimpleHTTPRequestHandler):
    """Lets every origin read it, as GitHub Pages does, and logs each request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a small answer waits 40 ms

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        return parsed


class Server(ThreadingHTTPServer):
    """Remembers what was asked, and does not mind that a browser hangs up."""

    def __init__(self, *arguments: object) -> None:
        self.asked: list[str] = []
        super().__init__(*arguments)  # type: ignore[arg-type]

    def handle_error(self, *_: object) -> None:
        pass


class Lab:
    """A folder that is served at `address`; `asked` are the requests so far."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder = folder
        self.address = f"http://127.0.0.1:{server.server_port}/"
        self.asked: list[str] = server.asked

    def start(
        self,
        page,
        scripts: str = "explorer/",
        files: str = "runtime/",
        place: str = "page.html",
    ) -> str:
        """Start the runtime on a page of the lab; why it was refused, or nothing."""
        if not page.url.startswith(self.address):
            page.goto(self.address + place)
        places = {"scripts": scripts, "files": files}
        return page.evaluate(
            START, {key: self.address + place for key, place in places.items()}
        )

    def variant_of_scripts(self, name: str, script: str, old: str, new: str) -> str:
        """The scripts with one place of one of them replaced."""
        shutil.copytree(SCRIPTS, self.folder / name)
        replace(self.folder / name / script, old, new)
        return f"{name}/"

    def variant_of_files(self, name: str, script: str, old: str, new: str) -> str:
        """The runtime's files with one place of worker.js or of frame.js replaced."""
        shutil.copytree(self.folder / "runtime", self.folder / name)
        snapshot, place = Snapshot.take(ROOT), f"{runtime.SOURCE}/{script}"
        text = snapshot.files[place].decode()
        assert text.count(old) == 1, f"{old!r} does not stand once in {script}"
        edited = {**snapshot.files, place: text.replace(old, new).encode()}
        made = esbuild.run(Snapshot(ROOT, edited), place, "--format=iife")
        self.put(name, script, made[script])
        return f"{name}/"

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Replace a file of a variant of the runtime."""
        path = self.folder / folder / "files.json"
        files = json.loads(path.read_text(encoding="utf-8"))
        packed = gzip.compress(content, mtime=0)
        files[name] |= {"bytes": len(packed), "size": len(content), "digest": folder}
        (path.parent / files[name]["file"]).write_bytes(packed)
        path.write_text(json.dumps(files), encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} does not stand once in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def serve(folder: Path, built: Path) -> Iterator[Lab]:
    """A lab in `folder` with the runtime that stands in `built`.

    Its `walled.html` has the policy of the site's pages, its `page.html` has none.
    """
    shutil.copytree(SCRIPTS, folder / "explorer")
    shutil.copytree(built / runtime.FOLDER, folder / "runtime")
    head = f"<!doctype html><html lang=en>{policy.CHARSET}<title>Lab</title>"
    text = f'{head}<p id="page">A page</p>'
    (folder / "walled.html").write_text(text, encoding="utf-8")
    policy.protect(folder, policy.frame_of(built))
    (folder / "page.html").write_text(text, encoding="utf-8")
    handler = partial(Host, directory=str(folder))
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Lab(folder, server)
        server.shutdown()
        thread.join()
