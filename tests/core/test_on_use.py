import copy
import inspect
import pickle
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import attrs
import pytest

from wolkvox_async.core.on_use import built_on_use
from wolkvox_async.core.wire import Int, Record, Text, gathered, record


@record
class Row(Record):
    name: Text
    """What it is called."""
    count: Int
    levels: dict[int, Int] = gathered("level_([0-9]+)")


def fresh():
    @record
    class Fresh(Record):
        name: Text
        count: Int

    return Fresh


def test_attrs_builds_a_class_when_it_is_first_used(monkeypatch):
    Row("a", 1)  # and with it the base
    built = []
    define = attrs.define
    monkeypatch.setattr(attrs, "define", lambda cls, **options: (built.append(cls), define(cls, **options))[1])
    first, second = fresh(), fresh()
    assert built == []
    first("a", 1)
    first("b", 2)
    assert built == [first]
    assert [each.name for each in attrs.fields(second)] == ["extra", "name", "count"]
    assert built == [first, second]


@pytest.mark.parametrize(
    "use",
    [
        lambda cls: cls("a", 1),
        lambda cls: cls(name="a", count=1),
        lambda cls: attrs.fields(cls) and cls("a", 1),
        lambda cls: inspect.signature(cls) and cls("a", 1),
        lambda cls: type("Sub", (cls,), {"__slots__": ()})("a", 1),
        lambda cls: attrs.define(type("Sub", (cls,), {"__annotations__": {"more": int}}))("a", 1, 2),
    ],
    ids=["made", "by name", "fields", "signature", "subclass", "attrs subclass"],
)
def test_whatever_uses_a_class_first_finds_it_built(use):
    made = use(fresh())
    assert (made.name, made.count, made.extra) == ("a", 1, {})


def test_a_class_has_slots_and_no_dict():
    made = Row("a", 1)
    assert not hasattr(made, "__dict__")
    with pytest.raises(AttributeError):
        made.other = 1


def test_its_signature_and_its_docstring_name_the_fields():
    assert list(inspect.signature(fresh()).parameters) == ["name", "count", "extra"]
    assert "name (Text): What it is called." in inspect.getdoc(Row)


def test_missing_and_unknown_arguments_are_refused():
    with pytest.raises(TypeError, match="count"):
        fresh()("a")
    with pytest.raises(TypeError, match="other"):
        fresh()("a", 1, other=2)


def test_records_are_matched_compared_copied_evolved_and_pickled():
    made = Row("a", 1, levels={10: 3}, extra={"x": "y"})
    match made:
        case Row(name, count):
            assert (name, count) == ("a", 1)
    for twin in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), attrs.evolve(made)):
        assert twin == made
        assert twin is not made
    assert attrs.evolve(made, count=2) != made
    assert attrs.asdict(made) == {"name": "a", "count": 1, "levels": {10: 3}, "extra": {"x": "y"}}


def test_threads_that_use_a_class_at_once_find_it_built():
    for _ in range(50):
        cls, barrier = fresh(), Barrier(4)

        def make(cls=cls, barrier=barrier):
            barrier.wait()
            return cls("a", 1).count

        with ThreadPoolExecutor(4) as pool:
            assert [task.result() for task in [pool.submit(make) for _ in range(4)]] == [1] * 4


def test_a_class_without_fields_of_its_own_is_built_too():
    class Empty(Record):
        __slots__ = ()

    assert built_on_use(Empty, eq=False, repr=False)(extra={"a": 1}).extra == {"a": 1}


def test_a_thread_that_was_about_to_build_a_class_uses_what_another_has_built():
    cls = fresh()
    about_to_build = cls.__dict__["__attrs_attrs__"]
    cls("a", 1)
    assert about_to_build.__get__(None, cls) is attrs.fields(cls)
