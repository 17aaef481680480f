"""`python -m tools.generate` writes the files; with --check it says which are not as the catalogue has them."""

import sys
from pathlib import Path

from tools.generate.tree import drift, write

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Write the files, or compare them, and return the exit code."""
    try:
        return _check() if "--check" in sys.argv[1:] else _write()
    except ValueError as error:  # a catalogue file that is not in order
        sys.stderr.write(f"{error}\n")
        return 1


def _write() -> int:
    for path in write(ROOT):
        sys.stdout.write(f"wrote {path}\n")
    return 0


def _check() -> int:
    stale = drift(ROOT)
    for path in stale:
        sys.stderr.write(f"{path} is not as the catalogue has it: run `make generate`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
