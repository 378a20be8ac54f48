"""What plain values may be, and in which words they are refused.

The one rule: a schema is JSON; state/schema.js reads the same with the same verdicts
and the same words, so neither has a bound or a sentence of its own.
"""

from collections.abc import Mapping
from typing import Any

from scripts.engine import numerals

Node = dict[str, Any]
LARGEST = 1e100
"""Larger numbers could not even be squared twice."""
WORDS = {
    "alike": "{path} must have as many {known}",
    "either": "{path} must have one of {known}",
    "item": "value {n} of {path}",
    "name": "must be one of {known}",
    "object": "must be an object with named values",
    "unknown": "{path} has no {key}; it has {known}",
}
"""Sentences that no node has of its own."""


def number(least: float = -LARGEST, most: float = LARGEST, **more: Any) -> Node:
    """A number; with `each`, or a list of so many of them."""
    if least == -LARGEST:
        range_ = f", at most {numerals.number(LARGEST)} in size"
    elif most < LARGEST:
        range_ = f" from {numerals.number(least, 6)} to {numerals.number(most, 6)}"
    else:
        range_ = f" >= {numerals.number(least)}"
    must = f"must be a number{range_}"
    if "each" in more:
        must += f", or a list of {more['each']} such"
    return {"kind": "number", "must": must, "least": least, "most": most, **more}


def whole(least: int, most: int, **more: Any) -> Node:
    """A number without a fraction."""
    must = f"must be a whole number from {least:,} to {most:,}"
    return {**number(least, most), "must": must, "whole": True, **more}


def choice(*choices: str, **more: Any) -> Node:
    """One of some names."""
    must = WORDS["name"].format(known=", ".join(choices))
    return {"kind": "choice", "must": must, "choices": [*choices], **more}


def text(must: str, **more: Any) -> Node:
    """A text; with `bytes`, at most so long in UTF-8; with `pattern`, all of that."""
    return {"kind": "text", "must": must, **more}


def boolean(**more: Any) -> Node:
    """Yes or no."""
    return {"kind": "boolean", "must": "must be true or false", **more}


def listed(must: str, items: Node, least: int, most: int, **more: Any) -> Node:
    """A list of values that are alike."""
    shape = {"items": items, "least": least, "most": most}
    return {"kind": "list", "must": must, **shape, **more}


def row(must: str, *items: Node) -> Node:
    """A list with a meaning for each place."""
    return {"kind": "row", "must": must, "items": [*items]}


def mapping(fields: Mapping[str, Node], **more: Any) -> Node:
    """Named values; with `alike`, lists of one length; with `either`, one of some.

    A field that is missing has its `default`, is left out if it is `optional`, and is
    refused otherwise.
    """
    return {"kind": "mapping", "must": WORDS["object"], "fields": {**fields}, **more}


def variant(variants: Mapping[str, Node], **more: Any) -> Node:
    """Named values of which `name` tells the others."""
    named = {
        name: {**node, "fields": {"name": choice(name), **node["fields"]}}
        for name, node in variants.items()
    }
    return {"kind": "variant", "must": WORDS["object"], "variants": named, **more}


def part(keys: list[str], **more: Any) -> Node:
    """Some of the values that the whole has, each as there."""
    return {"kind": "part", "must": WORDS["object"], "keys": keys, **more}


def nullable(node: Node) -> Node:
    """The same, or nothing."""
    return {**node, "must": f"{node['must']}, or null", "nullable": True}
