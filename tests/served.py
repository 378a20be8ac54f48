"""A toy site under a real `mkdocs serve`, for tests that edit it as an author would.

The one rule: one server for all; what it says and what it sends are both read anew.
"""

import contextlib
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import toy
from tests.toy import Project

PATIENCE = 120  # seconds; a rebuild takes one, draws on a busy machine take many
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
CONFIG = """
site_name: Toy
theme: {name: material, font: false, custom_dir: docs/.overrides}
hooks: [scripts/mkdocs_hooks.py]
watch: [gdcore, scripts]
plugins:
  - search
  - redirects:
      redirect_maps:
        old.md: deep/other.md
nav:
  - Start: index.md
  - Other: deep/other.md
  - Notebook: notebooks/toy.ipynb
markdown_extensions:
  - attr_list
  - md_in_html
  - admonition
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - toc: {permalink: "#"}
validation:
  links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}
  nav: {omitted_files: warn}
"""
INDEX = r"""---
title: Toy
description: >-
  A page of the toy
  in {{ plain("valley.steps") }} steps.
---

# Toy

It takes {{ number("valley.steps") }} steps with $\lr < \kappa$; see
[the other](deep/other.md#limit) and [the numbers](numbers.json).

{% call figure("valley.path") %}
The rate is $\sigma$.
{% endcall %}

Quoted: {{ quoted("7", "a thread") }}.

{{ code("toy") }}

$$
\lambda \le {{ tex("valley.last", ".2f") }}
$$

The last line.
"""
OTHER = """# Other

## The limit {#limit}

Back to [the start](../index.md).
"""
OVERRIDE = """{% extends "base.html" %}
{% block announce %}Toy{% endblock %}
"""


def notebook() -> str:
    """A committed notebook of two cells."""
    cells = [
        {"cell_type": "markdown", "id": "title", "source": ["# Toy\n", "\n", "Two."]},
        {
            "cell_type": "code",
            "id": "print",
            "execution_count": 1,
            "outputs": [{"name": "stdout", "output_type": "stream", "text": ["5\n"]}],
            "source": ["print(2 + 3)"],
        },
        {
            "cell_type": "markdown",
            "id": "after",
            "source": ["It prints\n", "5 in all."],
        },
    ]
    for cell in cells:
        cell["metadata"] = {}
    book = {
        "cells": cells,
        "metadata": {"gd": {"description": "A toy", "stamp": {"torch": "2"}}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, sort_keys=True) + "\n"


def make(shared: Path, root: Path) -> Project:
    """The built toy project with pages, a snippet, a notebook and a template."""
    project = toy.made(shared, root)
    files = {
        "mkdocs.yml": CONFIG,
        "docs/index.md": INDEX,
        "docs/deep/other.md": OTHER,
        "docs/notebooks/toy.ipynb": notebook(),
        "docs/snippets/toy_numpy.py": "x = 1\n",
        "docs/.overrides/main.html": OVERRIDE,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return project


@dataclass
class Served:
    """The project, and the server that watches it."""

    project: Project
    address: str
    log: Path

    def write(self, name: str, content: str | bytes | None) -> None:
        """Save a file whole, as editors do; None deletes it, and saves another one.

        Watchdog misses the end of a file now and then: the next save tells.
        """
        path = self.project.root / name
        if content is None:
            path.unlink()
            return self.write("docs/index.md", INDEX)
        data = content.encode() if isinstance(content, str) else content
        new = path.with_name(f".{path.name}.new")
        new.write_bytes(data)
        os.replace(new, path)

    def page(self, path: str = "") -> str:
        """What the server sends, an error page included, in good time."""
        try:
            with urllib.request.urlopen(
                self.address + path, timeout=PATIENCE
            ) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def shown(self, path: str = "") -> list[str]:
        """The mistakes on the page, as text."""
        items = ITEM.findall(self.page(path).partition('id="gd-mistakes"')[2])
        return [html.unescape(re.sub(r"<[^>]*>", "", item)) for item in items]

    def said(self) -> list[str]:
        """The lines of the terminal so far."""
        return self.log.read_text(encoding="utf-8").splitlines()

    def wait(self, true: Callable[[], object]) -> None:
        """Until it is true."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, "\n".join(
                [*self.said()[-30:], "not in time"]
            )
            time.sleep(0.05)


@contextlib.contextmanager
def serving(project: Project, *options: str, wait: bool = True) -> Iterator[Served]:
    """`mkdocs serve` on a free port, ended with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = project.root / "serve.log"
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    fixed = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1000000000"}
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            toy.interruptible([*command, *options]),
            cwd=project.root,
            env={**os.environ, **fixed},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    served = Served(project, f"http://127.0.0.1:{port}/", log)
    try:
        if wait:
            served.wait(lambda: any("Serving on" in line for line in served.said()))
        yield served
    finally:
        process.send_signal(signal.SIGINT)  # Ctrl-C: it deletes its folders
        process.wait(PATIENCE)
