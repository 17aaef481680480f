"""Rows that can be looked at: bounded, escaped, and a list all the same."""

import json
import pickle
from datetime import datetime, timedelta

import attrs
import orjson
import pytest

from wolkvox_async.core.rows import Rows
from wolkvox_async.endpoints.reports.agents import AgentAuxiliaryTime

NAMES = [each.name for each in attrs.fields(AgentAuxiliaryTime) if each.name != "extra"]


def rows_of(count, **values):
    return Rows(
        AgentAuxiliaryTime(**(dict.fromkeys(NAMES) | {"agent_name": f"agent-{number}"} | values))
        for number in range(count)
    )


def test_rows_are_a_list():
    rows = rows_of(3)
    assert rows == list(rows)
    assert isinstance(rows, list)
    assert [type(each) for each in (rows[:2], rows[0])] == [Rows, AgentAuxiliaryTime]
    assert pickle.loads(pickle.dumps(rows)) == rows
    assert orjson.dumps(Rows([1])) == json.dumps(Rows([1])).encode() == b"[1]"


def test_the_text_of_rows_is_short_whatever_they_are():
    text = repr(rows_of(100_000, agent_id="x" * 10_000))
    assert text.startswith("<Rows: 100,000 rows of AgentAuxiliaryTime>\n  AgentAuxiliaryTime(agent_id='xxx")
    assert text.endswith("  … 99,997 more rows")
    assert len(text) < 1_200
    assert repr(Rows()) == "<Rows: 0 rows>"


def test_the_table_of_rows_has_the_first_ones_and_the_columns_that_hold_something():
    table = rows_of(1_000)._repr_html_()
    assert table.count("<tr>") == 11
    assert "<caption>1,000 rows of AgentAuxiliaryTime, the first 10 of which are shown</caption>" in table
    assert "<th>agent_name</th>" in table
    assert "<th>agent_id</th>" not in table
    assert "<td>agent-9</td>" in table


@pytest.mark.parametrize("made", [rows_of(1, agent_name="<script>alert(1)</script>&"), Rows([{"<b>": "<script>"}])])
def test_the_table_of_rows_runs_nothing(made):
    table = made._repr_html_()
    assert "<script" not in table
    assert "<b>" not in table
    assert "&lt;script&gt;" in table


def test_the_table_of_rows_is_bounded():
    wide = Rows([{f"column-{number}": "x" * 10_000 for number in range(500)}] * 500)
    table = wide._repr_html_()
    assert len(table) < 30_000
    assert "without 480 columns" in table
    assert Rows()._repr_html_().startswith("<table><caption>0 rows</caption>")


def test_a_table_shows_each_kind_of_value_and_rows_that_are_no_records():
    values = {"at": datetime(2025, 1, 2, 3, 4), "for": timedelta(hours=30), "list": [1, 2], "none": None, "text": "x"}
    table = Rows([values])._repr_html_()
    for shown in ("2025-01-02 03:04:00", "1 day, 6:00:00", "[1,2]", "x"):
        assert f"<td>{shown}</td>" in table
    assert "<th>none</th>" not in table
    assert "<td>word</td>" in Rows(["word", 7])._repr_html_()
    assert "<td></td>" in Rows([{"a": 1}, {"b": 2}])._repr_html_()
