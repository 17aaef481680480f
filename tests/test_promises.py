"""The page of the promises names tests and benchmarks that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "promises.md").read_text("utf-8")
NAMED = re.findall(r"`((?:tests|benchmarks)/[\w/]+\.py)((?:::\w+)*)`", PAGE)


def names(body):
    """What a module or a class defines, with what that defines in turn."""
    for node in body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, []) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.body


def test_all_twelve_name_their_tests():
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    assert [int(section.partition(".")[0]) for section in sections] == list(range(1, 13))
    assert all("`tests/" in section for section in sections)
    named = re.findall(r"tests/[\w/]*test_\w+\.py", PAGE)
    assert len(named) == sum(path.startswith("tests") for path, _ in NAMED) + 1  # one in a command


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_what_is_named_is_there(path, name):
    body = ast.parse((ROOT / path).read_text("utf-8")).body
    for part in name.split("::")[1:]:
        defined = dict(names(body))
        assert part in defined
        body = defined[part]
