"""Reading programs: how they are posted, what they say, what cannot be read.

The one rule: whatever is given, a Reading comes back, and nothing was executed.
"""

import ast
import random
import re

import pytest

from gdcore import programs
from gdcore.programs.posted import mend
from gdcore.programs.reading import Reading, read

LINE = """import numpy as np

x = np.array([0.0, 1.0, 2.0, 3.0])
y = np.array([1.0, 3.0, 5.0, 7.0])
w = b = 0.0
lr = 0.05
for _ in range(2000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)
print(w, b)
"""
TORCH = """import torch

x = torch.linspace(-1, 1, 20)[:, None]
y = 2 * x + 1
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=5e-2, momentum=0.9)
for epoch in range(300):
    loss = torch.nn.functional.mse_loss(model(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
"""
KERAS = """import keras

model = keras.Sequential([keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.1), loss="mse")
model.fit(x, y, epochs=40)
"""


def prompted(source: str) -> str:
    rows = source.split("\n")
    return "\n".join((">>> " if row[:1].strip() else "... ") + row for row in rows)


POSTS = {
    "fences": lambda s: (
        f"Here is my code, why is it wrong?\n\n```python\n{s}```\nThanks!"
    ),
    "prompts": prompted,
    "numbers": lambda s: "\n".join(
        f"{i}  {row}" for i, row in enumerate(s.split("\n")[:-1], 1)
    ),
    "mail": lambda s: "\n".join(f"> {row}" for row in s.split("\n")),
    "no-break": lambda s: s.replace(" ", "\u00a0"),
    "entities": lambda s: s.replace("-=", "&#45;=").replace("(", "&#40;"),
    "margin": lambda s: "\n".join(f"    {row}" for row in s.split("\n")),
    "spaced": lambda s: s.replace("\n", "\n\n"),
    "print": lambda s: s.replace("print(w, b)", "print w, b"),
    "lost indentation": lambda s: "\n".join(
        row.strip() for row in s.split("\n")
    ).replace("print(w, b)", "\nprint(w, b)"),
    "notebook": lambda s: f"In [3]: %matplotlib inline\nIn [4]: {s}",
}


@pytest.mark.parametrize("way", sorted(POSTS))
def test_posted_code_is_mended_and_read(way):
    reading = read(POSTS[way](LINE))
    assert reading.problem == ""
    assert (reading.learning_rate, reading.steps) == (0.05, 2000)
    assert reading.faults == ()
    if way not in ("margin", "spaced"):
        assert reading.mended


FITTED = """import numpy as np

def fit(x, y, lr=0.1):
    w = b = 0.0
    for i in range(100):
        r = w * x + b - y
        w -= lr * np.mean(r * x)
        b -= lr * np.mean(r)
    return w, b

x = np.linspace(0, 1, 9)
y = 2 * x + 1
w, b = fit(x, y)
"""
AROUND = {
    "no-break entities": "{}",
    "one line of tags": "<p>Why does my loss not fall at all?</p><pre><code>{}</code>"
    "</pre><p>Thanks for any help!</p>",
    "prose": "Here is my code, why is it wrong?\n\n{}\nThanks in advance!",
}


@pytest.mark.parametrize("entity", ["&nbsp;", "&nbsp", "&amp;nbsp;"])
@pytest.mark.parametrize("around", sorted(AROUND))
def test_blanks_that_are_entities_keep_the_loop(around, entity):
    posted = re.sub("^ +", lambda m: entity * len(m[0]), FITTED, flags=re.M)
    text, _ = mend(AROUND[around].format(posted))
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(FITTED))


def test_a_return_without_indentation_belongs_to_the_function():
    flat = "\n".join(row.strip() for row in FITTED.split("\n"))
    reading = read(flat)
    assert "lost indentation was put back" in reading.mended
    assert reading.faults == ()
    assert ast.dump(ast.parse(reading.source)) == ast.dump(ast.parse(FITTED))


def test_a_loop_is_never_left_out_as_prose():
    posted = LINE.replace("    r = w", "    ?? r = w")
    assert "Python cannot read it" in read(posted).problem


def test_code_that_python_reads_is_left_as_it_is():
    assert read(LINE).source == LINE
    assert read(LINE).mended == ()


def test_facts_of_a_loop_by_hand():
    reading = read(LINE)
    assert (reading.framework, reading.method) == ("numpy", "gradient descent")
    assert (reading.learning_rate, reading.steps) == (0.05, 2000)
    assert (reading.loss, reading.precision) == ("mean", "float64")
    assert reading.data is not None
    assert reading.data["X"] == [pytest.approx([v]) for v in (0, 1, 2, 3)]
    assert reading.data["y"] == pytest.approx([1, 3, 5, 7])


def test_facts_of_torch():
    reading = read(TORCH)
    assert (reading.framework, reading.method) == ("torch", "momentum")
    assert (reading.learning_rate, reading.beta) == (0.05, 0.9)
    assert (reading.loss, reading.steps, reading.precision) == ("mean", 300, "float32")


