"""Asynchronous modules as sources of synchronous ones: where their names come from, and what their classes inherit."""

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from attrs import frozen

from tools.generate.imports import PACKAGE

__all__ = ["Function", "Source", "Sources"]

Function = ast.FunctionDef | ast.AsyncFunctionDef

_BY_HAND = ("Awaited", "Group")  # bases whose twins are written by hand


@frozen(slots=False)
class Source:
    """A module, and a class of it."""

    module: str
    code: str
    cls: str

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self.code)

    @cached_property
    def _guarded(self) -> list[ast.stmt]:
        tests = (node for node in self._tree.body if isinstance(node, ast.If))
        return [inner for node in tests if ast.unparse(node.test) == "TYPE_CHECKING" for inner in node.body]

    @property
    def opening(self) -> str:
        """The first line of the module's docstring."""
        return (ast.get_docstring(self._tree) or "").partition("\n")[0]

    @cached_property
    def node(self) -> ast.ClassDef | None:
        """The class."""
        nodes = (node for node in [*self._tree.body, *self._guarded] if isinstance(node, ast.ClassDef))
        return next((node for node in nodes if node.name == self.cls), None)

    @property
    def functions(self) -> list[Function]:
        """The methods of the class."""
        return [node for node in self.node.body if isinstance(node, Function)] if self.node else []

    def imported(self, name: str) -> tuple[str, str]:
        """Return what imports a name.

        It is ("a.b", "c as d") for `from a.b import c as d`, and ("a", " as b") for `import a as b`.
        """
        for node in [*self._tree.body, *self._guarded]:
            for alias in getattr(node, "names", ()) if isinstance(node, ast.Import | ast.ImportFrom) else ():
                if (alias.asname or alias.name) == name:
                    other = f" as {alias.asname}" if alias.asname else ""
                    if isinstance(node, ast.ImportFrom):
                        return str(node.module), alias.name + other
                    return alias.name, other
        return f"{PACKAGE}.{self.module}", name

    def for_types(self, name: str) -> bool:
        """Whether a name is imported for type checkers alone."""
        imports = (node for node in self._guarded if isinstance(node, ast.Import | ast.ImportFrom))
        return any((alias.asname or alias.name) == name for node in imports for alias in node.names)

    @property
    def bases(self) -> Iterator[str]:
        """The names of the classes that the class inherits from."""
        for base in self.node.bases if self.node else ():
            named = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(named, ast.Name) and named.id not in _BY_HAND:
                yield named.id


class Sources:
    """Finds the sources of a class: its module, and those of the classes that it inherits from."""

    def __init__(self, root: Path, made: Mapping[str, str]) -> None:
        self._root, self._made = root, made

    def of(self, module: str, cls: str) -> list[Source]:
        """Return the source of a class and those of its bases in the package; none where it is not in the package."""
        code = self._code(module)
        source = Source(module, code or "", cls)
        if code is None:
            return []
        if source.node is None:  # imported from another module
            home, words = source.imported(cls)
            below = home.removeprefix(f"{PACKAGE}.")
            return self.of(below, words.partition(" ")[0]) if home.startswith(PACKAGE) and below != module else []
        found = [source]
        for base in source.bases:
            home, words = source.imported(base)
            if home.startswith(f"{PACKAGE}."):
                found += self.of(home.removeprefix(f"{PACKAGE}."), words.partition(" ")[0])
        return found

    def _code(self, module: str) -> str | None:
        path = f"{PACKAGE}/{module.replace('.', '/')}"
        for name in (f"{path}.py", f"{path}/__init__.py"):
            if name in self._made:
                return self._made[name]
            if (self._root / name).exists():
                return (self._root / name).read_text("utf-8")
        return None
