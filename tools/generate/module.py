"""One file of endpoints: what it imports, its records, its Endpoint values, and the class of its coroutines."""

import ast
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from tools.generate import methods, records, values
from tools.generate.words import WIDTH, clause, constant, order, sentence, text, wrapped
from wolkvox_async.catalogue import CatalogueFile, Entry

__all__ = ["CustomModule", "custom", "imports", "module"]

_QUOTES = 6  # of a docstring in one line
_HOMES = {
    "collections.abc": ("Mapping", "Sequence"),
    "datetime": ("date", "datetime", "time", "timedelta"),
    "pathlib": ("Path",),
    "typing": ("Any", "Literal", "get_args"),
    "wolkvox_async.core.endpoint": ("Buckets", "Endpoint", "Events", "Parameter", "Share", "Totals"),
    "wolkvox_async.core.wire": (
        *("Day", "Duration", "Flag", "Float", "Id", "Int", "Moment", "MomentGMT5", "Percent", "Phone", "Record"),
        *("Text", "beside", "gathered", "named", "record"),
    ),
    "wolkvox_async.endpoints.group": ("Group", "table"),
    "wolkvox_async.calls.confirmation": ("Confirmation",),
    "wolkvox_async.reports.report": ("Report",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


@frozen
class CustomModule:
    """The custom file of a group: its module, its class, and the other names that it offers."""

    module: str
    cls: str
    names: tuple[str, ...]


def custom(root: Path, file: CatalogueFile) -> CustomModule | None:
    """Return what stands in the custom file beside a group, or None where there is none."""
    module = f"{file.path.replace('/', '.')}_custom"
    path = root / "wolkvox_async" / "endpoints" / f"{file.path}_custom.py"
    if not path.exists():
        return None
    cls = f"{file.cls}Custom"
    return CustomModule(f"wolkvox_async.endpoints.{module}", cls, tuple(sorted(_offered(path) - {"ENDPOINTS", cls})))


def _offered(path: Path) -> set[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return set(ast.literal_eval(node.value))
    raise ValueError(f"{path} has no __all__")


def module(file: CatalogueFile, extra: CustomModule | None) -> str:
    """Return the code of a catalogue file, as yet without the formatter's touch."""
    entries = [entry for entry in file.entries if not entry.custom]
    _refuse(file, entries)
    if extra is None and (missing := [entry.name for entry in file.entries if entry.custom]):
        raise ValueError(f"catalogue/{file.path}.toml: no {file.path}_custom.py has {', '.join(missing)}")
    classes = records.needed(entries, file.records)
    common = values.shared(entries, taken={each.name for each in classes})
    undated = {entry.reply.record for entry in entries if entry.rows and not entry.rows.dated}
    body = "\n\n\n".join(
        filter(
            None,
            (
                common.code(),
                *(records.record_class(each, day=each.name in undated) for each in classes),
                "\n\n".join(values.endpoint(entry, common) for entry in entries),
                _class(file, entries, common, extra),
                _table(entries, extra),
            ),
        )
    )
    own = ["ENDPOINTS", file.cls, *(each.name for each in classes), *(extra.names if extra else ())]
    listed = f"__all__ = [{', '.join(text(name) for name in sorted(own, key=order))}]"
    return "\n\n".join((_opening(file), imports(body, extra), listed, body)) + "\n"


def _refuse(file: CatalogueFile, entries: Iterable[Entry]) -> None:
    """Refuse a name that would hide one which the file itself uses."""
    if clash := {file.cls, *_HOME} & file.records.keys():
        raise ValueError(f"catalogue/{file.path}.toml: {', '.join(clash)} cannot be a record's name")
    for entry in entries:
        if not entry.name.isidentifier() or entry.name in _HOME or entry.name in {"list", "str", "int"}:
            raise ValueError(f"catalogue/{file.path}.toml: {entry.name!r} cannot be a method's name")
        if clash := {"self", "start", "end", "by", "endpoint"} & {each.name for each in entry.parameters}:
            raise ValueError(f"catalogue/{file.path}.toml: {entry.name}: {clash} cannot be parameters' names")


def _opening(file: CatalogueFile) -> str:
    return (
        f'"""{_about(file, "")}\n\n'
        f'This file is generated from catalogue/{file.path}.toml by `make generate`: change that.\n"""'
    )


def _about(file: CatalogueFile, indent: str) -> str:
    """Return what a file is about: in one line where it fits, else its place first."""
    place = (f"{file.script}, section {file.section}" if file.section else file.script).lstrip("/")
    if not file.about:
        return f"{place}."
    line = f"{place}: {clause(file.about)}."
    fits = len(indent) + len(line) + _QUOTES <= WIDTH
    return line if fits else f"{place}.\n\n{indent}{wrapped(sentence(file.about), indent)}"


def _class(file: CatalogueFile, entries: Iterable[Entry], common: values.Shared, extra: CustomModule | None) -> str:
    about = _about(file, "    ")
    end = "\n    " if "\n" in about else ""
    head = f'class {file.cls}({extra.cls if extra else "Group"}):\n    """{about}{end}"""'
    return "\n\n".join([head, *(methods.method(entry, common) for entry in entries)])


def _table(entries: Sequence[Entry], extra: CustomModule | None) -> str:
    if extra and not entries:
        return "ENDPOINTS = CUSTOM"
    own = f"table([{', '.join(constant(entry.name) for entry in entries)}])"
    return f"ENDPOINTS = CUSTOM | {own}" if extra else f"ENDPOINTS = {own}"


def imports(body: str, extra: CustomModule | None = None) -> str:
    """Return the imports of the names that a body uses, in the order of ruff."""
    used = {
        node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    homes: dict[str, list[str]] = {}
    for name in used & _HOME.keys():
        homes.setdefault(_HOME[name], []).append(name)
    if extra:
        homes[extra.module] = [extra.cls, *extra.names]
    lines = {home: [f"from {home} import {', '.join(sorted(names, key=order))}"] for home, names in homes.items()}
    if extra:  # which has a line of its own, where its name puts it
        first = order("ENDPOINTS") < min(order(name) for name in (extra.cls, *extra.names))
        lines[extra.module].insert(0 if first else 1, f"from {extra.module} import ENDPOINTS as CUSTOM")
    ours = [line for home in sorted(lines) if home.startswith("wolkvox_async") for line in lines[home]]
    pythons = [line for home in sorted(lines) if not home.startswith("wolkvox_async") for line in lines[home]]
    return "\n\n".join("\n".join(_fit(line) for line in block) for block in (pythons, ours) if block)


def _fit(line: str) -> str:
    """Put a line that is too long into parentheses, which is where the formatter can break it."""
    if len(line) <= WIDTH:
        return line
    start, names = line.split(" import ")
    return f"{start} import ({names},)"