def test_facts_of_keras():
    reading = read(KERAS)
    assert (reading.framework, reading.method) == ("keras", "Adam")
    assert (reading.learning_rate, reading.loss, reading.steps) == (0.1, "mean", None)


@pytest.mark.parametrize(
    ("rows", "more", "steps"),
    [
        (32, "", 40),
        (33, "", 80),
        (100, ", batch_size=1", 4000),
        (100, ", batch_size=None", 160),
        (100, ", batch_size=len(x)", 40),
        (100, ", validation_split=0.2, batch_size=40", 80),
        (100, ", steps_per_epoch=3", None),
        (100, ", validation_split=2", None),
    ],
)
def test_a_round_of_keras_has_a_step_for_each_batch(rows, more, steps):
    given = f"import numpy as np\nx = np.linspace(0, 1, {rows})\ny = 3 * x\n{KERAS}"
    assert read(given.replace("epochs=40", f"epochs=40{more}")).steps == steps


def test_the_steps_of_an_sgd_regressor_are_not_known():
    """It ends by `tol`, and a round of it has a step for each row."""
    reading = read(
        "import numpy as np\nfrom sklearn.linear_model import SGDRegressor\n"
        "x = np.linspace(0, 1, 50)\nm = SGDRegressor(max_iter=100)\n"
        "m.fit(x.reshape(-1, 1), 3 * x)\n"
    )
    assert (reading.method, reading.learning_rate) == ("gradient descent", 0.01)
    assert reading.steps is None


def test_random_data_are_not_given_as_data():
    source = LINE.replace("np.array([0.0, 1.0, 2.0, 3.0])", "np.random.rand(4)")
    assert read(source).data is None


FOREIGN = {
    "JavaScript": "const x = [1, 2, 3];\nlet w = 0;\nfor (let i = 0; i < 9; i++) {\n"
    "  console.log(w);\n}\n",
    "R": "x <- c(1, 2, 3)\ny <- c(2, 4, 6)\nfor (i in 1:100) {\n"
    "  g <- t(x) %*% (x * w - y)\n}\n",
    "MATLAB or Octave": "m = length(y);\nfor iter = 1:num_iters\n"
    "  theta = theta - (alpha / m) * (X' * (X * theta - y));\nend\n",
}


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_another_language_is_named(name):
    assert name in read(FOREIGN[name]).problem


REFUSED = {
    "empty": ("", "There is no code."),
    "too long": ("x = 1\n" * 200_000, "characters"),
    "nested": ("(" * 5000 + ")" * 5000, "nested too deep"),
    "no loop": ("x = 1\n", "No training loop was found."),
    "syntax": ("for i in range(3)\n    x = (1\n", "Python cannot read it"),
    "low level": ("import tensorflow as tf\nwith tf.GradientTape() as t:\n    pass\n",
                  "low level"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_says_why(name):
    source, words = REFUSED[name]
    reading = read(source)
    assert words in reading.problem
    assert reading.faults == ()


HOSTILE = [
    "\x00\x01\x02" * 50,
    "x = 9 ** 9 ** 9 ** 9\n",
    "x = [0] * 10**12\n",
    "import numpy as np\nx = np.zeros((10**6, 10**6))\n",
    "while True:\n    pass\n",
    "def f():\n    return f()\nf()\n",
    "x = " + "-" * 4000 + "1\n",
    "import os\nos.system('true')\n",
    "__import__('os').system('true')\n",
    "x = ().__class__.__bases__[0].__subclasses__()\n",
    "a = [1]\nfor v in a:\n    a.append(v)\n",
    "\ud800",
    "x = '" + "a" * 50_000 + "' * 10**9\n",
    "import numpy as np\nx = np.arange(1e9)\ny = x[:, None] - x\n",
]


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_gives_a_reading(source):
    assert isinstance(read(source), Reading)


def test_damaged_programs_give_a_reading():
    rng = random.Random(7)
    for _ in range(60):
        source = list(rng.choice([LINE, TORCH, KERAS]))
        for _ in range(rng.randint(1, 6)):
            place = rng.randrange(len(source))
            source[place : place + rng.randint(0, 9)] = rng.choice(
                [
                    "",
                    "(",
                    ")",
                    "\n",
                    " ",
                    "=",
                    "0",
                    "x",
                    "[",
                    ":",
                    "*",
                    "\t",
                    "'",
                    "None",
                ]
            )
        assert isinstance(read("".join(source)), Reading)


def test_nothing_is_executed(tmp_path):
    place = tmp_path / "written"
    read(f"open({str(place)!r}, 'w').write('x')\nfor i in range(3):\n    w = 1\n")
    assert not place.exists()


def test_the_public_names_are_there_and_no_others():
    assert [name for name in programs.__all__ if not hasattr(programs, name)] == []
    assert programs.read is read
    with pytest.raises(AttributeError, match="no attribute 'rea'"):
        programs.rea  # noqa: B018
