"""The generator: what stands in the tree is what the catalogue says."""

import inspect
import re
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args, get_type_hints

import attrs
import pytest

from tests.support.entries import by_table, every_entry, group_class, method
from tools.generate.tree import drift, write
from wolkvox_async.catalogue import entries
from wolkvox_async.core.endpoint import Buckets, Events, Totals
from wolkvox_async.core.wire import Kind
from wolkvox_async.endpoints import find

ROOT = Path(__file__).parents[2]
SPANS = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "30min": timedelta(minutes=30),
    "10min": timedelta(minutes=10),
}


LATER = '''"""Uploads later."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Base:
    async def frame(self) -> "pd.DataFrame":
        """Give `await x`."""


class Later(Base):
    """Uploads of later."""

    async def each(self, number: int = 3) -> AsyncGenerator[int, None]:
        """Yield."""
        yield 1
'''
PROPERTY = '''    @property
    def later(self) -> "Later":
        """Uploads of later."""
        return Later()

'''


class TestTree:
    @pytest.fixture
    def root(self, tmp_path):
        """A copy of what files are generated from, without a generated one."""
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        shutil.copytree(
            ROOT / "wolkvox_async", tmp_path / "wolkvox_async", ignore=shutil.ignore_patterns("__pycache__")
        )
        for file in (tmp_path / "wolkvox_async").rglob("*.py"):
            if "This file is generated" in file.read_text("utf-8")[:600]:
                file.unlink()
        return tmp_path

    def test_every_file_is_as_the_catalogue_has_it(self):
        assert drift(ROOT) == [], "run `make generate`"

    def test_what_differs_is_found_and_written_again(self, root):
        written = write(root)
        assert drift(root) == []
        assert "docs/reference/endpoints.md" in written
        assert "wolkvox_async/endpoints/reports/cdr.py" in written
        changed = root / "wolkvox_async/endpoints/sms.py"
        changed.write_text(changed.read_text().replace("telephone", "phone"))
        gone = root / "wolkvox_async/endpoints/billing.py"
        gone.unlink()
        orphans = [root / "wolkvox_async/endpoints/gone.py", root / "wolkvox_async/sync/endpoints/gone.py"]
        for orphan in orphans:
            orphan.write_text(
                '"""gone.php.\n\nThis file is generated from catalogue/gone.toml by `make generate`."""\n'
            )
        assert drift(root) == sorted(str(path.relative_to(root)) for path in (changed, gone, *orphans))
        write(root)
        assert drift(root) == []
        assert gone.exists()
        assert not any(orphan.exists() for orphan in orphans)

    def test_a_method_that_a_client_gains_appears_in_its_synchronous_twin(self, root):
        write(root)
        client = root / "wolkvox_async/client.py"
        body = '        """Ask `await wolkvox.ping()`."""\n        return []\n'
        added = f"    async def ping(self, host: str) -> list[Lane]:\n{body}\n"
        client.write_text(
            client.read_text().replace("    async def aclose(self)", f"{added}    async def aclose(self)")
        )
        assert drift(root) == ["wolkvox_async/sync/client.py"]
        write(root)
        twin = (root / "wolkvox_async/sync/client.py").read_text()
        assert "    def ping(self, host: str) -> list[Lane]:\n" in twin
        assert '"""Ask `wolkvox.ping()`."""\n        return run(self._async.ping(host))\n' in twin

    def test_what_a_client_returns_and_has_methods_to_await_gets_a_twin_of_its_own(self, root):
        write(root)
        package = root / "wolkvox_async"
        package.joinpath("uploads/later.py").write_text(LATER)
        client = package / "client.py"
        code = client.read_text().replace("    async def aclose(self)", f"{PROPERTY}    async def aclose(self)")
        client.write_text(
            code.replace("import time\n", "import time\nfrom wolkvox_async.uploads.later import Later\n", 1)
        )
        write(root)
        assert "        return Later(self._async.later, self._owner)\n" in (package / "sync/client.py").read_text()
        twin = (package / "sync/uploads/later.py").read_text()
        assert "class Later(Twin[asynchronous.Later]):" in twin
        assert "    def each(self, number: int = 3) -> Generator[int, None, None]:" in twin
        assert "return stream(self._async.each(number))" in twin
        assert (
            '    def frame(self) -> "pd.DataFrame":\n        """Give `x`."""\n        return run(self._async.frame())'
            in twin
        )
        assert "if TYPE_CHECKING:\n    import pandas as pd\n" in twin
        assert (package / "sync/uploads/__init__.py").exists()

    def test_an_attribute_without_its_type_is_refused(self, root):
        fleet = root / "wolkvox_async/fleet.py"
        fleet.write_text(fleet.read_text().replace("self.failures: dict[str, WolkvoxError] =", "self.failures ="))
        with pytest.raises(ValueError, match=r"fleet: annotate self\.failures"):
            write(root)

    def test_the_check_says_what_to_do(self, root):
        shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        command = [sys.executable, "-m", "tools.generate", "--check"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "docs/reference/endpoints.md is not as the catalogue has it: run `make generate`" in done.stderr

    def test_generated_files_say_so(self):
        for path in ("campaign.py", "groups.py", "reports/__init__.py", "reports/cdr.py"):
            head = (ROOT / "wolkvox_async/endpoints" / path).read_text().splitlines()[:10]
            assert any("generated" in line for line in head), path

    def test_the_index_has_every_endpoint(self):
        page = (ROOT / "docs/reference/endpoints.md").read_text()
        assert [entry.full_name for entry in entries() if f"`{entry.full_name}`" not in page] == []


class TestEndpoints:
    @every_entry
    def test_an_endpoint_has_the_facts_of_its_entry(self, entry):
        endpoint = find(entry.full_name)
        assert (endpoint.script, endpoint.api, endpoint.method) == (entry.script, entry.api, entry.method)
        assert (endpoint.cost, endpoint.reads) == (entry.cost, entry.reads)
        assert endpoint.irreversible == entry.irreversible
        assert endpoint.shape == entry.reply.shape

    @by_table
    def test_a_generated_one_has_all_of_them(self, entry):
        endpoint = find(entry.full_name)
        names = ("title", "spanish", "summary", "one_of", "full", "limits", "source")
        assert [getattr(endpoint, name) for name in names] == [getattr(entry, name) for name in names]
        assert (endpoint.body or "") == entry.body
        assert endpoint.window == timedelta(days=entry.window_days)
        reply = entry.reply
        for name in ("key", "keyed", "counts", "total"):
            assert getattr(endpoint, name) == getattr(reply, name), name
        assert endpoint.record.__name__ == (reply.record or "Confirmation")

    @by_table
    def test_its_parameters_are_those_of_the_entry(self, entry):
        found = find(entry.full_name).parameters
        assert [each.name for each in found] == [each.name for each in entry.parameters]
        names = ("kind", "required", "values", "also", "where", "wire", "longest", "least", "most", "joined", "bare")
        for known, argument in zip(found, entry.parameters, strict=True):
            assert [getattr(known, name) for name in names] == [getattr(argument, name) for name in names], known.name
            assert known.form == (argument.form or "%Y%m%d%H%M%S")

    @by_table
    def test_its_rows_mean_what_the_entry_says(self, entry):
        rows, expected = find(entry.full_name).rows, entry.rows
        if expected is None:
            assert rows is None
        elif expected.kind == "events":
            assert rows == Events(key=expected.key, time=expected.time or None, split=expected.split)
        elif expected.kind == "buckets":
            assert rows == Buckets(span=SPANS[expected.span], time=expected.time, by=expected.by, dated=expected.dated)
        else:
            assert isinstance(rows, Totals)
            assert (rows.by, rows.merge, rows.additive, rows.why) == (
                expected.by,
                expected.merge,
                expected.additive,
                expected.why,
            )
            assert {name: (share.of, share.over) for name, share in rows.derived.items()} == {
                name: (formula.split()[0], None if "sum(" in formula else formula.split()[2])
                for name, formula in expected.derived.items()
            }

    @by_table
    def test_its_record_reads_the_fields_of_the_entry(self, entry):
        if not entry.reply.record:
            return
        self.compare(find(entry.full_name).record, entry.records[entry.reply.record], entry.records)

    def compare(self, cls, record, records):
        hints = get_type_hints(cls, include_extras=True)
        fields = {
            each.name: each for each in attrs.fields(cls) if each.name != "extra" and "beside" not in each.metadata
        }
        assert set(fields) == {each.name for each in record.fields}
        for expected in record.fields:
            hint = hints[expected.name]
            if expected.gathered:
                assert fields[expected.name].metadata["gathered"].pattern == expected.gathered
                hint = get_args(hint)[1]
            else:
                assert fields[expected.name].metadata.get("wire", (expected.name,)) == (expected.wire, *expected.also)
            if expected.record:
                inner = next(each for each in get_args(hint) if attrs.has(each))
                assert inner.__name__ == expected.record
                self.compare(inner, records[expected.record], records)
            elif expected.type not in {"list", "object"}:
                (kind,) = (each for each in hint.__metadata__ if isinstance(each, Kind))
                assert kind.name == expected.type, expected.name

    @by_table
    def test_what_names_a_field_names_one_of_the_record(self, entry):
        if entry.rows is None:
            return
        rows = entry.rows
        named = {*rows.key, *rows.by, *rows.additive, *rows.derived, *((rows.time,) if rows.time else ())}
        known = {each.name for each in entry.fields}
        inner = {
            f"{each.name}.{field.name}"
            for each in entry.fields
            if each.record
            for field in entry.records[each.record].fields
        }
        assert named - known - inner == set()


class TestMethods:
    @by_table
    def test_a_method_takes_the_parameters_and_hands_them_on(self, entry):
        function = method(entry)
        given = {each.name: f"value of {each.name}" for each in entry.parameters}
        dates = {"start": date(2025, 1, 1), "end": datetime(2025, 2, 1)} if entry.rows else {}
        heard = []

        class Heard(group_class(entry)):
            def __init__(self):
                """Without a caller: nothing is sent."""

            def _report(self, endpoint, start, end, **given):
                heard.append((endpoint, {"start": start, "end": end}, given))

            async def _called(self, endpoint, **given):
                heard.append((endpoint, {}, given))

            _records = _record = _confirm = _called

        done = getattr(Heard(), entry.name)(**given, **dates)
        if inspect.iscoroutine(done):
            with pytest.raises(StopIteration):
                done.send(None)
        daily = "by" in inspect.signature(function).parameters
        assert heard == [(find(entry.full_name), dates, given | ({"by": None} if daily else {}))]

    @by_table
    def test_its_signature_tells_what_is_required_and_what_comes(self, entry):
        signature = inspect.signature(method(entry))
        parameters = dict(signature.parameters)
        parameters.pop("self")
        assert {each.kind for each in parameters.values()} <= {inspect.Parameter.KEYWORD_ONLY}
        required = {name for name, each in parameters.items() if each.default is inspect.Parameter.empty}
        assert required == {each.name for each in entry.parameters if each.required} | (
            {"start", "end"} if entry.rows else set()
        )
        daily = entry.rows is not None and not entry.rows.dated and entry.window_days > 1
        assert ("by" in parameters) == daily
        record = find(entry.full_name).record
        gives = f"{signature.return_annotation}"
        assert record.__name__ in gives
        assert ("Report" in gives) == (entry.rows is not None)
        assert ("list[" in gives) == (entry.rows is None and entry.reply.shape in {"records", "keyed"})

    @by_table
    def test_its_docstring_says_what_a_caller_must_know(self, entry):
        doc = inspect.getdoc(method(entry))
        flat = " ".join(doc.split())
        assert doc.startswith(f"{entry.title}.\n")
        assert f"Source: {entry.source}" in flat
        assert not entry.irreversible or "cannot be undone" in doc
        assert entry.reads or "OutcomeUnknown" in doc
        for each in entry.parameters:
            assert " ".join(each.notes.split()).rstrip(".;") in flat, each.name
            assert re.search(rf"^    {each.name}: \S", doc, re.MULTILINE), each.name
        for quirk in entry.quirks:
            assert quirk.rstrip(".")[1:] in flat
        if entry.rows and entry.rows.merge == "none":
            assert "`.windows()`" in flat
            assert entry.rows.why in flat
