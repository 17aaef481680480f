"""Words that are out of use: the field's standard terms stand in their place."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each with a bracket, so that this file does not hold the words itself.
WORDS = re.compile(
    r"\b(d[e]sk|s[t]int|s[e]at|e[r]rand|k[e]eper|c[r]owd|p[a]rked|d[a]wn|b[o]oked ahead)s?\b", re.IGNORECASE
)
TEXTS = {".py", ".md", ".toml", ".lua", ".pyi"}
FILES = sorted(
    path
    for name in (
        "wolkvox_async",
        "docs",
        "tests",
        "tools",
        "benchmarks",
        "examples",
        "changes",
        *(path.name for path in ROOT.glob("*.md")),
    )
    for path in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
    if path.suffix in TEXTS and "_build" not in path.parts
)


def test_the_files_are_found():
    assert {"scheduler.py", "store.lua", "README.md", "glossary.md", "test_words.py"} <= {path.name for path in FILES}


@pytest.mark.parametrize("word", ["D" + "esk", "s" + "eats", "booked " + "ahead"])
def test_a_word_out_of_use_is_found_in_any_letters(word):
    assert WORDS.search(f"the {word}, and more")


def test_no_word_out_of_use_is_in_package_docs_or_tests():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WORDS.search(line)
    ]
    assert found == []
