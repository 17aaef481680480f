"""All generated files: made in memory, given to the formatter, and written or compared."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.generate.groups import groups, sections
from tools.generate.index import index
from tools.generate.module import custom, module
from tools.generate.sync import twins
from wolkvox_async.catalogue import catalogue_files

__all__ = ["drift", "tree", "write"]

_ENDPOINTS = "wolkvox_async/endpoints"
_FOLDERS = (_ENDPOINTS, "wolkvox_async/sync")


def tree(root: Path) -> dict[str, str]:
    """Return every generated file, by its path below root."""
    every = catalogue_files()
    code = {f"{_ENDPOINTS}/{each.path}.py": module(each, custom(root, each)) for each in every}
    code[f"{_ENDPOINTS}/groups.py"] = groups(every)
    code[f"{_ENDPOINTS}/reports/__init__.py"] = sections(every)
    endpoints = _formatted(root, code)
    return endpoints | _formatted(root, twins(root, every, endpoints)) | {"docs/reference/endpoints.md": index(every)}


def _formatted(root: Path, code: dict[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        for path, written in code.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(written, "utf-8")
        settings = ["--config", str(root / "pyproject.toml"), "--no-cache"]
        command = [sys.executable, "-m", "ruff", "format", "--quiet", *settings, folder]
        subprocess.run(command, check=True)  # noqa: S603 - our own formatter, on our own files
        return {path: Path(folder, path).read_text("utf-8") for path in code}


def write(root: Path) -> list[str]:
    """Write what has changed, and return its paths."""
    made = tree(root)
    changed = _changed(root, made)
    for path in changed:
        file = root / path
        if path in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(made[path], "utf-8")
        else:
            file.unlink()
    return changed


def drift(root: Path) -> list[str]:
    """Return the paths of files that are not as the catalogue has them: changed, missing, or left over."""
    return _changed(root, tree(root))


def _changed(root: Path, made: Mapping[str, str]) -> list[str]:
    changed = [path for path, written in made.items() if _read(root / path) != written]
    return sorted([*changed, *(path for path in _generated(root) if path not in made)])


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _generated(root: Path) -> list[str]:
    files = (file for folder in _FOLDERS for file in (root / folder).rglob("*.py"))
    return [str(file.relative_to(root)) for file in files if "This file is generated" in file.read_text("utf-8")[:600]]
