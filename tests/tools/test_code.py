"""The code that is written from a catalogue file, and its words."""

import attrs
import pytest

from tests.support.entries import read
from tools.generate.docs import docstring
from tools.generate.module import CustomModule, imports, module
from tools.generate.records import record_class
from tools.generate.values import endpoint as endpoint_value
from tools.generate.values import shared
from tools.generate.words import clause, sentence, series, text
from wolkvox_async.catalogue import Argument, Field, Record, entries
from wolkvox_async.core.endpoint import Share


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
