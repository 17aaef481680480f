"""Pages of Markdown as tests run them: their blocks in order, in one folder, against one simulator.

A comment before a block says what is unusual about it:

    <!-- file: NAME -->       it is saved as that file (and run too, where it is Python that is no test)
    <!-- exits: 3 -->         its commands end with that code
    <!-- not run: REASON -->  it cannot run here
"""

import ast
import asyncio
import inspect
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from attrs import frozen
from click.testing import CliRunner

from tests.support.programs import needed
from wolkvox_async.cli import main

BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[a-z ]+): (?P<value>[^\n]+) -->\n)?```(?P<language>[a-z]+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SIMULATED = "http://127.0.0.1:8099/api/v2/"
GATEWAY = "http://127.0.0.1:8090"


@frozen
class Block:
    """A block of code, and what the comment before it says."""

    language: str
    text: str
    line: int
    mark: str = ""
    value: str = ""

    @property
    def commands(self):
        """Its commands, each with the lines that the page shows below it."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)
        assert parts[0] == "", f"line {self.line}: a console block begins with its first command"
        split = [part.partition("\n") for part in parts[1:]]
        return [(command, shown.splitlines()) for command, _, shown in split]


def blocks(path):
    """Return the blocks of a page, in order."""
    text = path.read_text("utf-8")
    return [
        Block(
            language=found["language"],
            text=found["text"],
            line=text.count("\n", 0, found.start("language")) + 1,
            mark=found["mark"] or "",
            value=found["value"] or "",
        )
        for found in BLOCK.finditer(text)
    ]


class Reader:
    """A reader who does what a page says, block by block, in the present folder."""

    def __init__(self, simulator, monkeypatch):
        self._monkeypatch = monkeypatch
        self._addresses = {SIMULATED: simulator.base_url}
        self._names = {}
        self._served = []
        self._runner = asyncio.Runner()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._runner.close()
        for process in self._served:
            process.terminate()
            process.communicate(timeout=60)

    def read(self, block):
        """Do what a block says."""
        text = self._here(block.text)
        if block.mark == "not run":
            return
        if block.mark == "file":
            Path(block.value).write_text(text, "utf-8")
        if block.language == "python" and not block.value.startswith("test_"):
            self._run(text, block)
        if block.language == "console":
            for command, shown in block.commands:
                self._enter(self._here(command), shown, int(block.value) if block.mark == "exits" else 0)

    def _here(self, text):
        for written, real in self._addresses.items():
            text = text.replace(written, real)
        return text

    def _run(self, text, block):
        """Run Python as a notebook does: with the names of the blocks before, and `await` at its top."""
        flags = 0 if "asyncio.run(" in text else ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        made = eval(compile(text, f"block of line {block.line}", "exec", flags=flags), self._names)
        if inspect.iscoroutine(made):
            self._runner.run(made)

    def _enter(self, command, shown, code):
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            self._monkeypatch.setenv(*words[1].split("=", 1))
        elif words[:2] == ["wolkvox", "simulate"]:
            assert shown == [SIMULATED]  # one runs already
        elif words[:2] == ["wolkvox", "gateway"]:
            assert shown == [GATEWAY]
            self._addresses[GATEWAY] = self._serve([*words[1:], "--port", "0"])
        else:
            ended, said = self._finish(words, command)
            assert ended == code, f"{command}: {ended}\n{said}"
            assert [line for line in shown if line not in said.splitlines()] == [], said

    def _serve(self, words):
        command = [sys.executable, "-m", "wolkvox_async", *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._served.append(process)
        return process.stdout.readline().strip()

    def _finish(self, words, command):
        """Run a command to its end; return its exit code and all that it says."""
        if words[0] == "wolkvox" and not {"|", "||", "&&", ">"} & set(words):
            done = CliRunner().invoke(main, words[1:], env={"COLUMNS": "100"}, prog_name="wolkvox")
            if done.exception and not isinstance(done.exception, SystemExit):
                raise done.exception
            return done.exit_code, done.output
        if words[0] not in ("python", "wolkvox"):
            needed(words[0])
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=os.environ | {"PATH": path},
        )
        return done.returncode, done.stdout + done.stderr
