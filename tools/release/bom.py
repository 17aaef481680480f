"""dist/bom.json: what is installed with the package and all its extras, as CycloneDX; and a check that it is all."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.release.environments import DIST, extras, install, normal

__all__ = ["main"]


def main() -> int:
    """Write the list, compare it with what the environment has, and return an exit code."""
    target = DIST / "bom.json"
    with tempfile.TemporaryDirectory() as folder:
        python = install(Path(folder, "environment"), sys.executable, of=extras())
        tool = str(Path(sys.executable).parent / "cyclonedx-py")
        command = [tool, "environment", str(python), "--output-reproducible", "--of", "JSON", "-o", str(target)]
        subprocess.run(command, check=True)
        installed = _installed(python)
    listed = {(normal(each["name"]), each["version"]) for each in json.loads(target.read_text("utf-8"))["components"]}
    for name, version in sorted(installed ^ listed):
        where = "installed and not listed" if (name, version) in installed else "listed and not installed"
        print(f"{name} {version} is {where}", file=sys.stderr)
    print(f"{target.name}: {len(listed)} packages")
    return int(listed != installed)


def _installed(python: Path) -> set[tuple[str, str]]:
    """Return the packages of an environment with their versions, as its own Python has them."""
    code = "import importlib.metadata as m; print(*(f'{d.name} {d.version}' for d in m.distributions()), sep='\\n')"
    done = subprocess.run([str(python), "-c", code], check=True, stdout=subprocess.PIPE, text=True)
    pairs = (line.split() for line in done.stdout.splitlines())
    return {(normal(name), version) for name, version in pairs}


if __name__ == "__main__":
    sys.exit(main())
