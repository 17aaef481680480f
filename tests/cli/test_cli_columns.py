"""Columns at the command line: in the help of an endpoint, and found by words."""

import json

import pytest
from click.testing import CliRunner

from wolkvox_async.cli import main


def run(*words):
    return CliRunner().invoke(main, words)


def test_help_of_an_endpoint_lists_its_columns():
    text = " ".join(run("call", "reports.cdr_1", "--help").output.split())
    assert "Columns: agent_name text: Agent's name. date date and time: Date and time of the event." in text
    assert "time_seg integer, seconds: Length of the call." in text
    assert "hang_up text: Who ended the call." in text


def test_help_says_what_parameters_are_and_which_of_several_is_needed():
    text = " ".join(run("call", "campaign.find_record", "--help").output.split())
    assert "Needs --customer-phone or --customer-id." in text
    assert "--customer-phone TEXT Customer's phone." in text


def test_a_call_of_ones_own_has_no_columns():
    assert "Columns" not in run("call", "GET", "--help").output


@pytest.mark.parametrize("words", [["hung", "up"], ["colgó"]])
def test_columns_are_found_by_words(words):
    lines = run("reports", "--columns", *words).output.splitlines()
    assert lines[0] == "column\ttype\tunit\twhat it is\tin"
    (line,) = [each for each in lines if each.startswith("hang_up\ttext\t\tWho ended the call\t")]
    assert "reports.cdr_1" in line


def test_many_endpoints_are_counted_and_json_names_all():
    shown = run("reports", "--columns", "agent_id").output
    assert "and 5" in shown
    found = json.loads(run("reports", "--columns", "agent_id", "--json").output)
    assert "reports.cdr_1" in next(each for each in found if each["name"] == "agent_id")["endpoints"]


def test_no_column_is_an_error_that_says_what_finds_one():
    done = run("reports", "--columns", "xyzzy")
    assert done.exit_code == 1
    assert "no column matches 'xyzzy'" in done.stderr
