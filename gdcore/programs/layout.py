"""Lost indentation, and prose around code: put back, left out.

The one rule: a layout is taken only if it is the one that Python reads.
"""

import ast
import itertools
import re
import warnings

OPENS = re.compile(
    r"^(?:async )?(for|while|if|elif|else|def|class|with|try|except|finally)\b.*:"
    r"[ \t]*(?:#.*)?$"
)
LOOP = re.compile(
    r"^(def \w+\(.*|for [\w, ()]+ in .+|while (True|1\b|not |.*[<>=]).*):[ \t]*(#.*)?$"
)
ENDS = re.compile(r"^(return|break|continue|pass|raise)\b")
OUTSIDE = re.compile(r"^(import|from|def|class|@|if __name__)\b|^(plt\.|print\()")
CODE = re.compile(
    r"^\s*(import |from \w|def |class |for |while |if |elif |else:|with |return|print\b"
    r"|try:|except|@|#|\w[\w.\[\], :]*\s*[-+*/@]?=[^=]|[\w.]+\(.*|[)\]}])"
)
STEADY = re.compile(r"(zero_grad|backward|\.step)\(|^\w+\s*[-+]=|^loss\b|^optimizer\b")
PROSE = re.compile(r"^\s*[A-Za-z][a-z']*( [A-Za-z'`(),]+){2,}.*[.:?!,]?\s*$")


def without_prose(source: str) -> str:
    """The lines that look like code, if Python reads them, indented if need be."""
    lines = source.split("\n")
    kept = [s for s in lines if not PROSE.match(s) or CODE.match(s)]
    for some in (kept, [s for s in kept if not s.strip() or _codelike(s)]):
        text = "\n".join(some)
        for one in (text, indented(text)):
            if some and parses(one) and keeps_loops(source, one):
                return one
    codes = [i for i, s in enumerate(lines) if CODE.match(s)]
    for start in codes[:8]:
        for end in range(len(lines), max(start, len(lines) - 12), -1):
            text = "\n".join(lines[start:end])
            most = sum(start <= i < end for i in codes) > 0.8 * len(codes)
            if most and parses(text) and keeps_loops(source, text):
                return text
    return source


def keeps_loops(source: str, kept: str) -> bool:
    """Whether each loop or function, and its first line, is still there."""
    left = {s.strip() for s in kept.split("\n")}
    rows = [s.strip() for s in source.split("\n") if s.strip()]
    return all(
        before in left and (after in left or before in rows[i + 2 :])
        for i, (before, after) in enumerate(itertools.pairwise(rows))
        if LOOP.match(before)
    )


def _codelike(line: str) -> bool:
    return bool(CODE.match(line)) or line.startswith((" ", "\t"))


def indented(source: str) -> str:
    """Blocks whose lines all stand at the margin, indented again."""
    lines = source.split("\n")
    if any(s[:1] in " \t" for s in lines if s.strip()) and not _flat(lines):
        return source
    text = "\n".join(_laid_out([s.strip() for s in lines]))
    return text if parses(text) else source


def _flat(lines: list[str]) -> bool:
    """Whether no line after a colon is deeper than it, which Python refuses."""
    filled = [s for s in lines if s.strip()]
    return all(
        _depth(after) <= _depth(before)
        for before, after in itertools.pairwise(filled)
        if OPENS.match(before.strip())
    )


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _laid_out(lines: list[str]) -> list[str]:
    """Depth by words: a block ends at a blank line, a return, or what is outside."""
    out: list[str] = []
    open_blocks: list[str] = []
    after_blank = False
    for i, line in enumerate(lines):
        if not line:
            after_blank = True
            out.append("")
            continue
        word = OPENS.match(line)
        if line.startswith("return") and "def" in open_blocks:
            while open_blocks[-1] in ("for", "while"):  # it belongs to the function
                open_blocks.pop()
        _close(open_blocks, line, word[1] if word else "", after_blank, lines[i + 1 :])
        out.append("    " * len(open_blocks) + line)
        if word:
            open_blocks.append(word[1])
        elif ENDS.match(line) and open_blocks:
            open_blocks.pop()
        after_blank = False
    return out


def _close(
    blocks: list[str], line: str, word: str, blank: bool, after: list[str]
) -> None:
    """Takes off the blocks that end before a line."""
    if word in ("elif", "else", "except", "finally"):
        while blocks and blocks[-1] not in ("if", "elif", "for", "while", "try"):
            blocks.pop()
        if blocks:
            blocks.pop()
    elif word in ("def", "class") or re.match(r"(import|from) ", line):
        inside = word == "def" and blocks[:1] == ["class"]
        blocks[:] = blocks[:1] if inside else []
    elif blank and blocks and not STEADY.search(line):
        while blocks and blocks[-1] not in ("def", "class"):
            blocks.pop()
        if blocks == ["def"] and not any(re.match(r"return\b", s) for s in after):
            blocks.clear()


def parses(source: str) -> bool:
    """Whether Python reads it."""
    return not syntax_error(source)


def syntax_error(source: str) -> str:
    """What Python says against it, "" if nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return str(error) or type(error).__name__
    return ""
