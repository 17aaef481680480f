"""The imports of a generated module, in the order of ruff."""

from collections.abc import Iterable, Mapping

from tools.generate.words import WIDTH, order

__all__ = ["PACKAGE", "Imports"]

PACKAGE = "wolkvox_async"


class Imports:
    """The imports of a generated module."""

    def __init__(self) -> None:
        self._all: dict[str, set[str]] = {}
        self._lazy: dict[str, set[str]] = {}

    def add(self, module: str, name: str, *, lazy: bool = False) -> None:
        """Import `name` or `name as other`; "" or ` as other` for the module itself. lazy: for type checkers alone."""
        (self._lazy if lazy else self._all).setdefault(module, set()).add(name)

    def code(self) -> str:
        """Return the statements, in the order of ruff."""
        if self._lazy:
            self.add("typing", "TYPE_CHECKING")
        blocks = [
            *(_block(self._all, ours=False), _block(self._all, ours=True)),
            ["if TYPE_CHECKING:", *(f"    {line}" for line in self._guarded())] if self._lazy else [],
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block)

    def _guarded(self) -> list[str]:
        others, ours = _block(self._lazy, ours=False), _block(self._lazy, ours=True)
        return [*others, *([""] if others and ours else []), *ours]


def _block(imports: Mapping[str, set[str]], *, ours: bool) -> list[str]:
    chosen = sorted(module for module in imports if module.startswith(PACKAGE) is ours)
    plain = [f"import {module}{words}" for module in chosen for words in sorted(imports[module]) if _whole(words)]
    named = [
        line for module in chosen for line in _lines(module, filter(lambda each: not _whole(each), imports[module]))
    ]
    return plain + [line if len(line) <= WIDTH else line.replace("import ", "import (", 1) + ",)" for line in named]


def _lines(module: str, names: Iterable[str]) -> list[str]:
    """Return what imports names of a module; those with another name have a line of their own."""
    every = sorted(names)
    own = sorted((name for name in every if " as " not in name), key=order)
    lines = [f"from {module} import {', '.join(own)}"] if own else []
    lines += [f"from {module} import {name}" for name in every if " as " in name]
    return sorted(lines, key=lambda line: order(line.partition(" import ")[2]))


def _whole(words: str) -> bool:
    """Whether words import a module itself."""
    return not words or words.startswith(" as ")
