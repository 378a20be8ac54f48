"""Which files of Python's library and of numpy a reader's program needs.

The one rule: what a few lines on numpy may import stays, the rest is named here.
"""

import ast
import tarfile
import zipfile
from pathlib import Path

from scripts.pipeline.snapshot import Snapshot

ENGINE = "scripts/engine"
COMMAND = ("gdcore/__main__.py", "gdcore/command/")  # `python -m gdcore`
SITE_PACKAGES = "lib/python3.12/site-packages/"
# Networks, mail, markup, packaging, tests, and what Python holds in C as well.
LIBRARY_WITHOUT = """
    __hello__ __phello__ _markupbase _py_abc _pydatetime _pyio
    _sysconfigdata__emscripten_wasm32-emscripten aifc antigravity argparse bdb cProfile
    cgi cgitb chunk cmd colorsys compileall configparser crypt doctest email fileinput
    filecmp ftplib getopt getpass gettext http imaplib imghdr importlib/metadata
    mailbox mailcap mimetypes modulefinder multiprocessing netrc nntplib nturl2path
    optparse pdb pickletools pipes pkgutil plistlib poplib profile pstats pty py_compile
    pyclbr pydoc pyodide/http quopri rlcompleter runpy sched shelve shlex smtplib sndhdr
    socketserver stringprep sunau symtable sysconfig tabnanny tarfile telnetlib this
    trace tracemalloc tty unittest urllib/request urllib/robotparser uu uuid wave
    webbrowser wsgiref xdrlib xml xmlrpc zipapp zoneinfo
"""
ENCODINGS = """
    __init__ aliases ascii cp437 idna latin_1 raw_unicode_escape unicode_escape utf_16
    utf_8
"""
NUMPY_WITHOUT = """
    _configtool _core/_operand_flag_tests _core/_rational_tests _core/_simd
    _core/_struct_ufunc_tests _core/_umath_tests _core/cversions _core/include _core/lib
    _pyinstaller conftest ctypeslib distutils doc f2py fft linalg/lapack_lite ma
    random/_examples random/lib testing typing/mypy_plugin
"""
# np.unique and np.median ask whether an array is masked; without numpy.ma none is.
MASKS = b'''"""No masked arrays: they are left out of this page's numpy."""


def is_masked(x):
    """False."""
    return False


isMA = isMaskedArray = isarray = is_masked


def __getattr__(name):
    raise AttributeError(f"numpy.ma.{name} is left out of this page's numpy")
'''
# They write docstrings onto functions of C: much of the time that an import takes.
BLANK = ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")


def standard(path: Path) -> dict[str, bytes]:
    """The sources of the standard library that stay, by name, sorted."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in sorted(archive.namelist()) if _in_library(name)]
        return {name: archive.read(name) for name in names}


def numpy(path: Path) -> dict[str, bytes]:
    """The sources and shared objects of numpy that stay, by name, sorted."""
    contents = {}
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.removeprefix(SITE_PACKAGES)
            if name != member.name and member.isfile() and _in_numpy(name):
                file = archive.extractfile(member)
                contents[name] = file.read() if file and name not in BLANK else b""
    contents["numpy/ma/__init__.py"] = MASKS
    return dict(sorted(contents.items()))


def license_of_numpy(path: Path) -> bytes:
    """The text that must go along with numpy."""
    with tarfile.open(path) as archive:
        file = archive.extractfile("info/licenses/LICENSE.txt")
        return file.read() if file else b""


def gdcore(snapshot: Snapshot) -> dict[str, bytes]:
    """The sources of gdcore and the engine on it, as Python itself writes them.

    Without comments and layout: the numbers of lines are in the bytecode, and so a
    comment would change what a reader loads. Without the types of functions, 7 %
    of it, for which nothing asks at run time.
    """
    return {
        place: ast.unparse(_untyped(ast.parse(content, place))).encode()
        for place, content in _sources(snapshot).items()
    }


def _untyped(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
    return tree


def modules(snapshot: Snapshot) -> list[str]:
    """The names of these modules, as they are imported here."""
    places = (place.removesuffix("/__init__.py") for place in _sources(snapshot))
    return [place.removesuffix(".py").replace("/", ".") for place in places]


def _sources(snapshot: Snapshot) -> dict[str, bytes]:
    found = {**snapshot.below("gdcore", ".py"), **snapshot.below(ENGINE, ".py")}
    return {
        place: text for place, text in found.items() if not place.startswith(COMMAND)
    }


def _in_library(name: str) -> bool:
    folder, _, rest = name.partition("/")
    if not name.endswith(".py") or _below(name, LIBRARY_WITHOUT):
        return False
    return folder != "encodings" or rest.removesuffix(".py") in ENCODINGS.split()


def _in_numpy(name: str) -> bool:
    package, _, rest = name.partition("/")
    if package != "numpy" or not name.endswith((".py", ".so")):
        return False
    return "tests" not in rest.split("/") and not _below(rest, NUMPY_WITHOUT)


def _below(name: str, without: str) -> bool:
    """Whether a file is one of these modules, or in one of these packages."""
    parts = name.partition(".")[0].split("/")
    heads = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    return not set(without.split()).isdisjoint(heads)
