"""Environments with the wheel in them, made by uv, and the Pythons that there are."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

__all__ = ["DIST", "extras", "install", "pythons", "wheel"]

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
_SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


def wheel() -> Path:
    """Return the wheel that `make dist` built.

    Raises:
        FileNotFoundError: There is none, or more than one.
    """
    found = list(DIST.glob("*.whl"))
    if len(found) != 1:
        raise FileNotFoundError(f"{DIST} has {len(found)} wheels; run `make dist`")
    return found[0]


def pythons() -> dict[str, str]:
    """Return the interpreters of supported Pythons: of the path, of pyenv where it is there, and this one."""
    found = {}
    for version in _SUPPORTED:
        candidates = [shutil.which(f"python{version}"), *_of_pyenv(version)]
        if sys.version_info[:2] == tuple(map(int, version.split("."))):
            candidates.insert(0, sys.executable)
        if usable := next((each for each in candidates if each and _is(each, version)), None):
            found[version] = usable
    return found


def _of_pyenv(version: str) -> list[str]:
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return []
    root = _said([pyenv, "root"]).strip()
    return [str(each) for each in sorted(Path(root, "versions").glob(f"{version}.*/bin/python"), reverse=True)]


def _is(interpreter: str, version: str) -> bool:
    """Whether it can be started and is that Python; what pyenv puts on the path may lead nowhere."""
    done = subprocess.run([interpreter, "--version"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.startswith(f"Python {version}.")


def extras() -> list[str]:
    """Return the extras of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return sorted(project["optional-dependencies"])


def install(folder: Path, interpreter: str, *, of: Sequence[str] = (), resolution: str = "highest") -> Path:
    """Make an environment with the wheel in it.

    Args:
        folder: Where the environment goes.
        interpreter: Its Python.
        of: The extras that come with it.
        resolution: As uv has it: "highest", or "lowest-direct" for the lowest that the package says.

    Returns:
        The environment's Python.
    """
    uv = str(Path(sys.executable).parent / "uv")
    _said([uv, "venv", "--quiet", "--clear", "--python", interpreter, str(folder)])
    python = folder / "bin" / "python"
    what = f"{wheel()}[{','.join(of)}]" if of else str(wheel())
    _said([uv, "pip", "install", "--quiet", "--python", str(python), "--resolution", resolution, what])
    return python


def _said(command: list[str]) -> str:
    """Run a command of ours and return what it prints; what it says of a failure goes to stderr.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def normal(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
