"""The wheel as people install it: bare on each Python, with all extras, and with the lowest dependencies."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.release.environments import extras, install, pythons, wheel

__all__ = ["main"]

_TRIED = Path(__file__).parent / "tried.py"


def main() -> int:
    """Try each installation, say how it went, and return an exit code."""
    failed = [what for what, code in _results() if code]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def _results() -> Iterator[tuple[str, int]]:
    """Yield each installation with the exit code of its trial."""
    found = pythons()
    all_of = extras()
    oldest, newest = next(iter(found)), next(reversed(found))
    cases: list[tuple[str, str, list[str], str]] = [(f"{each}, bare", each, [], "highest") for each in found]
    cases += [
        (f"{newest}, all extras", newest, all_of, "highest"),
        (f"{oldest}, lowest dependencies, bare", oldest, [], "lowest-direct"),
        (f"{oldest}, lowest dependencies, all extras", oldest, all_of, "lowest-direct"),
    ]
    version = wheel().name.split("-")[1]
    with tempfile.TemporaryDirectory() as folder:
        for what, python, of, resolution in cases:
            installed = install(Path(folder, "environment"), found[python], of=of, resolution=resolution)
            command = [str(installed), "-I", str(_TRIED), version, *of]
            done = subprocess.run(command, cwd=folder, check=False)
            print(f"{'ok' if done.returncode == 0 else 'FAILED':6} Python {what}", flush=True)
            yield what, done.returncode


if __name__ == "__main__":
    sys.exit(main())
