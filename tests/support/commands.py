"""`wolkvox` as a process of its own, in a folder whose wolkvox.toml leads to a simulator."""

import asyncio
import contextlib
import os
import subprocess
import sys

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


def finish(folder, *words, shell="", **environment):
    """Run a command to its end, by way of a shell that redirects where `shell` says so."""
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
