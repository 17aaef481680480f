"""The synchronous twins: each public method of an asynchronous class once more, without `await`.

They are made from the source of the asynchronous classes, so that whatever these gain appears here too: signature,
annotations and docstring are taken over, `AsyncGenerator` becomes `Generator`, and a class that has a twin becomes it.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from tools.generate.words import WIDTH, order
from wolkvox_async.catalogue import CatalogueFile

__all__ = ["twins"]

_Function = ast.FunctionDef | ast.AsyncFunctionDef

_PACKAGE = "wolkvox_async"
_LEFT_OUT = ("session", "engine")  # of constructors: what belongs to an event loop, and what clients share inside
_CLIENTS = {"Wolkvox": "client", "Fleet": "fleet"}
_ROWS = {"Report": "reports.report", "Paged": "reports.paging"}
_SPECIAL = ("__getitem__",)
_RENAMED = {"aclose": None}  # Client has close
_CONVERTED = {
    "asyncio.Event | None": ("threading.Event | None", "stopping"),
    "Leads": ("Leads", "pulled"),
    "Numbers": ("Numbers", "pulled"),
}
_STREAMS = ("AsyncGenerator", "AsyncIterator", "AsyncIterable")
_WORDS = (
    (r"Await it for a list", "Call `.rows()` for a list"),
    (r"`async (for|with) ", r"`\1 "),
    (r"`await ", "`"),
    (r"(?<!`)`async for`", "`for`"),
    (r"iterable or async iterable", "in any iterable"),
    (r"asyncio\.CancelledError and(\s+)KeyboardInterrupt's cause too", r"KeyboardInterrupt\1too"),
    (r"asyncio\.Event", "threading.Event"),
    (r"\basyncio SDK\b", "SDK"),
)


@frozen
class _Source:
    """An asynchronous module, and the class of it that gets a twin."""

    module: str
    code: str
    cls: str

    @property
    def nodes(self) -> list[ast.stmt]:
        """The statements at the top, and those for type checkers alone."""
        tree = ast.parse(self.code)
        guarded = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        return [*tree.body, *(inner for node in guarded for inner in node.body)]

    @property
    def node(self) -> ast.ClassDef:
        """The class."""
        return next(node for node in self.nodes if isinstance(node, ast.ClassDef) and node.name == self.cls)

    def home(self, name: str) -> str:
        """Return the module where a name comes from: `a.b` for `from a.b import name`, `name` for `import name`."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and any((each.asname or each.name) == name for each in node.names):
                return str(node.module)
            if isinstance(node, ast.Import) and any(each.name == name for each in node.names):
                return name
        return f"{_PACKAGE}.{self.module}"


class _Imports:
    """The imports of a generated module."""

    def __init__(self) -> None:
        self._all: dict[str, set[str]] = {}
        self._lazy: dict[str, set[str]] = {}

    def add(self, module: str, name: str, *, lazy: bool = False) -> None:
        """Import a name, or a module where both are the same; lazy: for type checkers alone."""
        (self._lazy if lazy else self._all).setdefault(module, set()).add(name)

    def code(self) -> str:
        """Return the statements, in the order of ruff."""
        if self._lazy:
            self.add("typing", "TYPE_CHECKING")
        blocks = [
            *(_block(self._all, ours=False), _block(self._all, ours=True)),
            ["if TYPE_CHECKING:", *(f"    {line}" for line in _block(self._lazy, ours=True))] if self._lazy else [],
        ]
        return "\n\n".join("\n".join(block) for block in blocks if block)


def _block(imports: Mapping[str, set[str]], *, ours: bool) -> list[str]:
    chosen = [module for module in imports if module.startswith(_PACKAGE) is ours]
    plain = [f"import {module}" for module in sorted(chosen) if imports[module] == {module}]
    named = [
        line for module in sorted(chosen) if imports[module] != {module} for line in _lines(module, imports[module])
    ]
    return plain + [line if len(line) <= WIDTH else line.replace("import ", "import (", 1) + ",)" for line in named]


def _lines(module: str, names: Iterable[str]) -> list[str]:
    """Return what imports names of a module; those with another name have a line of their own."""
    own = sorted((name for name in names if " as " not in name), key=order)
    lines = [f"from {module} import {', '.join(own)}"] if own else []
    lines += [f"from {module} import {name}" for name in names if " as " in name]
    return sorted(lines, key=lambda line: order(line.partition(" import ")[2]))


