"""The page on permits follows `acquire` from file to file: each stay is there, and they are at most eight."""

import ast
import re
from pathlib import Path

import wolkvox_async

PACKAGE = Path(wolkvox_async.__file__).parent
PAGE = (PACKAGE.parent / "docs" / "explanation" / "permits.md").read_text("utf-8")
STAYS = re.findall(r"^\d\. `(\w+)` in `([\w/]+\.py)`", PAGE, re.MULTILINE)


def test_a_call_is_followed_in_at_most_eight_stays():
    assert 5 <= len(STAYS) <= 8
    assert STAYS[0] == ("acquire", "scheduler/scheduler.py")


def test_what_the_page_names_is_there():
    for name, file in STAYS:
        nodes = ast.walk(ast.parse((PACKAGE / file).read_text("utf-8")))
        assert name in {getattr(node, "name", None) for node in nodes}, f"{name} in {file}"
