"""Which code runs: a digest of all that a function, a module or a program reaches.

The one rule: what is named is followed to where it is defined, by a re-export or a star
of `gdcore` too. Of a topic's module the definitions within reach count, and of the
local modules that they import, all; of `gdcore`, for a notebook, the definitions alone.
What a module reads beside code, its `READS` names, and that counts with it.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from scripts import LOCAL, read
from scripts.pipeline.files import digest
from scripts.pipeline.snapshot import Snapshot
from scripts.pipeline.syntax import (
    Binding,
    Code,
    Module,
    Summary,
    attributes,
    closed,
    in_order,
    refusal,
    used,
)

PACKAGE = "gdcore"
KEPT = 32  # modules parsed for a digest: more topics than that take no more memory
SUMMARIZER = "scripts/pipeline/syntax.py"  # a summary counts until this changes
PARSED: dict[str, Summary] = {}  # in this process, as `known` is by other ones
Name = tuple[str, str]  # module, and a definition in it; "" for what runs on import


class Sources:
    """The local modules of a snapshot; what is known of one is not parsed again.

    Args:
        snapshot: What the digests are of.
        known: Summaries of earlier snapshots by the digests of their modules' bytes
            and of the code that summarizes.
    """

    def __init__(
        self, snapshot: Snapshot, known: Mapping[str, list[Any]] | None = None
    ) -> None:
        self.snapshot = snapshot
        self._known = known or {}
        self._summarizer = digest(read(SUMMARIZER))
        self._module = cache(self._parsed)  # a definition is told by its node
        self._recent = lru_cache(KEPT)(self._parsed)
        self._summaries: dict[str, Summary] = {}
        self._imports: dict[str, list[str]] = {}

    def key(self, module: str, *names: str) -> str:
        """Digest of all that runs when these functions of `module` are called.

        Raises:
            ValueError: If a name is not defined at the top level of the module.
        """
        home = self._recent(module).drawn
        for name in names:
            if name not in home.definitions:
                raise ValueError(f"{module} has no top-level definition named {name!r}")
        return self._behind_calls(module, home.reach(names))

    def methods(self, module: str, name: str) -> str:
        """Digest of all that a class's methods run; nothing if it has none."""
        home = self._recent(module).drawn
        if not (own := home.methods(name)):
            return ""
        return self._behind_calls(module, [*own, *home.reach(used(own))])

    def _behind_calls(self, module: str, nodes: list[ast.stmt]) -> str:
        imported = self._existing(self._recent(module).drawn.imported_by(nodes))
        read = self._read(module)
        return digest(*map(ast.dump, nodes), read, self._closure(imported, "drawn"))

    def closure(self, *modules: str, docstrings: bool = False) -> str:
        """Digest of whole modules and of all local modules that they import."""
        return self._closure(modules, "text" if docstrings else "code")

    def _closure(self, modules: Iterable[str], kind: str) -> str:
        reached = self.reached(*modules)
        return digest(
            *(f"{m} {getattr(self._summary(m), kind)} {self._read(m)}" for m in reached)
        )

    def _read(self, module: str) -> str:
        """Digest of the sources that a module reads."""
        reads = self._summary(module).reads
        return self.snapshot.digest(*reads) if reads else ""

    def reached(self, *modules: str) -> list[str]:
        """These modules and all local modules that they import, sorted."""
        return sorted(closed(modules, self._local))

    def definitions(self, programs: Iterable[str]) -> dict[str, list[ast.stmt]]:
        """By module of gdcore, the statements that run when these programs do in turn.

        What one of them imports, another one may use.
        """
        code = Code([node for text in programs for node in ast.parse(text).body])
        first = self._imported(code)
        statements: dict[str, set[ast.stmt]] = {}
        for module, name in closed(first, lambda one: self._behind(*one)):
            nodes = self._module(module).whole.statements(name)
            statements.setdefault(module, set()).update(nodes)
        return {
            module: in_order(nodes)
            for module, nodes in sorted(statements.items())
            if nodes
        }

    def _imported(self, program: Code) -> Iterator[Name]:
        """What a program outside gdcore takes from it."""
        for binding in self._named(program.bindings(program.body)):
            yield from self._taken(program.body, binding)

    def _behind(self, module: str, name: str) -> Iterator[Name]:
        """What a definition needs: names of its own module, and names from others."""
        code = self._module(module).whole
        yield module, ""
        nodes = code.statements(name)
        words = {name} | used(nodes)
        yield from ((module, word) for word in words if word in code.definitions)
        for binding in self._named(code.bindings([*nodes, *code.imports]), stars=True):
            if binding.name != "*" and binding.bound in words:
                yield from self._taken(nodes, binding)
            elif name in self._starred(binding):
                yield binding.module, name

    def _binds(self, module: str, name: str) -> bool:
        """Whether a module defines a name, or imports it from elsewhere."""
        code = self._module(module).whole
        imports = self._named(code.bindings(code.imports), stars=True)
        return name in code.definitions or any(
            one.bound == name or name in self._starred(one) for one in imports
        )

    def _starred(self, binding: Binding) -> Mapping[str, list[ast.stmt]]:
        """What a star brings."""
        star = binding.name == "*"
        return self._module(binding.module).whole.definitions if star else {}

    def _named(
        self, bindings: Iterable[Binding], *, stars: bool = False
    ) -> Iterator[Binding]:
        """Those to gdcore. Of one that hides what it brings, nothing would count."""
        for one in bindings:
            if one.module.partition(".")[0] == PACKAGE and self.place(one.module):
                hidden = one.name == "*" and not stars
                if hidden or one.bound == PACKAGE != one.module:
                    raise refusal(one.node)
                yield one

    def _taken(self, nodes: Sequence[ast.AST], binding: Binding) -> Iterator[Name]:
        """What `nodes` use of an imported thing: a definition, or parts of a module."""
        _, module, name, _ = binding
        whole = f"{module}.{name}" if name else module
        # A package may give a name to something else than its module of that name.
        if self.place(whole) is None or (name and self._binds(module, name)):
            yield module, name
            return
        parts = attributes(nodes, binding.bound)
        every = {""} | self._module(whole).whole.definitions.keys()
        yield from ((whole, part) for part in (every if parts is None else parts))

    def text(self, module: str) -> str:
        """The source of a local module."""
        return self.snapshot.files[self._place(module)].decode()

    def place(self, module: str) -> str | None:
        """The file of a local module, or None if it is not one of ours."""
        if module.partition(".")[0] not in LOCAL:
            return None
        base = module.replace(".", "/")
        places = (f"{base}.py", f"{base}/__init__.py")
        return next((place for place in places if place in self.snapshot.files), None)

    def _local(self, module: str) -> list[str]:
        """The local modules that one imports; found out once, for all that ask."""
        if module not in self._imports:
            self._imports[module] = self._existing(self._summary(module).imports)
        return self._imports[module]

    def _existing(self, imports: Iterable[list[str]]) -> list[str]:
        """The first module of each list that is one of ours."""
        modules = (next(filter(self.place, names), None) for names in imports)
        return sorted({name for name in modules if name})

    def _summary(self, name: str) -> Summary:
        if name not in self._summaries:
            key = self._digest(self._place(name))
            if known := self._known.get(key):
                self._summaries[name] = Summary(*known)
            else:
                if key not in PARSED:
                    PARSED[key] = self._recent(name).summary
                self._summaries[name] = PARSED[key]
        return self._summaries[name]

    @property
    def summaries(self) -> dict[str, list[Any]]:
        """Those of the snapshot's modules, as far as they are known; to be kept."""
        asked = {self._digest(self._place(n)): [*s] for n, s in self._summaries.items()}
        places = (place for place in self.snapshot.files if place.endswith(".py"))
        now = {self._digest(place) for place in places}
        return {key: s for key, s in {**self._known, **asked}.items() if key in now}

    def _digest(self, place: str) -> str:
        return digest(place, self.snapshot.files[place], self._summarizer)

    def _parsed(self, name: str) -> Module:
        place = self._place(name)
        return Module(self.snapshot.files[place], str(self.snapshot.root / place))

    def _place(self, name: str) -> str:
        place = self.place(name)
        if place is None:
            raise ValueError(f"{name} is not a module of {', '.join(LOCAL)}")
        return place
