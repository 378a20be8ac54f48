"""Sections that are folded: what a reader in a hurry may leave out.

The one rule: a fold keeps its heading, and so its address and its line in the contents;
a link to it, or into it, opens it.
"""

import re

HEADING = re.compile(r"<h([2-6])\b([^>]*)>.*?</h\1>", re.DOTALL)
HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
FOLDED = re.compile(r'class="[^"]*\bgd-fold\b')


def folded(html: str) -> str:
    """A page in which each section whose heading says `.gd-fold` is a fold."""
    headings = list(HEADING.finditer(html))
    done: list[str] = []
    at = 0
    for i, heading in enumerate(headings):
        if heading.start() < at or not FOLDED.search(heading[2]):
            continue
        after = (one for one in headings[i + 1 :] if one[1] <= heading[1])
        end = next((one.start() for one in after), len(html))
        body = html[heading.end() : end].strip()
        done.append(html[at : heading.start()])
        title = HEADERLINK.sub("", heading[0])  # a link in a button is neither
        done.append(
            f'<details class="gd-fold">\n<summary>{title}</summary>\n{body}\n'
            "</details>\n"
        )
        at = end
    return "".join([*done, html[at:]])
