"""`wolkvox` in a folder whose wolkvox.toml leads to a simulator: in this process, or as one of its own.

`here` takes a tenth of the time. What has to do with signals, terminals, pipes, locks between processes or the
interpreter's exit is tested in a process.
"""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys

from click.testing import CliRunner

from wolkvox_async.cli import main

COMMAND = [sys.executable, "-m", "wolkvox_async"]
TOKEN = "token-alpha"
OPERATION = """\
[operations.sales-co]
server = "0099"
tokens = ["env:TOKEN"]
licences = {licences}
tz = "{tz}"
base_url = "{base_url}"
"""


def operation(base_url, *, licences=1, tz="America/Bogota"):
    """Return the table of an operation in a wolkvox.toml; its token is in the environment, as TOKEN."""
    return OPERATION.format(base_url=base_url, licences=licences, tz=tz)


def configure(folder, simulator, store="store.sqlite3"):
    (folder / "wolkvox.toml").write_text(f'store = "{store}"\n{operation(simulator.base_url)}')


async def start(folder, *words, start_new_session=False, **environment):
    """Start a command; start_new_session: in a group of processes of its own, which can be sent a signal."""
    return await asyncio.create_subprocess_exec(
        *COMMAND,
        *words,
        cwd=folder,
        env=os.environ | {"TOKEN": TOKEN} | environment,
        start_new_session=start_new_session,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def here(folder, *words, **environment):
    """Run a command to its end in this process, which has the handlers of signals and of logging that it had before."""
    before = _handlers()
    with contextlib.chdir(folder):
        done = CliRunner().invoke(
            main, words, prog_name="wolkvox", env={"TOKEN": TOKEN} | environment, catch_exceptions=False
        )
    assert _handlers() == before
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout_bytes, done.stderr_bytes)


def _handlers():
    log = logging.getLogger("wolkvox_async")
    return [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)], log.level, [*log.handlers]


def finish(folder, *words, shell="", **environment):
    """Run a command to its end as a process, by way of a shell that redirects where `shell` says so."""
    command = ["sh", "-c", f'exec "$0" "$@" {shell}', *COMMAND, *words] if shell else [*COMMAND, *words]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"TOKEN": TOKEN} | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def on_terminal(folder, *words, typed="", asked=None):
    """Run a command to its end on a pseudo-terminal, where it reads and where its stderr goes.

    typed: what is typed before it starts; asked: what is done with the process when a question is shown.

    Return its exit code and what the terminal shows.
    """
    terminal, other_end = os.openpty()
    with subprocess.Popen(
        [*COMMAND, *words],
        cwd=folder,
        env=os.environ | {"TOKEN": TOKEN},
        stdin=other_end,
        stdout=subprocess.DEVNULL,
        stderr=other_end,
    ) as process:
        os.close(other_end)
        os.write(terminal, typed.encode())
        said = b""
        with contextlib.suppress(OSError):  # the process at the other end is gone
            while part := os.read(terminal, 4096):
                said += part
                if asked is not None and b"[y/N]" in part:
                    asked(process)
        code = process.wait(60)
    os.close(terminal)
    return code, said.decode()
