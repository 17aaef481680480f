"""The public surface of the synchronous clients is that of the asynchronous ones, name by name."""

import inspect
import re
from datetime import date
from importlib import import_module

import pytest

import wolkvox_async
from wolkvox_async import sync
from wolkvox_async.endpoints.groups import GROUPS
from wolkvox_async.endpoints.reports import SECTIONS
from wolkvox_async.reports.awaited import Awaited
from wolkvox_async.sync.twin import Twin

LEFT_OUT = {"session", "engine"}  # of the constructors: what belongs to an event loop, and what clients share inside
COROUTINES = {"send", "throw", "close"}  # of an Awaited, as a task calls them
SYNCHRONOUS = {"Wolkvox": {"close"}, "Fleet": {"close"}, "Report": {"rows"}, "Paged": {"rows"}}


OPERATION = wolkvox_async.Operation(name="a", server="0099", tokens=["token-alpha"], licences=1, tz="UTC")


def classes():
    """Each synchronous class with its original: those that are exported, and those that clients have as attributes."""
    for name in sync.__all__:
        yield getattr(wolkvox_async, name), getattr(sync, name)
    for client in (
        sync.Wolkvox(OPERATION, store=wolkvox_async.MemoryStore()),
        sync.Fleet([OPERATION], store=wolkvox_async.MemoryStore()),
    ):
        for name in public(type(client)) - {"close"}:
            value = getattr(client, name)
            if isinstance(value, Twin):
                yield type(value._async), type(value)


def public(cls):
    return {name for name in dir(cls) if not name.startswith("_")} | ({"__getitem__"} & set(dir(cls)))


PAIRS = {original.__name__: (original, twin) for original, twin in sorted(classes(), key=str)}


def members():
    for name, (original, twin) in PAIRS.items():
        gone = {"aclose"} | (COROUTINES if issubclass(original, Awaited) else set())
        for member in sorted(public(original) - gone):
            yield pytest.param(original, twin, member, id=f"{name}.{member}")


def function(cls, member):
    found = inspect.getattr_static(cls, member)
    found = getattr(found, "fget", None) or getattr(found, "func", None) or found
    return found if inspect.isfunction(found) else getattr(cls, member)


def written(annotation):
    """An annotation without quotes, and without the modules that its names come from."""
    if annotation is inspect.Signature.empty:
        return ""
    if isinstance(annotation, str):
        # Its names are imported for type checkers alone; the modules here have those that are more than a class.
        names = vars(import_module("wolkvox_async.sync.fleet")) | vars(import_module("wolkvox_async.reports.report"))
        if not set(re.findall(r"[A-Za-z]\w*", annotation)) <= names.keys():
            return annotation
        annotation = eval(annotation, names)
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", inspect.formatannotation(annotation)).replace("'", "")


def expected(annotation):
    text = written(annotation)
    return re.sub(r"^Async(?:Generator|Iterator)\[(.*?)(?:, None)?\]$", r"Generator[\1, None, None]", text)


def parameters(function, of):
    return [
        (each.name, each.kind, each.default, of(each.annotation))
        for each in inspect.signature(function).parameters.values()
        if each.name not in LEFT_OUT
    ]


@pytest.mark.parametrize("name", list(PAIRS))
def test_a_twin_has_the_public_names_of_its_original(name):
    original, twin = PAIRS[name]
    gone = {"aclose"} | (COROUTINES if issubclass(original, Awaited) else set())
    instance = {"endpoint", "parameters", "range", "by", "grain", "calls"} if name == "Report" else set()
    instance |= {"failures"} if name == "Fleet" else set()
    assert public(twin) == (public(original) - gone) | SYNCHRONOUS.get(name, set()) | instance


@pytest.mark.parametrize(("original", "twin", "member"), list(members()))
def test_a_member_has_the_parameters_the_types_and_the_docstring_of_its_original(original, twin, member):
    mine, theirs = function(twin, member), function(original, member)
    assert not inspect.iscoroutinefunction(mine)
    assert not inspect.isasyncgenfunction(mine)
    given, taken = inspect.signature(theirs), inspect.signature(mine)
    assert parameters(mine, written) == parameters(theirs, expected)
    assert written(taken.return_annotation) == expected(given.return_annotation)
    about, original_about = inspect.getdoc(mine), inspect.getdoc(theirs)
    assert not re.search(r"\bawait\b|\basync\b|\basyncio\b", about, re.IGNORECASE), about
    assert headings(about) == headings(original_about)
    assert about.splitlines()[0].split()[0] == original_about.splitlines()[0].split()[0]


def headings(text):
    return re.findall(r"^(?:[A-Z]\w+:$| {4}\**\w+:)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["Wolkvox", "Fleet"])
def test_a_client_is_made_of_what_its_original_is_made_of(name):
    original, twin = PAIRS[name]
    assert parameters(twin.__init__, written) == parameters(original.__init__, expected)
    assert headings(twin.__doc__) == [each for each in headings(original.__doc__) if each.strip(" :") not in LEFT_OUT]


def attributes(value):
    return {name for name in vars(value) if not name.startswith("_")}


def test_what_constructors_set_is_a_property_of_the_twin():
    fleet = wolkvox_async.Fleet([OPERATION], store=wolkvox_async.MemoryStore())
    assert attributes(fleet) <= public(sync.Fleet)
    report = fleet["a"].reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2))
    assert attributes(report) <= public(sync.Report)


def test_every_group_of_a_client_has_a_twin():
    assert {*GROUPS} <= public(sync.Wolkvox)
    assert len(PAIRS) >= len(GROUPS) + len(sync.__all__)


def test_every_report_has_its_twin_and_its_section_is_loaded_on_use():
    original, twin = PAIRS["Reports"]
    names = {name for _, methods in SECTIONS.values() for name in methods}
    assert names <= public(original)
    assert names <= public(twin)


def test_everything_that_has_methods_to_await_has_a_twin():
    """A class that a public method or property of a client returns, and that has coroutines, must not be left out."""
    for original, _ in PAIRS.values():
        for member in public(original):
            found = function(original, member)
            if not callable(found):
                continue
            for word in re.findall(r"\w+", str(inspect.signature(found).return_annotation)):
                cls = getattr(wolkvox_async, word, None)
                if inspect.isclass(cls) and any(
                    inspect.iscoroutinefunction(each) or inspect.isasyncgenfunction(each)
                    for name, each in vars(cls).items()
                    if not name.startswith("_")
                ):
                    assert word in PAIRS, (original, member, word)
