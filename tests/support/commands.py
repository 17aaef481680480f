"""`wolkvox` as a process of its own, in a folder whose wolkvox.toml leads to a simulator."""

import asyncio
import os
import subprocess
import sys

COMMAND = [sys.executable, "-m", "wolkvox_async"]
TOKEN = "token-alpha"
TOML = """
store = "store.sqlite3"
[operations.sales-co]
server = "0099"
tokens = ["env:TOKEN"]
licences = 1
tz = "America/Bogota"
base_url = "{}"
"""


def configure(folder, simulator, store="store.sqlite3"):
    (folder / "wolkvox.toml").write_text(TOML.format(simulator.base_url).replace("store.sqlite3", store))


async def start(folder, *words, **environment):
    """Start a command."""
    return await asyncio.create_subprocess_exec(
        *COMMAND,
        *words,
        cwd=folder,
        env=os.environ | {"TOKEN": TOKEN} | environment,
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
