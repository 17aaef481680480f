"""Every entry of the catalogue, the method that is made of it, and a small file of a catalogue."""

import sys

import pytest

from wolkvox_async.catalogue import catalogue_file, entries
from wolkvox_async.client import Wolkvox
from wolkvox_async.endpoints import find
from wolkvox_async.endpoints.reports import Reports

SIMPLE = """
script = "billing.php"
group = "billing"
class = "Billing"
about = "What it costs."

[[endpoint]]
api = "minutes"
method = "GET"
title = "Minutes"
spanish = "Minutos"
reply = { shape = "records", record = "Item" }
source = "https://example.org/minutes"

[record.Item]
doc = "One item."
fields = [ { name = "item", type = "str" } ]
"""

every_entry = pytest.mark.parametrize(
    "entry", entries(), ids=lambda entry: f"{entry.full_name} {entry.variant}".strip()
)
by_table = pytest.mark.parametrize(
    "entry", [each for each in entries() if not each.custom], ids=lambda entry: entry.full_name
)


def group_class(entry):
    if entry.group == "reports":
        return Reports
    name = getattr(Wolkvox, entry.group).func.__annotations__["return"]
    return getattr(sys.modules[f"wolkvox_async.endpoints.{entry.group}"], name)


def method(entry):
    find(entry.full_name)  # loads its group
    return getattr(group_class(entry), entry.name)


def read(change="", replaced=""):
    return catalogue_file("billing", SIMPLE.replace(replaced, change) if replaced else SIMPLE + change)
