"""What a program breaks is whole again, and what watches it changes nothing.

The one rule: a run after the worst program gives what it gave before.
"""

import builtins
import contextlib
import io
import json
import random
import sys
import warnings

import numpy as np
import pytest

from gdcore.programs.execution import FILE
from gdcore.programs.instrumenting import MARK, NAMES, instrumented
from gdcore.programs.isolation import isolated
from gdcore.programs.recording import Recorder
from gdcore.programs.running import run_program
from tests.gdcore.test_running import LINE as WHOLE

LINE = WHOLE.replace("range(300)", "range(30)")
BREAKS = [
    "import sys\nsys.modules.clear()",
    "import json\njson.dumps = json.JSONEncoder.default = None",
    "import builtins, numpy\nnumpy.mean = numpy.add = None\nbuiltins.len = None",
    "import sys\nsys.modules['json'] = sys.modules['fake'] = object()",
    "import json.decoder\njson.decoder.len = lambda text: 0",
    "import sys\nsys.stdout = None\nsys.setrecursionlimit(90)\nsys.path.clear()",
    "import sys\nsys.settrace(lambda *_: None)\nsys.modules = {}",
    "import numpy as np\nnp.seterr(all='raise')\nnp.set_printoptions(precision=2)",
    "import warnings\nwarnings.simplefilter('error')\nwarnings.warn = None",
    "import random, numpy\nrandom.seed(3)\nnumpy.random.seed(3)",
    "import os, gc\nos.chdir('/')\ngc.disable()",
    "import gdcore.runs\ngdcore.runs.run = None\ngdcore.runs.Trajectory.digits = 3",
]


@pytest.mark.parametrize("code", BREAKS, ids=lambda code: repr(code)[-30:])
def test_what_a_program_breaks_is_whole_again(code):
    first = run_program(LINE).as_dict()
    state = (sys.getrecursionlimit(), sys.stdout, [*sys.path], sys.gettrace())
    names, options = {*sys.modules}, (np.geterr(), np.get_printoptions())
    drawn = random.getstate(), np.random.get_state()[1].tolist()
    run_program(code)
    assert run_program(LINE).as_dict() == first
    after = (sys.getrecursionlimit(), sys.stdout, [*sys.path], sys.gettrace())
    assert after == state
    assert {*sys.modules} >= names
    assert "fake" not in sys.modules
    assert (np.geterr(), np.get_printoptions()) == options
    assert (random.getstate(), np.random.get_state()[1].tolist()) == drawn
    assert json.loads(json.dumps({"a": [1]})) == {"a": [1]}
    assert np.mean([1.0, 2.0]) == 1.5
    with pytest.warns(UserWarning, match="still"):
        warnings.warn("still", stacklevel=1)


def test_isolation_leaves_what_was_imported_and_takes_what_was_put_in_its_place():
    with isolated():
        import colorsys  # nobody else here imports it

        builtins.of_the_program = 3
    assert sys.modules["colorsys"] is colorsys
    del builtins.of_the_program
    with contextlib.suppress(KeyError), isolated():
        json.loads, json.added = None, 3
        raise KeyError
    assert json.loads("3") == 3
    assert not hasattr(json, "added")


def test_one_name_more_or_another_name_is_seen():
    before = dict(vars(json))
    last = [*before][-1]
    with isolated():
        json.added = 3
    with isolated():
        json.renamed = vars(json).pop(last)
    assert dict(vars(json)) == before
    first = dict(vars(json.JSONDecoder))
    with isolated():
        json.JSONDecoder.added = 3
    assert dict(vars(json.JSONDecoder)) == first


def test_random_numbers_are_the_same_in_each_run():
    code = "import random, numpy as np\nprint(random.random(), np.random.rand())"
    assert run_program(code).printed == run_program(code).printed


MARKED = """
def f(n):
    for i in range(n):
        if i == 1:
            continue
        if i == 4:
            return i
    else:
        return -1
class A:
    total = 0
    for i in range(3):
        total += i
    def g(self):
        __private = 0
        while __private < 3:
            __private += 1
        return __private
def h():
    for i in range(3):
        yield i
for i, j in zip(range(9), range(2)):
    for k in "ab":
        break
    else:
        print("never")
else:
    print("else", i, j, k)
while i:
    i -= 1
print(f(3), f(9), A.total, A().g(), [*h()], [n for n in range(3)], sorted(globals()))
"""


def test_a_marked_program_computes_the_same():
    outputs = []
    tree, loops = instrumented(MARKED)
    recorder = Recorder(len(loops), 1000, None)
    for code in (MARKED, compile(tree, FILE, "exec")):
        heard = io.StringIO()
        names = {"__builtins__": {**vars(builtins), MARK: recorder, NAMES: locals}}
        with contextlib.redirect_stdout(heard):
            exec(code, names)
        outputs.append(heard.getvalue())
    assert outputs[0] == outputs[1]
    assert "never" not in outputs[0]
    assert [loop.line for loop in loops] == [3, 12, 16, 20, 22, 23, 29]


def test_what_a_pass_carries_is_read_from_its_text():
    _, loops = instrumented(
        "for k in range(9):\n    total = 0\n    for i in x:\n        total += i\n"
        "    step = lr * g(w)\n    new = w - step\n    w = new\n    a.b[0] -= 1\n"
        "    t.data.sub_(step)\n    c, d = d, 1\n    (p, q) = update(p, q)\n"
        "    cost = f(w)\n"
    )
    assert {*loops[0].carried} == {"w", "a.b", "t", "p", "q"}
    assert loops[1].carried == ("total",)
    assert {"x", "w", "lr", "g"} <= loops[0].read
