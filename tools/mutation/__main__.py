"""Change the scheduler in some three thousand small ways, and see whether the tests notice each.

A mutant is one change; it is killed where a test fails. `mutation.md` lists those that live, and why each may: one that
it does not list is a promise without a test, or code that nothing needs, and ends this with 1. It works on a copy in a
temporary directory, so the tree stays clean. Needs the dependency group `mutation`; half an hour on two cores.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("wolkvox_async", "tests", "generate", "pyproject.toml")
LISTED = Path(__file__).with_name("mutation.md")


def main() -> int:
    """Run the mutants in a copy of the tree, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            take(ROOT / name, copy / name)
        if _mutmut(copy, "run", "--max-children", str(min(4, os.cpu_count() or 1)), capture=False).returncode:
            return 1
        _mutmut(copy, "export-cicd-stats")
        counts = json.loads((copy / "mutants" / "mutmut-cicd-stats.json").read_text())
        rows = sorted(set(_living(copy)))
    listed = LISTED.read_text(encoding="utf-8") if LISTED.exists() else ""
    new = [row for row in rows if row not in listed]
    print(", ".join(f"{name} {number}" for name, number in counts.items() if number))
    print("\n".join(["", "survivors:", *rows]))
    print("\n".join(["", f"not in {LISTED.name}:", *(new or ["none"])]))
    return bool(new)


def _mutmut(copy: Path, *arguments: str, capture: bool = True) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    steady = os.environ | {"CI": "1"}  # by which Hypothesis draws the same examples each time
    return subprocess.run(command, cwd=copy, env=steady, text=True, capture_output=capture, check=False)


def _living(copy: Path) -> Iterator[str]:
    """Yield a row of the list for each mutant that no test killed."""
    for line in _mutmut(copy, "results").stdout.splitlines():
        name, _, status = line.strip().partition(": ")
        if status in ("survived", "no tests"):
            yield row(name, _mutmut(copy, "show", name).stdout)


def row(name: str, diff: str) -> str:
    """Return what a mutant changes: its file, its function, and the lines that are new, or those that are gone."""
    place, _, function = name.removeprefix("wolkvox_async.scheduler.").rpartition(".")
    function = function.partition("__mutmut_")[0].removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    new, gone = ([line[1:].strip() for line in lines if line.startswith(sign)] for sign in "+-")
    text = " ".join(new) if new and new != [")"] else "without " + " ".join(gone)
    return f"| {place or '__init__'} | {function} | `{text.replace('|', chr(92) + '|')}` |"


if __name__ == "__main__":
    sys.exit(main())
