"""Change the scheduler in some three thousand small ways, and see whether the tests notice each.

A mutant is one change; it is killed where a test fails or mypy refuses it. Those of `kinds.py` change nothing visible,
and are counted apart. Each of the others that lives is a promise without a test, or code that nothing needs: they are
listed, and more than 2 % of all end this with 1. It works on a copy in a temporary directory, so the tree stays clean.
`python -m tools.mutation lanes quota` runs those of
these modules alone. Needs the dependency group `mutation`; more than half an hour on two cores.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tools.mutation.kinds import kind_of

ROOT = Path(__file__).parents[2]
COPIED = ("wolkvox_async", "tests", "tools", "pyproject.toml")
MOST_ALIVE = 0.02  # of all mutants


def main() -> int:
    """Run the mutants in a copy of the tree, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            take(ROOT / name, copy / name)
        chosen = [f"wolkvox_async.scheduler.{name}.*" for name in sys.argv[1:]]
        children = str(min(4, os.cpu_count() or 1))
        if _mutmut(copy, "run", "--max-children", children, *chosen, capture=False).returncode:
            return 1
        _mutmut(copy, "export-cicd-stats")
        counts = json.loads((copy / "mutants" / "mutmut-cicd-stats.json").read_text())
        living = dict(_living(copy))
    kinds = Counter(kind for diff in living.values() if (kind := kind_of(diff)))
    alive = {name: diff for name, diff in living.items() if not kind_of(diff)}
    share = len(alive) / counts["total"]
    print(", ".join(f"{name} {number}" for name, number in counts.items() if number))
    print("\n".join(["", "change nothing visible:", *(f"{number} of {kind}" for kind, number in kinds.items())]))
    print("\n".join(["", "alive:", *(f"{name}\n{diff}" for name, diff in sorted(alive.items()))]))
    print(f"\n{len(alive)} of {counts['total']} live, {share:.1%}; at most {MOST_ALIVE:.0%} may")
    return int(share > MOST_ALIVE)


def _mutmut(copy: Path, *arguments: str, capture: bool = True) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # mypy among them
    settings = os.environ | {"CI": "1", "PATH": tools}  # CI: Hypothesis draws the same examples each time
    return subprocess.run(command, cwd=copy, env=settings, text=True, capture_output=capture, check=False)


def _living(copy: Path) -> Iterator[tuple[str, str]]:
    """Yield name and diff of each mutant that was not killed."""
    for line in _mutmut(copy, "results").stdout.splitlines():
        name, _, status = line.strip().partition(": ")
        if status in ("survived", "no tests"):
            yield name, _mutmut(copy, "show", name).stdout


if __name__ == "__main__":
    sys.exit(main())
