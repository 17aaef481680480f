"""What starting costs: `python benchmarks/imports.py [--quick]`.

Fresh processes in turns, the median of each: a first client and its first call, of an endpoint with few records and of
a report, against `import aiohttp`; and `wolkvox --help` as a whole. The call goes to a server of this process, and
what the same exchange costs with aiohttp alone is taken off. The ratio to `import aiohttp` says more than
milliseconds, which are those of the machine. Bytecode is cached beforehand, as installers do.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

from _shared import line

CLIENT = """
import asyncio
from datetime import date
from wolkvox_async import Operation, Wolkvox

operation = Operation(name="a", server="0099", tokens=["token-alpha"], licences=1, tz="UTC", base_url="{base}")

async def first():
    async with Wolkvox(operation, store="{folder}/scheduler.sqlite3") as wolkvox:
        {call}

asyncio.run(first())
"""
ALONE = """
import asyncio, aiohttp

async def first():
    async with aiohttp.ClientSession() as session, session.get("{base}") as response:
        await response.read()

asyncio.run(first())
"""
MADE = "wolkvox.reports.cdr_1"
AGENTS = "await wolkvox.real_time.agents()"
CDR = "await wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2))"
REPLY = json.dumps({"code": "200", "error": None, "msg": "0 records were found", "data": []}).encode()


class Answer(BaseHTTPRequestHandler):
    """Answers every call with no records."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(REPLY)))
        self.end_headers()
        self.wfile.write(REPLY)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def once(arguments: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - began) * 1000


def taken(cases: dict[str, list[str]], rounds: int, folder: str) -> dict[str, float]:
    """Return the median milliseconds of each case; the first round only fills the cache of bytecode."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = folder
    times: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, arguments in cases.items():
            took = once(arguments, environment)
            if number:
                times[name].append(took)
    return {name: median(each) for name, each in times.items()}


def main(*, quick: bool) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        facts = {"base": f"http://127.0.0.1:{server.server_port}/", "folder": folder}
        cases = {
            "nothing": ["-c", "pass"],
            "aiohttp": ["-c", "import aiohttp"],
            "alone": ["-c", ALONE.format(**facts)],
            "package": ["-c", "import wolkvox_async"],
            "made": ["-c", CLIENT.format(call=MADE, **facts)],
            "agents": ["-c", CLIENT.format(call=AGENTS, **facts)],
            "cdr": ["-c", CLIENT.format(call=CDR, **facts)],
            "help": ["-m", "wolkvox_async.cli", "--help"],
        }
        found = taken(cases, 5 if quick else 15, folder)
    server.shutdown()
    nothing, alone = found["nothing"], found["aiohttp"] - found["nothing"]
    exchange = found["alone"] - found["aiohttp"]
    line("import wolkvox_async, beyond an empty process", found["package"] - nothing, 60, "ms")
    for case, what, less in (
        ("made", "first client", 0.0),
        ("agents", "first client and call (real_time.agents)", exchange),
        ("cdr", "first client and call (reports.cdr_1)", exchange),
    ):
        beyond = found[case] - found["aiohttp"] - less
        line(f"{what}, beyond import aiohttp", beyond, 60, "ms")
        print(f"    {beyond / alone:.2f} of import aiohttp ({alone:.0f} ms)")
    line("wolkvox --help, beyond an empty process", found["help"] - nothing, 100, "ms")


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
