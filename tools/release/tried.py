"""What a fresh installation does, run with its own Python: `python tried.py VERSION [EXTRA …]`.

It imports nothing but the package and the standard library, and fails with a traceback.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path

import wolkvox_async
from wolkvox_async.simulator import Simulator
from wolkvox_async.sync import Wolkvox

_START, _END = date(2025, 1, 1), date(2025, 1, 3)
_OF_EXTRA = {
    "dask": "distributed",
    "gateway": "wolkvox_async.gateway",
    "keyring": "keyring",
    "leads": "python_calamine",
    "load": "wolkvox_async.load",
    "redis": "redis.asyncio",
    "telemetry": "wolkvox_async.telemetry",
}


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"{what}: {found!r}, not {wanted!r}")


def _command(*words: str) -> str:
    """Run the installed command and return what it prints."""
    command = [str(Path(sys.executable).parent / "wolkvox"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"wolkvox {' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def main(version: str, extras: list[str]) -> None:
    """Try the package, the command, and each extra."""
    _expect("version", wolkvox_async.__version__, version)
    _expect("command", _command("--version").strip(), f"wolkvox, version {version}")
    with tempfile.TemporaryDirectory() as folder, Simulator() as simulator:
        os.chdir(folder)
        os.environ.update(
            XDG_STATE_HOME=folder,
            WOLKVOX_SERVER="0099",
            WOLKVOX_TOKEN="any-word",  # noqa: S106
            WOLKVOX_LICENCES="20",
            WOLKVOX_TZ="America/Bogota",
            WOLKVOX_BASE_URL=simulator.base_url,
        )
        with Wolkvox.from_env() as wolkvox:
            rows = wolkvox.reports.cdr_1(start=_START, end=_END).rows()
            json.dumps([row.to_dict() for row in rows])
            if "arrow" in extras:
                _expect("rows", wolkvox.reports.cdr_1(start=_START, end=_END).to_arrow().num_rows, len(rows))
        form = "parquet" if "parquet" in extras else "ndjson"
        dates = ("--from", str(_START), "--to", str(_END))
        _command("export", "cdr_1", *dates, "--out", "exports", "--format", form)
        _expect("files", len(list(Path("exports").rglob(f"*.{form}"))), 1)
        if "xlsx" in extras:
            _command("export", "cdr_1", *dates, "--out", "workbooks", "--format", "xlsx")
        if "report" in extras:
            _command("export", "cdr_1", *dates, "--out", "reported", "--format", form, "--report", "page.html")
            _expect("page", Path("page.html").is_file(), True)
        if "load" in extras:
            _command("load", "cdr_1", *dates, "--into", "duckdb:///warehouse.duckdb")
        if "lake" in extras:
            for kind in ("delta", "iceberg"):
                _command("load", "cdr_1", *dates, "--into", f"{kind}:///lake-{kind}")
        for extra in extras:
            if extra in _OF_EXTRA:
                import_module(_OF_EXTRA[extra])
        _expect("violations", simulator.ledger.violations, [])
        os.chdir("/")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
