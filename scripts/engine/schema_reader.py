"""Reads plain values by a schema: what they lack is filled in, what is wrong is told.

The one rule: state/schema.js is the same reader; a test compares the two on thousands
of damaged values.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scripts.engine.schema import WORDS, Node, choice


def settle(whole: Node, given: object, path: str) -> tuple[dict[str, Any], list[str]]:
    """A mapping with its usual value wherever the given one is refused, and why.

    Returns:
        The values, and one sentence for each key that is refused.
    """
    values: dict[str, Any] = {}
    if not isinstance(given, dict):
        return settle(whole, {}, path)[0], [f"{path} {whole['must']}"]
    faults = []
    reader = _Reader(whole["fields"])
    for key, node in whole["fields"].items():
        try:
            values[key] = reader.field(node, given, key, node.get("called", key))
        except ValueError as error:
            values[key] = reader.field(node, {}, key, key)
            faults.append(str(error))
    return values, [*faults, *_unknown(whole["fields"], given, path)]


def checked(node: Node, value: object, path: str) -> Any:
    """A value with all that it lacks, if it is what the node says.

    Raises:
        ValueError: If it is not; the text begins with the path.
    """
    return _Reader({}).read(node, value, path)


class _Reader:
    """Reads values by nodes; `fields` are those of the whole."""

    def __init__(self, fields: Mapping[str, Node]) -> None:
        self.fields = fields

    def read(self, node: Node, value: Any, path: str) -> Any:
        if value is None and node.get("nullable"):
            return None
        kind: Callable[[Node, Any, str], Any] = getattr(self, f"_{node['kind']}")
        return kind(node, value, path)

    def field(self, node: Node, given: Mapping[str, Any], key: str, path: str) -> Any:
        if key not in given and "default" in node:
            return self.read(node, copy.deepcopy(node["default"]), path)
        return self.read(node, given.get(key), path)

    def _number(self, node: Node, value: Any, path: str) -> Any:
        if "each" in node and isinstance(value, list | tuple):
            _refuse(len(value) != node["each"], node, path)
            one = {key: node[key] for key in node if key != "each"}
            return [self._number(one, item, path) for item in value]
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        _refuse(not (plain and node["least"] <= value <= node["most"]), node, path)
        if not node.get("whole"):
            return value
        _refuse(value != int(value), node, path)
        return int(value)

    def _choice(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, str) or value not in node["choices"], node, path)
        return value

    def _text(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, str), node, path)
        size = len(value.encode("utf-8", "surrogatepass"))
        _refuse(size > node.get("bytes", size), node, path)
        pattern = node.get("pattern")
        _refuse(pattern and not re.fullmatch(pattern, value), node, path)
        return value

    def _boolean(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, bool), node, path)
        return value

    def _list(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, list | tuple), node, path)
        _refuse(not node["least"] <= len(value) <= node["most"], node, path)
        if _all_within(node["items"], value):
            return [*value]
        return self._items([node["items"]] * len(value), value, path)

    def _row(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, list | tuple), node, path)
        _refuse(len(value) != len(node["items"]), node, path)
        return self._items(node["items"], value, path)

    def _items(self, nodes: list[Node], value: list[Any], path: str) -> list[Any]:
        return [
            self.read(node, item, WORDS["item"].format(n=i + 1, path=path))
            for i, (node, item) in enumerate(zip(nodes, value, strict=True))
        ]

    def _mapping(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, dict), node, path)
        for fault in _unknown(node["fields"], value, path):
            raise ValueError(fault)
        out = {
            key: self.field(inner, value, key, f"{path}.{key}")
            for key, inner in node["fields"].items()
            if key in value or not inner.get("optional")
        }
        either = node.get("either", ())
        if either and sum(key in out for key in either) != 1:
            known = ", ".join(either)
            raise ValueError(WORDS["either"].format(path=path, known=known))
        alike = [key for key in node.get("alike", ()) if key in out]
        if len({size for key in alike for size in _sizes(out[key])}) > 1:
            known = " as ".join(alike)
            raise ValueError(WORDS["alike"].format(path=path, known=known))
        return out

    def _variant(self, node: Node, value: Any, path: str) -> Any:
        _refuse(not isinstance(value, dict), node, path)
        names = choice(*node["variants"])
        name = self.read(names, value.get("name"), f"{path}.name")
        return self._mapping(node["variants"][name], value, path)

    def _part(self, node: Node, value: Any, path: str) -> Any:
        fields = {key: {**self.fields[key], "optional": True} for key in node["keys"]}
        return self._mapping({**node, "fields": fields}, value, path)


def _sizes(values: list[Any]) -> list[int]:
    """The length of a list of numbers, or those of the columns of named ones."""
    named = isinstance(values[0], list)
    return [len(column) for _, column in values] if named else [len(values)]


def _refuse(wrong: object, node: Node, path: str) -> None:
    if wrong:
        raise ValueError(f"{path} {node['must']}")


def _all_within(node: Node, values: list[Any]) -> bool:
    """Whether all are numbers within the bounds: one look at many of them."""
    if node["kind"] != "number" or "each" in node or node.get("whole"):
        return False
    return {*map(type, values)} <= {int, float} and all(
        node["least"] <= value <= node["most"] for value in values
    )


def _unknown(
    fields: Mapping[str, Node], given: Mapping[str, Any], path: str
) -> Iterator[str]:
    """A sentence for the first key that no field has."""
    keys = [str(key) for key in given if key not in fields]
    if keys:
        first = min(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        known = ", ".join(fields)
        yield WORDS["unknown"].format(path=path, key=first, known=known)
