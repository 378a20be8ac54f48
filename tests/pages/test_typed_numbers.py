"""The prose checker refuses every typed number, and no name, place, year or macro."""

import pytest

from scripts.pages import typed_numbers
from scripts.pages.typed_numbers import findings

TYPED = [
    ("It takes 3 steps.", ["3"]),
    ("A rate of 1e-5, or 1.6E-05.", ["1e-5", "1.6E-05"]),
    ("About 1,000,000 steps, 20% of −3.5.", ["1,000,000", "20%", "−3.5"]),
    ("The 3rd of 64-bit numbers.", ["3rd", "64"]),
    ("In 2018.5, 1899 or 2100.", ["2018.5", "1899", "2100"]),
    ("x<sub>0</sub> is at <b>7</b>", ["0", "7"]),
    ("| 4 | b |\n|---|---|", ["4"]),
    ("[the 5 rates](rates.md#h2)", ["5"]),
    ('{% call figure("a.b1") %} Seven of 8. {% endcall %}', ["8"]),
    ("!!! note\n    It is 9.", ["9"]),
    ("# The 10 rates {#rates-10}", ["10"]),
    ("Costs $5 here.", ["5"]),
    ("## Sources\n\nPolyak (1964): 0.5 of it, 3 %.", ["0.5", "3 %"]),
    ("## Sources\n\nUSSR 4(5).\n\n## Next 6", ["6"]),
    ("Let $x = 0.5$ and\n\n$$\ny = 100\n$$\n\nof 3.", ["0.5", "100", "3"]),
]

ALLOWED = [
    "---\ndescription: 5 steps\n---\nText.",
    "Use `lr = 0.1`, ``a`1`` and float32, L2, x0, Adam2.",
    "1. First\n2) Second\n   10. Tenth\n> 3. Quoted",
    "In 2018, Nesterov wrote (1983) of it.",
    "```python\nx = 3\n```",
    "1. Item\n\n    ~~~\n    5\n    ~~~",
    "Let $x_0 = 3$ and\n\n$$\nx = 4\n$$\n\nso.",
    "See § 1.4, §§ 1.2–1.5, Theorem 2.1.15, Appendix A.2, Algorithms 7.4 and 7.5.",
    "Thread 208572, issues 3, 4 and 5, #22884, pp. 12–15, chapter 9, question 2.",
    "[text](page3.md#a4), ![alt](b5.svg), [text][ref6], <https://a.b/7>, https://a.b/8.",
    "[ref6]: http://a.b/9\n\nA note.[^1]\n\n[^1]: Text.",
    '<img width="640" data-x="5">&#8722; {: width=640 } :material-numeric-1:',
    '{{ number("a.b1", ".4f") }} and {## 7 ##}',
    '$x = {{ tex("a.b", ".2f") }}$ and $10^{ {{ tex("a.b") }} }$',
    "arXiv:2103.00065, 10.1137/0803026",
    "## Sources\n\n- Polyak (1964). USSR Comp. 4(5), 1–17. Vol. 12, 145–151.\n",
    "<!-- 5 -->",
]


@pytest.mark.parametrize(("markdown", "texts"), TYPED)
def test_a_typed_number_is_found(markdown, texts):
    assert [finding.text for finding in findings(markdown)] == texts


@pytest.mark.parametrize("markdown", ALLOWED)
def test_what_is_no_typed_number_is_left_alone(markdown):
    assert findings(markdown) == []


def test_the_line_is_that_of_the_file():
    text = "---\ntitle: T\n---\n\n```\n1\n2\n```\n\nIt takes 3.\n"
    assert [(f.line, f.text) for f in findings(text)] == [(10, "3")]


def test_a_message_says_where_and_what_to_write_instead():
    (finding,) = findings("Rate 0.5.")
    message = str(typed_numbers.mistake(finding, "docs/a.md"))
    assert message.startswith("docs/a.md:1: '0.5' is typed; compute it and write {{")
    assert '{{ number("topic.key") }}' in message
    assert '{{ quoted("0.5", "its source") }}' in message


def test_the_command_fails_on_a_finding_and_is_silent_otherwise(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "docs/deep").mkdir(parents=True)
    page = tmp_path / "docs/deep/page.md"
    page.write_text("No digits.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert typed_numbers.main() == 0
    assert capsys.readouterr().out == ""
    page.write_text("One,\n2.", encoding="utf-8")
    assert typed_numbers.main() == 1
    assert capsys.readouterr().out.startswith("docs/deep/page.md:2: '2' is typed;")
