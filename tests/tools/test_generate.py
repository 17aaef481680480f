"""The generator: what stands in the tree is what the catalogue says, and what is not in order is named."""

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

from tools.generate.docs import docstring
from tools.generate.module import CustomModule, imports, module
from tools.generate.records import record_class
from tools.generate.tree import drift, write
from tools.generate.values import endpoint as endpoint_value
from tools.generate.values import shared
from tools.generate.words import clause, sentence, series, text
from wolkvox_async import errors
from wolkvox_async.catalogue import Argument, Field, Record, catalogue_file, catalogue_files, entries
from wolkvox_async.client import Wolkvox
from wolkvox_async.core.endpoint import Buckets, Events, Share, Totals
from wolkvox_async.core.wire import Kind
from wolkvox_async.endpoints import find
from wolkvox_async.endpoints.reports import Reports

ROOT = Path(__file__).parents[2]
SPANS = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "30min": timedelta(minutes=30),
    "10min": timedelta(minutes=10),
}
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


class TestTree:
    @pytest.fixture
    def root(self, tmp_path):
        """A copy of the custom files, without a generated one."""
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        folder = tmp_path / "wolkvox_async" / "endpoints"
        folder.mkdir(parents=True)
        for file in (ROOT / "wolkvox_async" / "endpoints").glob("*_custom.py"):
            shutil.copy(file, folder)
        return tmp_path

    def test_every_file_is_as_the_catalogue_has_it(self):
        assert drift(ROOT) == [], "run `make generate`"

    def test_what_differs_is_found_and_written_anew(self, root):
        written = write(root)
        assert drift(root) == []
        assert "docs/endpoints.md" in written
        assert "wolkvox_async/endpoints/reports/cdr.py" in written
        changed = root / "wolkvox_async/endpoints/sms.py"
        changed.write_text(changed.read_text().replace("telephone", "phone"))
        gone = root / "wolkvox_async/endpoints/billing.py"
        gone.unlink()
        orphan = root / "wolkvox_async/endpoints/gone.py"
        orphan.write_text('"""gone.php.\n\nThis file is generated from catalogue/gone.toml by `make generate`."""\n')
        assert drift(root) == sorted(str(path.relative_to(root)) for path in (changed, gone, orphan))
        write(root)
        assert drift(root) == []
        assert gone.exists()
        assert not orphan.exists()

    def test_the_check_says_what_to_do(self, root):
        shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        command = [sys.executable, "-m", "tools.generate", "--check"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "docs/endpoints.md is not as the catalogue has it: run `make generate`" in done.stderr

    def test_generated_files_say_so(self):
        for path in ("campaign.py", "groups.py", "reports/__init__.py", "reports/cdr.py"):
            head = (ROOT / "wolkvox_async/endpoints" / path).read_text().splitlines()[:10]
            assert any("generated" in line for line in head), path

    def test_the_index_has_every_endpoint(self):
        page = (ROOT / "docs/endpoints.md").read_text()
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


class TestMeanings:
    @every_entry
    def test_every_parameter_and_every_field_says_what_it_is(self, entry):
        described = [*entry.parameters, *(field for record in entry.records.values() for field in record.fields)]
        assert [each.name for each in described if not each.text] == []

    @by_table
    def test_help_of_a_record_says_what_its_fields_are(self, entry):
        if not entry.reply.record:
            return
        doc = inspect.getdoc(find(entry.full_name).record)
        assert doc.startswith(entry.records[entry.reply.record].doc)
        for field in entry.fields:
            assert re.search(rf"^    {field.name} \([^)]+\): \S", doc, re.MULTILINE), field.name
            assert sentence(field.text) in doc

    def test_a_name_means_the_same_unless_its_place_says_otherwise(self):
        fields = {each.name: each for each in find_file("reports/cdr").records["CallDetail"].fields}
        assert fields["agent_id"].text == "agent's id, the extension"
        assert fields["time_seg"].text == "length of the call, in seconds"
        assert fields["cod_act"].text == "activity code; TIMEOUTACW when the agent let the coding time run out"
        assert fields["hang_up"].text == "who ended the call"

    def test_values_are_said_once(self):
        named = Field(name="state", type="str", values=("on", "off"), meaning="state", notes="on or off, never else")
        assert named.text == "state; on or off, never else"
        assert attrs.evolve(named, notes="").text == "state: on, off"
        assert Field(name="share", type="percent", meaning="share of calls").text == "share of calls, in percent"

    def test_help_says_which_of_several_is_required(self):
        doc = inspect.getdoc(method(next(each for each in entries() if each.full_name == "campaign.find_record")))
        assert "customer_phone or customer_id is required." in doc

    def test_the_errors_a_docstring_names_are_ours(self):
        doc = inspect.getdoc(method(next(each for each in entries() if each.full_name == "campaign.clear_campaign")))
        raised = doc.partition("Raises:")[2].partition("Source:")[0]
        named = set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+|Maintenance|Refused|Unreachable", raised))
        assert named <= set(errors.__all__)
        assert {"OutcomeUnknown", "ConfigurationError", "AuthenticationFailed"} <= named


def find_file(path):
    return next(each for each in catalogue_files() if each.path == path)


def read(change="", replaced=""):
    return catalogue_file("billing", SIMPLE.replace(replaced, change) if replaced else SIMPLE + change)


class TestCatalogueFiles:
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
    def test_an_error_names_file_and_entry(self, replaced, change, text):
        assert replaced in SIMPLE
        with pytest.raises(ValueError, match=rf"^catalogue/billing\.toml: {text}"):
            read(change, replaced)

    def test_two_endpoints_of_one_name_are_refused(self):
        block = SIMPLE[SIMPLE.index("[[endpoint]]") : SIMPLE.index("[record")]
        with pytest.raises(ValueError, match="endpoint minutes stands there twice"):
            read(block)

    def test_names_are_unique_over_all_files(self):
        named = [(entry.full_name, entry.variant) for entry in entries()]
        assert len(set(named)) == len(named)
        records = [name for each in catalogue_files() if each.section for name in each.records]
        assert len(set(records)) == len(records)


class TestModule:
    def test_a_simple_file(self):
        written = module(read(), None)
        assert 'MINUTES = Endpoint(name="billing.minutes", script="billing.php", title="Minutes"' in written
        assert "async def minutes(self) -> list[Item]:" in written
        assert '"""billing.php: what it costs.' in written
        compile(written, "billing.py", "exec")

    @pytest.mark.parametrize(
        ("replaced", "change", "text"),
        [
            ('api = "minutes"', 'api = "date"', "'date' cannot be a method's name"),
            ('api = "minutes"', 'api = "two words"', "'two words' cannot be a method's name"),
            ("Item", "Text", "Text cannot be a record's name"),
            ("Item", "Billing", "Billing cannot be a record's name"),
            (
                'title = "Minutes"',
                'title = "M"\nparameters = [{ name = "start", kind = "str" }]',
                "cannot be parameters' names",
            ),
            ('title = "Minutes"', 'title = "M"\ncustom = true', "no billing_custom.py has minutes"),
            ('title = "Minutes"', f'title = "{"M" * 120}"', "billing.minutes: the title does not fit"),
        ],
    )
    def test_what_cannot_be_written_is_refused(self, replaced, change, text):
        with pytest.raises(ValueError, match=text):
            module(read(change, replaced), None)

    def test_what_is_custom_is_inherited(self):
        found = module(read(), CustomModule("wolkvox_async.endpoints.billing_custom", "BillingCustom", ("Upload",)))
        assert "class Billing(BillingCustom):" in found
        assert "ENDPOINTS = CUSTOM | table([MINUTES])" in found
        assert "from wolkvox_async.endpoints.billing_custom import BillingCustom, Upload" in found

    def test_where_all_is_custom_nothing_else_stands_there(self):
        custom = CustomModule("wolkvox_async.endpoints.billing_custom", "BillingCustom", ("MINUTES",))
        found = module(read('title = "M"\ncustom = true', 'title = "Minutes"'), custom)
        assert found.endswith("ENDPOINTS = CUSTOM\n")
        assert "table" not in found

    def test_a_parameter_that_is_at_times_optional_gets_two_names(self):
        need = Argument(name="kind", kind="str", required=True)
        entry = attrs.evolve(read().entries[0], parameters=(need, attrs.evolve(need, required=False)))
        common = shared([entry] * 3)
        assert list(common.parameters.values()) == ["_KIND", "_OPTIONAL_KIND"]

    def test_only_what_is_used_is_imported(self):
        body = "class A:\n    time: Int\n    when: date\n"
        assert imports(body) == "from datetime import date\n\nfrom wolkvox_async.core.wire import Int"

    def test_a_formula_that_is_no_share_is_refused(self):
        rows = 'rows = { kind = "totals", merge = "recompute", by = [], derived = { a = "b * c" } }'
        found = read(f'title = "M"\n{rows}', 'title = "Minutes"')
        with pytest.raises(ValueError, match=r"'b \* c' is not a share"):
            endpoint_value(found.entries[0], shared(found.entries))

    def test_shares(self):
        derived = 'derived = { a = "b / c * 100", d = "e / sum(e) * 100" }'
        rows = f'rows = {{ kind = "totals", merge = "recompute", by = [], {derived} }}'
        found = read(f'title = "M"\n{rows}', 'title = "Minutes"')
        written = endpoint_value(found.entries[0], shared(found.entries))
        assert '{"a": Share("b", "c"), "d": Share("e")}' in written
        assert Share("b", "c").over == "c"

    def test_numbered_parameters_alike_are_one_line(self):
        numbered = [Argument(name=f"opt{n}", kind="str", longest=100 if n < 7 else 200) for n in range(1, 13)]
        entry = attrs.evolve(read().entries[0], parameters=(*numbered, Argument(name="tel1", kind="phone")))
        written = endpoint_value(entry, shared([entry]))
        assert '*(Parameter(f"opt{n}", longest=100) for n in range(1, 7))' in written
        assert '*(Parameter(f"opt{n}", longest=200) for n in range(7, 13))' in written
        assert 'Parameter("tel1", "phone")' in written

    def test_words_that_several_use_get_a_name(self):
        status = Argument(name="status", kind="enum", values=("on", "off"))
        other = Argument(name="status", kind="enum", values=("high", "low"))
        entry = attrs.evolve(read().entries[0], parameters=(status, attrs.evolve(other, name="status_2")))
        common = shared([entry, attrs.evolve(entry, parameters=(status, other))], taken={"Status"})
        assert common.literals[("on", "off")] == "StatusValue"
        assert 'StatusValue = Literal["on", "off"]' in common.code()

    def test_a_field_says_its_values_and_its_day(self):
        fields = (
            Field(name="status", type="str", values=("on", "off")),
            Field(name="levels", type="percent", gathered="level_([0-9]+)"),
            Field(name="from_", type="datetime", wire="from", also=("since",), form="gmt-5"),
        )
        written = record_class(Record(name="Item", doc="One item.", fields=fields), day=True)
        assert 'status: Text\n    """On, off."""' in written
        assert 'levels: dict[int, Percent] = gathered(r"level_([0-9]+)")' in written
        assert 'from_: MomentGMT5 = named("from", "since")' in written
        assert "day: Day = beside()" in written


class TestWords:
    def test_text_is_a_literal_of_itself(self):
        for value in ("short", 'a "quoted" one', "back\\slash", "it's", "long words " * 40):
            assert eval(text(value)) == value  # our own words

    def test_sentences(self):
        assert sentence("a plain remark;") == "A plain remark."
        assert sentence("status changes later", {"status"}) == "status changes later."
        assert sentence("customer's name") == "Customer's name."
        assert sentence("") == ""
        assert series(["a", "b", "c"]) == "a, b and c"
        assert clause("What it is.") == "what it is"
        assert clause("WhatsApp messages") == "WhatsApp messages"

    def test_a_docstring_is_within_the_lines(self):
        for entry in entries():
            if not entry.custom:
                written = docstring(entry, entry.parameters, daily=False)
                longest = max((line for line in written.splitlines() if "http" not in line), key=len)
                assert len(longest) <= 120, longest
