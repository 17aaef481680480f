"""Every help page shows examples, which are right, and the exit codes."""

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from wolkvox_async.cli import main
from wolkvox_async.cli.output import Output
from wolkvox_async.endpoints import GROUPS, endpoints

COMMANDS = main.list_commands(click.Context(main))
SOME = [endpoint for group in GROUPS for endpoint in list(endpoints(group).values())[::9]]


def page(*words):
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    return result.output


def examples(text):
    return re.findall(r"^ +(wolkvox .+)$", text.partition("Example")[2], re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_examples_and_exit_codes(name):
    text = page(name)
    assert re.search(r"Exit\s+codes?: +0", text), text
    found = examples(text)
    assert found
    for line in found:
        assert shlex.split(line)[:2] == ["wolkvox", name]


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"call", "init"}))
def test_the_options_of_an_example_are_those_of_the_command(name):
    command = main.get_command(click.Context(main), name)
    known = {spelling for parameter in command.params for spelling in parameter.opts}
    for line in examples(page(name)):
        assert {word for word in shlex.split(line) if re.match(r"--?[a-z]", word) and word[1:2] != "3"} <= known


@pytest.mark.parametrize("endpoint", SOME, ids=lambda endpoint: endpoint.name)
def test_an_endpoint_shows_an_example_with_what_it_needs_and_exit_codes(endpoint):
    text = page("call", endpoint.name)
    assert "Exit codes: 0 done" in " ".join(text.split())
    (line,) = examples(text)
    assert line.startswith(f"wolkvox call {endpoint.name}")
    assert all("--" + each.name.strip("_").replace("_", "-") in line for each in endpoint.parameters if each.required)


def test_a_call_of_ones_own_shows_them_too():
    text = page("call", "GET", "information.php", "skills")
    assert examples(text) == ["wolkvox call GET information.php skills"]
    assert "Exit codes: 0 done" in " ".join(text.split())


class Terminal:
    def __init__(self):
        self.text = ""

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        """Nothing is buffered."""


@pytest.mark.parametrize("form", ["ndjson", "json", "csv"])
def test_no_form_of_rows_has_characters_that_a_terminal_would_obey(form, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    with Output(form).writer() as writer:
        writer.add({"name": "Ana\x1b[31m\x9b31m\u202e"})
    assert "Ana" in terminal.text
    assert not set(terminal.text) & {"\x1b", "\x9b", "\u202e"}
