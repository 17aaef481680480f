from wolkvox_async.core.plain_fields import plain_fields
from wolkvox_async.core.wire import Day, Percent, Record, Text, beside, gathered, named, record


def test_are_named_as_on_the_wire_with_their_kinds():
    @record
    class Row(Record):
        name: Text
        share: Percent = named("share%", "percentage")

    first, second = plain_fields(Row)
    assert (first.name, first.wire, first.also, first.kind.name) == ("name", "name", (), "str")
    assert (second.wire, second.also, second.kind.name) == ("share%", ("percentage", "share"), "percent")


def test_are_none_where_a_field_is_no_plain_value_of_the_wire():
    @record
    class Inner(Record):
        name: Text

    @record
    class Outer(Record):
        items: list[Inner]

    @record
    class Hourly(Record):
        day: Day = beside()

    @record
    class Levels(Record):
        levels: dict[int, Percent] = gathered("level_([0-9]+)")

    assert [plain_fields(each) for each in (Outer, Hourly, Levels)] == [None, None, None]
