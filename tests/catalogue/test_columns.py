"""Words, English and Spanish, lead to columns, with type, unit and meaning."""

import pytest

from wolkvox_async.catalogue import entries
from wolkvox_async.catalogue.columns import columns_of, search_columns


def named(query):
    return [each.name for each in search_columns(query)]


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("hang_up", "hang_up"),
        ("who hung up", "hang_up"),
        ("quién colgó", "hang_up"),
        ("abandonadas", "abandon_calls"),
        ("nivel de servicio", "service_level_10seg"),
        ("duración de la llamada", "time_seg"),
        ("conn_id", "conn_id"),
        ("occupancy", "occupancy"),
        ("tipificación", "cod_act"),
        ("satisf", "csat"),
    ],
)
def test_words_find_columns(query, column):
    assert column in named(query)


@pytest.mark.parametrize("query", ["", "the", "xyzzy", "abandoned xyzzy"])
def test_words_that_fit_nothing_find_nothing(query):
    assert named(query) == []


def test_a_name_counts_more_than_a_meaning():
    found = named("hang_up")
    assert set(found[:2]) == {"hang_up", "hung_up"}


def test_a_column_says_where_it_stands_and_in_which_unit():
    (column,) = [each for each in search_columns("time_seg") if each.name == "time_seg"]
    assert (column.type, column.unit, column.meaning) == ("integer", "seconds", "Length of the call")
    assert column.endpoints == ("reports.cdr_1",)
    assert column.description == "integer, seconds: Length of the call."
    occupancy = next(each for each in columns_of("reports.agent_1") if each.name == "occupancy")
    assert (occupancy.type, occupancy.unit) == ("number", "percent")
    assert "percent" not in occupancy.meaning


def test_columns_of_lists_have_their_path():
    names = [each.name for each in columns_of("reports.agent_5")]
    assert names[:4] == ["agent_name", "agent_id", "status_x_hour", "status_x_hour.hour"]


def test_rows_without_a_date_have_a_day():
    assert columns_of("reports.skill_4")[-1].name == "day"
    assert "day" not in [each.name for each in columns_of("reports.cdr_1")]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: f"{entry.full_name} {entry.variant}".strip())
def test_every_endpoint_describes_its_columns(entry):
    found = {each.name: each for each in columns_of(entry.full_name)}
    assert found.keys() >= {each.name for each in entry.fields}
    assert all(each.meaning and each.type for each in found.values())


def test_an_unknown_endpoint_has_none():
    assert columns_of("reports.cdr_99") == []
