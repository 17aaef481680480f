"""A catalogue file that is not in order is refused, by its name."""

import pytest

from tests.support.entries import SIMPLE, read
from wolkvox_async.catalogue import catalogue_files, entries


@pytest.mark.parametrize(
    ("replaced", "change", "text"),
    [
        ('method = "GET"', 'method = "GETT"', "endpoint minutes"),
        ('title = "Minutes"', 'title = "Minutes"\ntitel = "x"', r"endpoint minutes: extra fields found \(titel\)"),
        ('title = "Minutes"', "title = 3", "endpoint minutes: .*title"),
        ('title = "Minutes"\n', "", "endpoint minutes: .*title"),
        ('title = "Minutes"', 'title = "M"\nlimits = "one"', "endpoint minutes: .*limits"),
        ('title = "Minutes"', 'title = "M"\ncost = true', "endpoint minutes: .*cost"),
        ('record = "Item"', 'record = "Itme"', "endpoint minutes: no record Itme"),
        ('type = "str"', 'type = "text"', "record Item: .*type"),
        ('type = "str"', 'type = "list", record = "Inner"', "record Item, item: no record Inner"),
        ('group = "billing"\n', "", "its head: .*group"),
        ('class = "Billing"\n', "", "its head: .*cls"),
        ("[[endpoint]]", "[[endpoint]", "Expected"),
    ],
)
def test_an_error_names_file_and_entry(replaced, change, text):
    assert replaced in SIMPLE
    with pytest.raises(ValueError, match=rf"^catalogue/billing\.toml: {text}"):
        read(change, replaced)


def test_two_endpoints_of_one_name_are_refused():
    block = SIMPLE[SIMPLE.index("[[endpoint]]") : SIMPLE.index("[record")]
    with pytest.raises(ValueError, match="endpoint minutes stands there twice"):
        read(block)


def test_names_are_unique_over_all_files():
    named = [(entry.full_name, entry.variant) for entry in entries()]
    assert len(set(named)) == len(named)
    records = [name for each in catalogue_files() if each.section for name in each.records]
    assert len(set(records)) == len(records)
