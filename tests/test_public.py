"""The public surface: its names, its errors, its docstrings, and what importing it costs."""

import inspect
import subprocess
import sys
from datetime import date
from importlib import import_module

import pytest

import wolkvox_async
import wolkvox_async.sync
from wolkvox_async import errors
from wolkvox_async.catalogue import entries
from wolkvox_async.endpoints import GROUPS, endpoints

ERRORS = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if cls.__module__ == errors.__name__]


@pytest.mark.parametrize("name", wolkvox_async.__all__)
def test_every_name_is_there_and_says_what_it_is(name):
    assert inspect.getdoc(getattr(wolkvox_async, name))
    assert name in dir(wolkvox_async)


def test_no_other_name_is():
    with pytest.raises(AttributeError, match="has no attribute 'Wolkvoxx'"):
        wolkvox_async.Wolkvoxx  # noqa: B018


@pytest.mark.parametrize("cls", ERRORS)
def test_every_error_is_public_and_of_the_one_tree(cls):
    assert issubclass(cls, errors.WolkvoxError)
    assert cls.__name__ in wolkvox_async.__all__
    assert cls.__name__ in errors.__doc__
    assert cls.__doc__


def test_the_fixed_names_of_the_tree():
    assert issubclass(errors.QuotaExhausted, errors.ReplyError)
    assert issubclass(errors.QuotaSpent, errors.WaitTooLong)
    assert issubclass(errors.InvalidRecord, errors.ConfigurationError)


def group_class(group):
    """The class of a group, as the client's annotation names it."""
    cls = getattr(wolkvox_async.Wolkvox, group).func.__annotations__["return"]
    return getattr(import_module(f"wolkvox_async.endpoints.{group}"), cls)


@pytest.mark.parametrize("group", GROUPS)
def test_every_endpoint_has_a_method_with_source_and_title(group):
    assert endpoints(group)
    for name, endpoint in endpoints(group).items():
        doc = inspect.getdoc(getattr(group_class(group), name.partition(".")[2]))
        assert endpoint.source in doc, name
        assert doc.startswith(endpoint.title.partition(":")[0].partition(",")[0]), name


def test_all_of_the_api_is_there():
    assert len(entries()) == 244
    served = {name for group in GROUPS for name in endpoints(group)}
    assert served >= {entry.full_name for entry in entries()}


def test_a_group_is_an_attribute_of_the_client_and_made_once():
    client = wolkvox_async.Wolkvox(
        wolkvox_async.Operation(name="a", server="0099", tokens=["token-alpha"], licences=1, tz="UTC"),
        store=wolkvox_async.MemoryStore(),
    )
    for group in GROUPS:
        assert isinstance(getattr(client, group), group_class(group))
        assert getattr(client, group) is getattr(client, group)


async def test_what_a_client_is_of_stands_in_its_representations(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    operation = wolkvox_async.Operation(name="a", server="0099", tokens=["token-alpha"], licences=1, tz="UTC")
    client = wolkvox_async.Wolkvox(operation, store=wolkvox_async.MemoryStore())
    assert repr(client) == "<Wolkvox a https://wv0099.wolkvox.com/api/v2/>"
    assert repr(wolkvox_async.sync.Wolkvox(operation, store=wolkvox_async.MemoryStore())) == repr(client)
    for group in (*GROUPS, "uploads"):
        assert repr(getattr(client, group)) == f"<Wolkvox a: {group}>"
    day = {"start": date(2025, 1, 1), "end": date(2025, 1, 2)}
    assert repr(client.report("cdr_1", **day)) == "<Report a reports.cdr_1 2025-01-01 00:00:00..2025-01-02 00:00:00>"


def test_reports_are_all_there_before_their_sections_are_loaded():
    code = (
        "import sys\nfrom wolkvox_async.endpoints import find, reports\n"
        "assert 'cdr_1' in dir(reports.Reports)\n"
        "find('reports.campaign_4')\nreports.Reports.campaign_1\n"
        "print(*sorted(name.rpartition('.')[2] for name in sys.modules if name.startswith(reports.__name__ + '.')))"
    )
    assert python(code) == "campaigns"


def python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_what_a_user_writes_comes_from_the_package():
    from wolkvox_async import DncNumber, PredictiveLead, PreviewLead

    assert PredictiveLead(tel1="573001112233").tel1 == PreviewLead(tel1="573001112233").tel1
    assert DncNumber("573001112233", 30).days_block == 30


def test_importing_the_package_imports_nothing_heavy():
    heavy = python(
        "import sys, wolkvox_async; print(*{'aiohttp', 'cattrs', 'pyarrow', 'rich', 'click'} & set(sys.modules))"
    )
    assert heavy == ""


def test_the_client_imports_nothing_optional():
    code = (
        "import sys; from wolkvox_async import *\n"
        "print(*{'pyarrow', 'rich', 'click', 'keyring', 'redis', 'opentelemetry'} & set(sys.modules))"
    )
    assert python(code) == ""


def test_a_first_client_imports_nothing_that_only_some_calls_need():
    code = (
        "import sys; from wolkvox_async import MemoryStore, Operation, Wolkvox\n"
        "operation = Operation(name='a', server='0099', tokens=['token-alpha'], licences=1, tz='UTC')\n"
        "Wolkvox(operation, store=MemoryStore()).real_time.agents\n"
        "print(*sorted({'aiolimiter', 'cattrs', 'click', 'difflib', 'importlib.metadata', 'numpy', 'opentelemetry',"
        " 'pandas', 'platformdirs', 'pyarrow', 'redis', 'rich', 'sqlite3', 'tomllib', 'wolkvox_async.catalogue',"
        " 'wolkvox_async.export', 'wolkvox_async.fleet', 'wolkvox_async.reports.report',"
        " 'wolkvox_async.simulator'} & set(sys.modules)))"
    )
    assert python(code) == ""


def test_the_client_imports_no_group_before_it_is_used():
    code = (
        "import sys; from wolkvox_async import Wolkvox\n"
        "print(*sorted(name for name in sys.modules if name.startswith('wolkvox_async.endpoints.')))"
    )
    assert python(code) == "wolkvox_async.endpoints.groups"


def test_help_imports_nothing_that_takes_long():
    code = (
        "import sys\nfrom wolkvox_async.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "assert not {'aiohttp', 'asyncio', 'rich', 'ssl'} & set(sys.modules)\nprint('light')"
    )
    assert python(code).endswith("light")
