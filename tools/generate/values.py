"""Parameters and Endpoint values: the facts of the catalogue as the client has them."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from tools.generate.words import arguments, camel, constant, literal, text, tuple_of
from wolkvox_async.catalogue import Argument, Entry, Rows

__all__ = ["Shared", "endpoint", "shared"]

_OFTEN = 3  # a parameter that stands in this many endpoints of a file gets a name
_ROOM = 113  # for a text beside its name, in a call that is spread over lines
_RUN = 4  # numbered parameters that are worth one line
_SPANS = {"day": "days=1", "hour": "hours=1", "30min": "minutes=30", "10min": "minutes=10"}
_SHARE = re.compile(r"(\w+) / (?:sum\((\w+)\)|(\w+)) \* 100")


@frozen
class Shared:
    """What several endpoints of a file have in common: kinds of words, and whole parameters, by their names."""

    literals: Mapping[tuple[str, ...], str] = field(factory=dict)
    parameters: Mapping[Argument, str] = field(factory=dict)

    def code(self) -> str:
        """Return the assignments, as they stand at the top of a file."""
        kinds = [f"{name} = {literal(values)}" for values, name in self.literals.items()]
        constants = [f"{name} = {_parameter(each, self)}" for each, name in self.parameters.items()]
        return "\n\n".join("\n".join(block) for block in (kinds, constants) if block)


def shared(entries: Iterable[Entry], taken: Container[str] = ()) -> Shared:
    """Return what is worth a name in a file, where some names are taken."""
    every = [argument for entry in entries for argument in entry.parameters]
    words = Counter(each.values + each.also for each in every if each.kind == "enum" and len(each.values) > 1)
    literals = _named(
        {values: _alias(_first(every, values), values, taken) for values, count in words.items() if count > 1}
    )
    often = [each for each, count in Counter(every).items() if count >= _OFTEN and not _numbered(each)]
    required = {each.name for each in often if each.required}
    names = {
        each: f"_{'' if each.required or each.name not in required else 'OPTIONAL_'}{constant(each.name)}"
        for each in often
    }
    return Shared(literals, _named(names))


def _alias(name: str, values: tuple[str, ...], taken: Container[str]) -> str:
    alias = "YesNo" if values == ("yes", "no") else camel(name)
    return f"{alias}Value" if alias in taken else alias


def _first(every: Iterable[Argument], values: tuple[str, ...]) -> str:
    return next(each.name for each in every if each.kind == "enum" and each.values + each.also == values)


def _named(wanted: Mapping[Any, str]) -> dict[Any, str]:
    """Give each its name; where several want the same, the later ones get a number."""
    taken: Counter[str] = Counter()
    names = {}
    for each, name in wanted.items():
        taken[name] += 1
        names[each] = name if taken[name] == 1 else f"{name}_{taken[name]}"
    return names


def endpoint(entry: Entry, common: Shared) -> str:
    """Return the Endpoint value of an entry, with nothing in it that goes without saying."""
    reply = entry.reply
    given = {
        "name": text(entry.full_name),
        "api": text(entry.api) if entry.api != entry.name else "",
        "script": text(entry.script),
        "method": text(entry.method) if entry.method != "GET" else "",
        "title": text(entry.title, _ROOM - 5),
        "spanish": text(entry.spanish, _ROOM - 7) if entry.spanish else "",
        "summary": text(entry.summary, _ROOM - 7) if entry.summary else "",
        "record": reply.record or "Confirmation",
        "parameters": tuple_of(_parameters(entry.parameters, common)) if entry.parameters else "",
        "one_of": _names(entry.one_of),
        "body": text(entry.body) if entry.body else "",
        "rows": _rows(entry.rows) if entry.rows else "",
        "window": f"timedelta(days={entry.window_days})" if entry.window_days != 31 else "",  # noqa: PLR2004
        "reread": f"timedelta(days={entry.reread_days})" if entry.reread_days else "",
        "full": f"{entry.full:_}" if entry.full != 60_000 else "",  # noqa: PLR2004 - both as Endpoint has them
        "cost": str(entry.cost) if entry.cost != 1 else "",
        "limits": _names(entry.limits),
        "shape": text(reply.shape) if reply.shape != "records" else "",
        "key": text(reply.key) if reply.key != "data" else "",
        "keyed": text(reply.keyed) if reply.keyed else "",
        "counts": "" if reply.counts else "False",
        "total": text(reply.total) if reply.total else "",
        "reads": str(entry.reads) if entry.reads != (entry.method == "GET") else "",
        "irreversible": "True" if entry.irreversible else "",
        "source": text(entry.source),
    }
    return f"{constant(entry.name)} = Endpoint({arguments(given)},)"


def _names(names: tuple[str, ...]) -> str:
    return tuple_of(text(name) for name in names) if names else ""


def _numbered(argument: Argument) -> bool:
    return argument.name[-1].isdigit() and argument.wire == argument.name


def _parameters(given: tuple[Argument, ...], common: Shared) -> list[str]:
    """Return the parameters; a run of numbered ones, alike but for the number, is one line."""
    lines = []
    position = 0
    while position < len(given):
        run = _run(given[position:])
        if len(run) >= _RUN:
            stem, first = _split(run[0].name)
            numbers = f"range({first}, {first + len(run)})"
            name = f'f"{stem}{{n}}"'
            lines.append(f"*({_parameter(run[0], common, name)} for n in {numbers})")
            position += len(run)
        else:
            each = given[position]
            lines.append(common.parameters.get(each) or _parameter(each, common))
            position += 1
    return lines


def _split(name: str) -> tuple[str, int]:
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem) :])


def _run(given: tuple[Argument, ...]) -> list[Argument]:
    """Return the numbered parameters that begin here and are alike but for a number that counts up."""
    run: list[Argument] = []
    for each in given:
        if not _numbered(each):
            break
        stem, number = _split(each.name)
        if run:
            known, first = _split(run[0].name)
            alike = evolve(each, name=run[0].name, wire=run[0].wire) == run[0]
            if (stem, number) != (known, first + len(run)) or not alike:
                break
        run.append(each)
    return run


def _parameter(each: Argument, common: Shared, name: str = "") -> str:
    known = common.literals.get(each.values + each.also) if not each.also else None
    given = {
        "required": "True" if each.required else "",
        "values": f"get_args({known})" if known else _names(each.values),
        "also": _names(each.also),
        "where": text(each.where) if each.where != "query" else "",
        "wire": text(each.wire) if each.wire != each.name else "",
        "longest": _number(each.longest),
        "least": _number(each.least),
        "most": _number(each.most),
        "form": text(each.form) if each.form else "",
        "joined": text(each.joined) if each.joined else "",
        "bare": "True" if each.bare else "",
        "items": text(each.items) if each.items != "text" else "",
        "notes": text(each.text) if each.text else "",
    }
    first = [name or text(each.name), *([text(each.kind)] if each.kind != "str" else [])]
    return f"Parameter({', '.join(filter(None, (*first, arguments(given))))})"


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:_}"


def _rows(rows: Rows) -> str:
    if rows.kind == "events":
        given = {
            "key": _names(rows.key),
            "time": text(rows.time) if rows.time else "",
            "split": "" if rows.split else "False",
        }
        return f"Events({arguments(given)})"
    if rows.kind == "buckets":
        given = {
            "span": f"timedelta({_SPANS[rows.span]})",
            "time": text(rows.time),
            "by": _names(rows.by),
            "dated": "" if rows.dated else "False",
        }
        return f"Buckets({arguments(given)})"
    shares = ", ".join(f"{text(name)}: {_share(formula)}" for name, formula in rows.derived.items())
    given = {
        "by": tuple_of(text(name) for name in rows.by),
        "merge": text(rows.merge),
        "additive": _names(rows.additive),
        "derived": f"{{{shares}}}" if shares else "",
        "why": text(rows.why) if rows.why else "",
    }
    return f"Totals({arguments(given)})"


def _share(formula: str) -> str:
    """`a / b * 100` and `a / sum(a) * 100` are shares; nothing else is derived so far."""
    found = _SHARE.fullmatch(formula)
    if found is None or (found[2] and found[2] != found[1]):
        raise ValueError(f"{formula!r} is not a share: write 'a / b * 100' or 'a / sum(a) * 100'")
    return f"Share({text(found[1])})" if found[2] else f"Share({text(found[1])}, {text(found[3])})"
