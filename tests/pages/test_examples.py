"""The page of the diagnosis before its script: its place, the words of its examples.

The one rule: what an example holds is text, never markup.
"""

from scripts.pages import examples

EVIL = "<img src=x onerror=alert(1)>"
CASES = [
    {
        "name": "first",
        "title": f"It diverges {EVIL}",
        "where": "thread 7",
        "question": {
            "rows": {"X": [[1.0], [2.0]], "y": [3.0, 4.0], "names": [EVIL]},
            "learning_rate": 0.01,
            "method": {"name": "Adam"},
            "code": f"print(1)  # {EVIL}",
            "log": "",
        },
    },
    {
        "name": "second",
        "title": "Only moments",
        "where": "",
        "question": {"moments": {"n": 7, "mean": 88.0, "std": 6.25}, "log": "loss 3"},
    },
    {
        "name": "third",
        "title": "A matrix",
        "where": "",
        "question": {"matrix": {"A": [[1, 2], [3, 4], [5, 6]], "b": [1, 2, 3]}},
    },
]


def test_the_tool_says_what_to_do_without_script():
    tool = examples.tool("../")
    assert 'data-diagnose data-base="../"' in tool
    assert f"<p>{examples.SCRIPTLESS}</p><pre><code>python -m gdcore" in tool


def test_each_example_tells_what_was_given():
    cards = examples.cards(CASES, "../assets/diagnose/examples.json")
    assert 'data-examples="../assets/diagnose/examples.json"' in cards
    assert cards.count("<article") == len(CASES)
    assert "learning rate 0.01" in cards
    assert "method Adam" in cards
    assert "n = 7, mean 88 and standard deviation 6.25 of x" in cards
    assert "a matrix of 3 × 2" in cards
    assert cards.count("<details>") == 2


def test_what_an_example_holds_is_text():
    cards = examples.cards(CASES, "x.json")
    assert "<img" not in cards
    assert cards.count("&lt;img src=x onerror=alert(1)&gt;") == 3


def test_no_example_is_no_fault():
    assert examples.cards([], "x.json").endswith("></div>")
