"""The ways in which code is posted, as functions from a program to a post.

The one rule: a reader must get the very program back, the same syntax tree, but for
what a way takes away (`kept`). A way is used only on the programs that it `fits`.
"""

import ast
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

Change = Callable[[str], str]


@dataclass(frozen=True)
class Way:
    """One way of posting, and what of the program a reader can have back."""

    name: str
    post: Change
    fits: Callable[[str], bool] = lambda source: True
    kept: Change = lambda source: source


def lines(change: Change) -> Change:
    """A change of each line, as a change of the text."""
    return lambda source: "\n".join(map(change, source.rstrip().splitlines())) + "\n"


def prompts(first: str, more: str, answer: str = "") -> Change:
    """A session: `first` before each statement, `more` before its other lines."""

    def post(source: str) -> str:
        rows, shown = source.splitlines(), []
        for node in ast.parse(source).body:
            begin = min([node.lineno, *(d.lineno for d in decorators(node))])
            piece = rows[begin - 1 : node.end_lineno]
            shown.append(first.replace("%d", str(len(shown) + 1)) + piece[0])
            shown += [more + row for row in piece[1:]]
            if is_block(node):
                shown.append(more.rstrip())
            if answer and piece[0].startswith("print("):
                shown.append(answer)
        return "\n".join(shown) + "\n"

    return post


def decorators(node: ast.stmt) -> list[ast.expr]:
    return getattr(node, "decorator_list", [])


def is_block(node: ast.stmt) -> bool:
    return hasattr(node, "body")


def numbered(form: str) -> Change:
    """Line numbers before each line, `form` with {} for the number."""

    def post(source: str) -> str:
        rows = enumerate(source.rstrip().splitlines(), 1)
        return "".join(f"{form.format(i)}{row}".rstrip() + "\n" for i, row in rows)

    return post


def around(before: str, after: str) -> Change:
    return lambda source: f"{before}{source}{after}"


def leading(pattern: str) -> Change:
    """The blanks before each line in another form: `pattern` for each four."""
    return lines(
        lambda row: pattern * ((len(row) - len(row.lstrip())) // 4) + row.lstrip()
    )


def by_fours(source: str) -> bool:
    """Whether all indentation goes by four blanks, outside of brackets and texts."""
    rows = source.splitlines()
    return all((len(row) - len(row.lstrip())) % 4 == 0 for row in rows)


def quotes(source: str) -> str:
    """Typographic quotes, alternating, as a word processor makes them."""
    pairs = re.sub(r'"([^"\n]*)"', "“\\1”", source)
    return re.sub(r"'([^'\n]*)'", "‘\\1’", pairs)


def python2(source: str) -> str:
    """print as a statement, where its call is one plain line."""
    return re.sub(r"(?m)^(\s*)print\((.*)\)$", r"\1print \2", source)


def only_simple_prints(source: str) -> bool:
    calls = re.findall(r"(?m)^\s*print\((.*)\)$", source)
    return bool(calls) and source.count("print(") == len(calls)


def ends_with_flat_loop(source: str) -> bool:
    """Whether one loop without a block inside is the last thing, and the only block."""
    *before, last = ast.parse(source).body
    flat = isinstance(last, ast.For) and not any(map(is_block, last.body))
    return flat and not any(map(is_block, before))


def without_imports(source: str) -> str:
    return "\n".join(
        row for row in source.splitlines() if not row.startswith(("import ", "from "))
    )


def notebook(source: str) -> str:
    """The file of a notebook, a cell for each two statements."""
    rows, cells = source.splitlines(keepends=True), []
    nodes = ast.parse(source).body
    for i in range(0, len(nodes), 2):
        begin = nodes[i].lineno
        begin = min([begin, *(d.lineno for d in decorators(nodes[i]))])
        last = nodes[min(i + 1, len(nodes) - 1)].end_lineno
        code = {
            "cell_type": "code",
            "execution_count": i,
            "metadata": {},
            "outputs": [],
        }
        cells.append({**code, "source": rows[begin - 1 : last]})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1)


PROSE = (
    "Hello everybody, I am new to this and my line does not fit. Here is my code:\n\n"
)
QUESTION = "\nWhat am I doing wrong? Thanks in advance!\n"
TRACE = """
Traceback (most recent call last):
  File "train.py", line 12, in <module>
    main()
ValueError: something went wrong
"""