class _Twin:
    """A module with one synchronous class, made of the sources of an asynchronous one and of its bases."""

    def __init__(self, homes: Mapping[tuple[str, str], str], module: str, sources: list[_Source]) -> None:
        self._homes = homes  # of the twins, by module and class of their originals
        self._module, self._sources = module, sources
        self._imports = _Imports()
        self._source = sources[0]

    def code(self) -> str:
        """Return the module."""
        first = self._sources[0]
        parts = [self._head(), *self._body()]
        name = first.cls
        opening = ast.get_docstring(ast.parse(first.code)) or ""
        where = " and ".join(f"{_PACKAGE}/{each.module.replace('.', '/')}.py" for each in self._sources)
        return (
            f'"""{_spoken(opening.splitlines()[0])}\n\n'
            f"The synchronous form of it. This file is generated by `make generate` from\n{where}: change that.\n"
            f'"""\n\n{self._imports.code()}\n\n__all__ = ["{name}"]\n\n\n' + "\n\n".join(parts) + "\n"
        )

    def _head(self) -> str:
        source = self._sources[0]
        package, _, module = f"{_PACKAGE}.{source.module}".rpartition(".")
        original = f"asynchronous.{source.cls}"
        if source.module.startswith("endpoints.reports."):
            self._imports.add(f"{_PACKAGE}.endpoints", "reports as asynchronous")
            bases = "Twin[asynchronous.Reports]"
        else:
            self._imports.add(package, f"{module} as asynchronous")
            parameters = [ast.unparse(base.slice) for base in source.node.bases if isinstance(base, ast.Subscript)]
            for parameter in parameters:
                self._resolve(ast.parse(parameter, mode="eval").body)
            bases = f"Twin[{original}]"
            if source.cls in _CLIENTS:
                bases = f"Client[{original}]"
            elif source.cls in _ROWS:
                bases = f"Rows[{original}[{parameters[0]}], {parameters[0]}]"
        self._imports.add(f"{_PACKAGE}.sync.twin", bases.partition("[")[0])
        about = _without(_spoken(ast.get_docstring(source.node) or ""), _LEFT_OUT)
        return f"class {source.cls}({bases}):\n{_docstring(about, '    ')}"

    def _body(self) -> Iterator[str]:
        done: set[str] = set()
        for source in self._sources:
            self._source = source
            for node in source.node.body:
                if not isinstance(node, _Function) or node.name in done:
                    continue
                if node.name == "__init__" and source.cls in _CLIENTS:
                    yield self._constructor(node)
                if node.name == "__init__":
                    yield from self._attributes(node)
                if (not node.name.startswith("_") or node.name in _SPECIAL) and node.name not in _RENAMED:
                    done.add(node.name)
                    yield self._method(node)

    def _constructor(self, node: _Function) -> str:
        arguments = _kept(node.args)
        signature, passed = self._arguments(arguments)
        self._imports.add(f"{_PACKAGE}.secrecy", "sealed")
        self._imports.add(f"{_PACKAGE}.sync.twin", "Owner")
        return (
            f"    @sealed\n    def __init__({signature}) -> None:\n"
            f"        original = asynchronous.{self._source.cls}({passed})\n"
            f"        super().__init__(original, Owner(original))\n"
        )

    def _attributes(self, node: _Function) -> Iterator[str]:
        """Yield a property for each public attribute that the constructor sets."""
        texts = _described(ast.get_docstring(self._source.node) or "")
        statements = [inner for each in node.body for inner in (each.body if isinstance(each, ast.With) else [each])]
        for statement, below in zip(statements, [*statements[1:], None], strict=True):
            target: ast.expr | None = statement.target if isinstance(statement, ast.AnnAssign) else None
            if isinstance(statement, ast.Assign):
                target = statement.targets[0]
            if not isinstance(target, ast.Attribute) or target.attr.startswith("_"):
                continue
            annotation = getattr(statement, "annotation", None)
            if annotation is None:
                raise ValueError(f"{self._source.module}: annotate self.{target.attr}, which has a synchronous twin")
            text = texts.get(target.attr, "")
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                text = str(below.value.value)
            if not text:
                raise ValueError(f"{self._source.module}: describe self.{target.attr}, which has a synchronous twin")
            annotation = ast.unparse(self._resolve(annotation))
            text = text[0].upper() + text[1:] if text[0].isalpha() else f"Value: {text}"
            yield (
                f"    @property\n    def {target.attr}(self) -> {annotation}:\n"
                f"{_docstring(_spoken(text), ' ' * 8)}\n        return self._async.{target.attr}\n"
            )

    def _method(self, node: _Function) -> str:
        decorators = [ast.unparse(each) for each in node.decorator_list]
        if unknown := set(decorators) - {"property", "cached_property", "classmethod", "sealed"}:
            raise ValueError(f"{self._source.module}: {node.name}: the generator does not know {unknown}")
        lines = []
        about = _spoken(ast.get_docstring(node) or "")
        if "sealed" in decorators:
            self._imports.add(f"{_PACKAGE}.secrecy", "sealed")
        if "cached_property" in decorators:
            return self._group(node, about)
        lines += [f"    @{each}" for each in decorators]
        signature, passed = self._arguments(node.args)
        returned = self._resolve(node.returns) if node.returns else None
        receiver = f"asynchronous.{self._source.cls}" if "classmethod" in decorators else "self._async"
        call = f"{receiver}.{node.name}" + ("" if "property" in decorators else f"({passed})")
        if node.name == "__getitem__":
            call = f"self._async[{passed}]"
        annotation, value = self._value(node, returned, call)
        lines.append(f"    def {node.name}({signature}) -> {annotation}:")
        lines.append(_docstring(about, " " * 8))
        lines.append(f"        return {value}\n")
        return "\n".join(lines)

    def _group(self, node: _Function, about: str) -> str:
        returned = _parsed(node.returns)
        cls = ast.unparse(returned)
        home = self._homes.get((self._source.home(cls), cls))
        if home is None:
            raise ValueError(f"{self._source.module}: {node.name}: {cls} needs a synchronous twin")
        self._imports.add("functools", "cached_property")
        self._imports.add(home, cls, lazy=True)
        return (
            f'    @cached_property\n    def {node.name}(self) -> "{cls}":\n{_docstring(about, " " * 8)}\n'
            f"        from {home} import {cls}\n\n        return {cls}(self._async.{node.name}, self._owner)\n"
        )

    def _value(self, node: _Function, returned: ast.expr | None, call: str) -> tuple[str, str]:
        """Return the twin's annotation and what it returns."""
        annotation = "None" if returned is None else ast.unparse(returned)
        head = returned.value.id if isinstance(returned, ast.Subscript) and isinstance(returned.value, ast.Name) else ""
        if head in _STREAMS and isinstance(returned, ast.Subscript):
            inner = returned.slice.elts[0] if isinstance(returned.slice, ast.Tuple) else returned.slice
            self._imports.add("collections.abc", "Generator")
            self._imports.add(f"{_PACKAGE}.sync.event_loop", "stream")
            return f"Generator[{ast.unparse(inner)}, None, None]", f"stream({call})"
        if isinstance(node, ast.AsyncFunctionDef):
            self._imports.add(f"{_PACKAGE}.sync.event_loop", "run")
            return annotation, f"run({call})"
        if annotation == "Self":
            return annotation, f"cls._of({call})"
        if head in _ROWS:
            return annotation, f"{head}({call}, self._owner)"
        if head == "list" and isinstance(returned, ast.Subscript):
            inner_head = ast.unparse(returned.slice).partition("[")[0]
            if inner_head in _ROWS:
                return annotation, f"[{inner_head}(each, self._owner) for each in {call}]"
        if annotation in _CLIENTS:
            quoted = f'"{annotation}"' if annotation == self._sources[0].cls else annotation
            return quoted, f"{annotation}._of({call}, self._owner)"
        return annotation, call

    def _arguments(self, arguments: ast.arguments) -> tuple[str, str]:
        """Return the parameters as the twin takes them, and what it passes on."""
        copied = ast.parse(f"def f({ast.unparse(arguments)}): ...").body[0]
        assert isinstance(copied, ast.FunctionDef)  # noqa: S101 - it was just written
        given = copied.args
        converted: dict[str, str] = {}
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        for each in every:
            if each is None or each.annotation is None:
                continue
            written = ast.unparse(each.annotation)
            if written in _CONVERTED:
                written, converted[each.arg] = _CONVERTED[written]
                self._imports.add(f"{_PACKAGE}.sync.twin", converted[each.arg])
                each.annotation = ast.parse(written, mode="eval").body
            each.annotation = self._resolve(each.annotation)
        for default in [*given.defaults, *(each for each in given.kw_defaults if each is not None)]:
            self._import_names(default)
        passed = [_through(each.arg, converted) for each in [*given.posonlyargs, *given.args]][1:]
        passed += [f"*{given.vararg.arg}"] if given.vararg else []
        passed += [f"{each.arg}={_through(each.arg, converted)}" for each in given.kwonlyargs]
        passed += [f"**{given.kwarg.arg}"] if given.kwarg else []
        return ast.unparse(given), ", ".join(passed)

    def _resolve(self, annotation: ast.expr) -> ast.expr:
        """Return an annotation without quotes, and import its names: twins instead of what they stand for."""
        node = _parsed(annotation)
        self._import_names(node)
        return node

    def _import_names(self, node: ast.expr) -> None:
        for each in ast.walk(node):
            if not isinstance(each, ast.Name) or hasattr(builtins, each.id) or each.id in _STREAMS:
                continue
            home = "threading" if each.id == "threading" else self._source.home(each.id)
            home = self._homes.get((home, each.id), home)
            if home != self._module:
                self._imports.add(home, each.id)


