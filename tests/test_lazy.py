"""Packages whose names are imported when they are first used."""

import subprocess
import sys
from importlib import import_module

import pytest

from wolkvox_async.lazy import names_on_use

PACKAGES = ["", ".events", ".export", ".scheduler", ".simulator", ".sync"]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_has_every_name_that_it_lists_and_shows_each_once(package):
    module = import_module(f"wolkvox_async{package}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert {*module.__all__} <= {*dir(module)}
    assert len(dir(module)) == len({*dir(module)})


@pytest.mark.parametrize("package", PACKAGES)
def test_a_misspelt_name_is_an_attribute_error_of_its_package(package):
    module = import_module(f"wolkvox_async{package}")
    with pytest.raises(AttributeError, match=rf"^module 'wolkvox_async{package}' has no attribute 'Wolkvoxx'$"):
        module.Wolkvoxx  # noqa: B018


def test_a_module_is_imported_when_a_name_of_it_is_first_used():
    code = (
        "import sys, wolkvox_async.export as export\n"
        "assert 'to_html' in dir(export) and 'wolkvox_async.export.page' not in sys.modules\n"
        "assert export.to_html is sys.modules['wolkvox_async.export.page'].to_html\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_name_is_found_once_and_is_then_the_packages_own(monkeypatch):
    package = sys.modules["wolkvox_async.simulator"]
    monkeypatch.delitem(vars(package), "Truth", raising=False)
    find, names = names_on_use(package.__name__, {"truth": "Truth", "ledger": "Ledger Violation"})
    assert "Truth" in names()
    assert find("Truth") is vars(package)["Truth"] is package.Truth