WAYS = (
    Way("session", prompts(">>> ", "... ")),
    Way("session_with_answers", prompts(">>> ", "... ", "2.001 0.998")),
    Way("ipython", prompts("In [%d]: ", "   ...: ")),
    Way("ipython_with_answers", prompts("In [%d]: ", "   ...: ", "2.001 0.998\n")),
    Way("numbers", numbered("{} ")),
    Way("numbers_padded", numbered("{:>4}  ")),
    Way("numbers_dot", numbered("{}. ")),
    Way("numbers_colon", numbered("{:03d}: ")),
    Way("numbers_bar", numbered("{:>3} | ")),
    Way("numbers_tab", numbered("{}\t")),
    Way("fence", around("```\n", "```\n")),
    Way("fence_python", around("```python\n", "```\n")),
    Way("fence_tilde", around("~~~py\n", "~~~\n")),
    Way("fence_prose", around(f"{PROSE}```python\n", f"```\n{QUESTION}")),
    Way("fence_output", around("```python\n", "```\nOutput:\n```\nnan nan\n```\n")),
    Way(
        "fence_indented",
        lambda s: "    ```\n" + lines(lambda r: f"    {r}")(s) + "    ```\n",
    ),
    Way("bbcode", around("[code=python]\n", "[/code]\n")),
    Way("pre", lambda s: f"<pre><code>{html.escape(s)}</code></pre>\n"),
    Way("entities", lambda s: html.escape(s)),
    Way("entities_nbsp", lambda s: leading("&nbsp;" * 4)(html.escape(s)), by_fours),
    Way("line_breaks", lines(lambda row: f"{row}<br>")),
    Way("no_break_spaces", lambda s: leading("\N{NO-BREAK SPACE}" * 4)(s), by_fours),
    Way("all_no_break", lambda s: s.replace(" ", "\N{NO-BREAK SPACE}")),
    Way("typographic_quotes", quotes, lambda s: '"' in s and '"""' not in s),
    Way("unicode_minus", lambda s: s.replace(" - ", " \N{MINUS SIGN} ")),
    Way("en_dash", lambda s: s.replace(" - ", " \N{EN DASH} ")),
    Way("mail", lines(lambda row: f"> {row}")),
    Way("mail_twice", lines(lambda row: f">> {row}")),
    Way("blank_lines", lambda s: s.replace("\n", "\n\n")),
    Way("tabs", leading("\t"), by_fours),
    Way("indented", lines(lambda row: f"    {row}" if row else row)),
    Way(
        "indented_but_first",
        lambda s: lines(lambda row: f"    {row}" if row else row)(s).lstrip(),
    ),
    Way("indented_by_two", leading("  "), by_fours),
    Way("lost_indentation", lines(str.lstrip), ends_with_flat_loop),
    Way("windows", lambda s: s.replace("\n", "\r\n")),
    Way("old_mac", lambda s: s.replace("\n", "\r")),
    Way("byte_order_mark", lambda s: "\N{ZERO WIDTH NO-BREAK SPACE}" + s),
    Way("zero_width", lines(lambda row: f"{row}\N{ZERO WIDTH SPACE}")),
    Way("trailing_blanks", lines(lambda row: f"{row}   ")),
    Way("python_2_print", python2, only_simple_prints),
    Way("magics", around("%matplotlib inline\n!pip install numpy\n", "")),
    Way("cell_marks", around("# In[12]:\n\n\n", "\n\n# In[ ]:\n\n")),
    Way("prose_before", around(PROSE, "")),
    Way("prose_after", around("", QUESTION)),
    Way("traceback_after", around("", TRACE)),
    Way("copy_button", around("python\nCopy code\n", "")),
    Way("patch", lines(lambda row: f"+{row}")),
    Way("no_imports", without_imports, kept=without_imports),
    Way("notebook_file", notebook),
)


def same(read: str, program: str) -> bool:
    """Whether two sources have one syntax tree."""
    try:
        return ast.dump(ast.parse(read)) == ast.dump(ast.parse(program))
    except (SyntaxError, ValueError):
        return False