def _parsed(node: ast.expr | None) -> ast.expr:
    """Return an annotation that stands in quotes as what it says."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return ast.parse(node.value, mode="eval").body
    if node is None:
        raise ValueError("an annotation is missing")
    return node


def _through(name: str, converted: Mapping[str, str]) -> str:
    return f"{converted[name]}({name})" if name in converted else name


def _kept(arguments: ast.arguments) -> ast.arguments:
    """Return the parameters of a constructor that the twin has too."""
    kept = [
        (each, default)
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if each.arg not in _LEFT_OUT
    ]
    return ast.arguments(
        posonlyargs=arguments.posonlyargs,
        args=arguments.args,
        vararg=arguments.vararg,
        kwonlyargs=[each for each, _ in kept],
        kw_defaults=[default for _, default in kept],
        kwarg=arguments.kwarg,
        defaults=arguments.defaults,
    )


def _docstring(words: str, indent: str) -> str:
    lines = words.splitlines()
    closing = f"\n{indent}" if len(lines) > 1 else ""
    body = "\n".join([lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
    raw = "r" if "\\" in body else ""
    return f'{indent}{raw}"""{body}{closing}"""'


def _spoken(words: str) -> str:
    """Return a docstring in the words of synchronous code."""
    for pattern, instead in _WORDS:
        words = re.sub(pattern, instead, words)
    return words


def _without(words: str, names: Iterable[str]) -> str:
    """Return a docstring without some of its arguments."""
    for name in names:
        words = re.sub(rf"^    {name}: .*\n(?:      +.*\n)*", "", words, flags=re.MULTILINE)
    return words


def _described(words: str) -> dict[str, str]:
    """Return what the section Attributes of a docstring says, by name."""
    section = words.partition("Attributes:\n")[2].partition("\n\n")[0]
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {6,}.*)*)", section, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in found}


def twins(root: Path, files: Iterable[CatalogueFile], made: Mapping[str, str]) -> dict[str, str]:
    """Return the modules of the synchronous clients by path, as yet without the formatter's touch.

    Args:
        root: The repository.
        files: The catalogue.
        made: The modules of the endpoints by path, generated and formatted.
    """

    def source(module: str, cls: str) -> _Source:
        path = f"{_PACKAGE}/{module.replace('.', '/')}.py"
        return _Source(module, made.get(path) or (root / path).read_text("utf-8"), cls)

    parts: dict[str, list[_Source]] = {}
    for each in files:
        module = f"endpoints.{each.path.replace('/', '.')}"
        parts[module] = [source(module, each.cls)]
        if (root / _PACKAGE / "endpoints" / f"{each.path}_custom.py").exists():
            parts[module].append(source(f"{module}_custom", f"{each.cls}Custom"))
    parts |= {module: [source(module, cls)] for cls, module in (_ROWS | _CLIENTS).items()}
    parts["client"].append(source("endpoints.groups", "Groups"))
    homes = {(f"{_PACKAGE}.{module}", found[0].cls): f"{_PACKAGE}.sync.{module}" for module, found in parts.items()}
    homes[f"{_PACKAGE}.endpoints.reports", "Reports"] = f"{_PACKAGE}.sync.endpoints.reports"
    code = {
        f"{_PACKAGE}/sync/{module.replace('.', '/')}.py": _Twin(homes, f"{_PACKAGE}.sync.{module}", found).code()
        for module, found in parts.items()
    }
    return code | {f"{_PACKAGE}/sync/endpoints/reports/__init__.py": _sections(parts)}


def _sections(parts: Mapping[str, list[_Source]]) -> str:
    """Return the reports of all sections in one class, each section loaded on use."""
    prefix = "endpoints.reports."
    classes = {module: found[0].cls for module, found in sorted(parts.items()) if module.startswith(prefix)}
    types = "\n".join(f"    from {_PACKAGE}.sync.{module} import {cls}" for module, cls in classes.items())
    return f'''"""reports_manager.php: the reports, each section imported when one of its reports is first asked for.

The synchronous form of it. This file is generated by `make generate` from the catalogue: change its files.
"""

from typing import TYPE_CHECKING

from {_PACKAGE}.endpoints import reports as asynchronous
from {_PACKAGE}.endpoints.group import Later
from {_PACKAGE}.sync.twin import Twin

__all__ = ["Reports"]

if TYPE_CHECKING:
{types}

    class Reports({", ".join(classes.values())}):
        """reports_manager.php: the reports."""

else:

    class Reports(Twin):
        """reports_manager.php: the reports."""

    for _name, (_cls, _methods) in asynchronous.SECTIONS.items():
        for _method in _methods:
            setattr(Reports, _method, Later(f"{{__name__}}.{{_name}}", _cls, _method))
'''
