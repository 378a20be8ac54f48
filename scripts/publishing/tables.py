"""Tables of three columns and more, which a phone shows as a card for each row.

The one rule: they stay tables to a screen reader, whatever the stylesheet makes of
them; so each part names its role, and the label in a cell is for eyes alone.
"""

import re

FEWEST = 3  # columns; two fit on any screen
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
HEADER = re.compile(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", re.DOTALL)
CELL = re.compile(r"<td((?: [^>]*)?)>(.*?)</td>", re.DOTALL)
EMPTY_HEADER = re.compile(r"<th((?: [^>]*)?)></th>")
FRAMELESS = re.compile(r"<table(?![^>]*\bclass=)[^>]*>.*?</table>", re.DOTALL)
FRAMED = (
    '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
    r"\g<0></div></div>"
)
ONCE = re.compile(r'</?(?:data|a)\b[^>]*>| id="[^"]*"')  # not to be said twice
LABEL = '<span class="gd-label" data-search-exclude aria-hidden="true">{}</span>'


def cards(html: str) -> str:
    """A page with the roles and labels of its tables."""
    return TABLE.sub(_table, html)


def framed(html: str) -> str:
    """A page with its tables in the frame that lets them scroll, as Material has it."""
    return FRAMELESS.sub(FRAMED, html)


def without_empty_headers(html: str) -> str:
    """Markdown makes headers of empty corners of tables; a screen reader must not."""
    return EMPTY_HEADER.sub(r"<td\1></td>", html)


def _table(table: re.Match[str]) -> str:
    head, body, rows = table[1].partition("</thead>")
    labels = [ONCE.sub("", label).strip() for label in HEADER.findall(head)]
    if len(labels) < FEWEST:
        return table[0]
    head = re.sub(r"<th\b(?=[^>]*></th>)", '<th role="cell"', head)
    head = re.sub(r"<th\b(?! role)", '<th role="columnheader"', head)
    rows = "</tr>".join(_row(row, labels) for row in rows.split("</tr>"))
    marked = re.sub(r"<tr\b", '<tr role="row"', head + body + rows)
    marked = re.sub(r"<(thead|tbody)\b", r'<\1 role="rowgroup"', marked)
    return f'<table role="table">{marked}</table>'


def _row(row: str, labels: list[str]) -> str:
    rest = iter(labels)

    def cell(match: re.Match[str]) -> str:
        label = next(rest, "")
        shown = LABEL.format(label) if label and match[2].strip() else ""
        return f'<td role="cell"{match[1]}>{shown}{match[2]}</td>'

    return CELL.sub(cell, row)
