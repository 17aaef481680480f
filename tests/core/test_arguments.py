"""Nothing reaches the server that can be known to be wrong."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async import ConfigurationError, InvalidRecord, Operation, Token
from wolkvox_async.core import arguments
from wolkvox_async.core.batches import Packer, encode
from wolkvox_async.core.call import Part, request
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.windows import Window
from wolkvox_async.core.wire import Record
from wolkvox_async.endpoints import GROUPS, endpoints, find
from wolkvox_async.endpoints.campaign import (
    ADD_RECORDS,
    CREATE_CAMPAIGN,
    DETAIL,
    DncNumber,
    PredictiveLead,
    PreviewLead,
)

OPERATION = {"name": "co", "server": "0099", "tokens": ["token-a"], "licences": 20, "tz": "America/Bogota"}
DAY = Window(datetime(2025, 1, 1), datetime(2025, 1, 2))


BOGOTA = ZoneInfo("America/Bogota")


class TestCall:
    def test_becomes_a_request(self):
        call = arguments.call(DETAIL, {"type_campaign": "predictive", "campaign_id": "32841", "detail": None}, DAY)
        operation = Operation(**OPERATION)
        sent = request(call, operation, operation.tokens[0])
        assert sent.url == (
            "https://wv0099.wolkvox.com/api/v2/campaign.php?api=detail&type_campaign=predictive&campaign_id=32841"
            "&date_ini=20250101000000&date_end=20250101235959"
        )
        assert sent.method == "GET"
        assert sent.headers["wolkvox-token"] == "token-a"
        assert "token-a" not in repr(sent)
        assert sent.body is None

    def test_values_are_quoted(self):
        call = arguments.call(DETAIL, {"type_campaign": "preview", "campaign_id": "a&b=c d/ñ"}, DAY)
        operation = Operation(**OPERATION)
        assert "campaign_id=a%26b%3Dc%20d%2F%C3%B1&" in request(call, operation, operation.tokens[0]).url

    def test_body_parameters_go_into_the_body(self):
        given = {"type_campaign": "preview", "campaign_name": 'A "b"\n', "skill_id": 7}
        call = arguments.call(CREATE_CAMPAIGN, given)
        assert orjson.loads(call.body) == {"campaign_name": 'A "b"\n', "skill_id": "7"}
        assert call.query == (("api", "create_campaign"), ("type_campaign", "preview"))
        assert not call.reads

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"type_campaign": "manual"}, "type_campaign is 'manual'; allowed: predictive, preview"),
            ({"type_campaign": None}, "missing type_campaign"),
            ({"campaign_id": " "}, "campaign_id is empty"),
            ({"campaign_id": True}, "campaign_id is a bool"),
            ({"campaign_id": ["1"]}, "give a text"),
            ({"campaign_id": "1\n2"}, "line break"),
            ({"campain_id": "1"}, "unknown parameter 'campain_id'; did you mean 'campaign_id'"),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, change, text):
        with pytest.raises(ConfigurationError, match=text) as caught:
            arguments.call(DETAIL, {"type_campaign": "preview", "campaign_id": "1"} | change, DAY)
        assert caught.value.endpoint == "campaign.detail"

    def test_a_country_outside_the_list(self):
        given = {"type_campaign": "predictive", "campaign_name": "a", "skill_id": "1", "amd": "USA"}
        with pytest.raises(ConfigurationError, match=r"amd is 'USA'; allowed: ARG, CHL"):
            arguments.call(CREATE_CAMPAIGN, given)

    @pytest.mark.parametrize("phone", ["+573001112233", "300 111", "٣٠٠"])
    def test_phones_are_digits(self, phone):
        with pytest.raises(ConfigurationError, match="is not a phone number; give 3 to 20 digits"):
            arguments.call(find("campaign.find_record"), {"customer_phone": phone})


def taking(*parameters, **facts):
    given = {"name": "configuration.x", "script": "configuration.php", "title": "X", "record": Record, "method": "POST"}
    return Endpoint(parameters=parameters, source="https://x/", **(given | facts))


def sent(parameter, value, zone=UTC):
    """Return what goes out for a value: in the body as JSON has it, in the query as text."""
    call = arguments.call(taking(parameter), {parameter.name: value}, zone=zone)
    if parameter.where == "query":
        return dict(call.query).get(parameter.wire)
    return orjson.loads(call.body)[parameter.wire]


def of(kind, **facts):
    return Parameter("it", kind, **({"where": "body"} | facts))


DAY_FORM, TIME_FORM = "%Y-%m-%d", "%H%M%S"


class TestKinds:
    @pytest.mark.parametrize(
        ("parameter", "value", "wanted"),
        [
            (of("str"), "a\nb", "a\nb"),
            (of("int"), 5, "5"),
            (of("int"), "-5", "-5"),
            (of("int"), 5.0, "5"),
            (of("str"), 1.5, "1.5"),
            (of("str"), "", ""),
            (of("int", bare=True), "5", 5),
            (of("int", bare=True), 5, 5),
            (of("int", bare=True, also=("all",)), "all", "all"),
            (of("int", least=1, most=3), 3, "3"),
            (of("int", where="query"), 5, "5"),
            (of("phone"), 573001112233, "573001112233"),
            (of("enum", values=("yes", "no")), "yes", "yes"),
            (of("enum", values=("1",), also=("all",)), "all", "all"),
            (of("moment"), datetime(2025, 1, 2, 3, 4, 5), "20250102030405"),
            (of("moment"), date(2025, 1, 2), "20250102000000"),
            (of("moment"), "20250102030405", "20250102030405"),
            (of("moment"), date(99, 1, 2), "00990102000000"),
            (of("moment", form=DAY_FORM), date(2025, 1, 2), "2025-01-02"),
            (of("moment", form=DAY_FORM), "2025-01-02", "2025-01-02"),
            (of("time", form=TIME_FORM), time(8, 30), "083000"),
            (of("time", form=TIME_FORM), "083000", "083000"),
            (of("list"), ["a", 5], ["a", "5"]),
            (of("list"), ("a",), ["a"]),
            (of("list"), "a", ["a"]),
            (of("list", also=("all",)), "all", "all"),
            (of("list", values=("a", "b")), ["b"], ["b"]),
            (of("list", items="object"), [{"field": "age", "value": 5}], [{"field": "age", "value": 5}]),
            (of("list", joined=","), ["a", 5], "a,5"),
            (of("list", joined=","), "a,5", "a,5"),
            (of("str", joined=";"), ("a", "b"), "a;b"),
            (of("str", joined=";"), "a;b", "a;b"),
            (of("list", where="query"), ["a", "b"], '["a","b"]'),
            (of("object"), {"a": [1, None]}, {"a": [1, None]}),
        ],
    )
    def test_what_goes_out(self, parameter, value, wanted):
        assert sent(parameter, value) == wanted

    @pytest.mark.parametrize(
        ("parameter", "value", "text"),
        [
            (of("str"), b"ab", "it is a bytes; give a text or a number"),
            (of("str"), float("nan"), "it is empty; leave it out or give its value"),
            (of("str", longest=3), "abcd", "it has 4 characters; at most 3 are taken"),
            (of("str", where="query"), "a\nb", "line break"),
            (of("str"), "\ud800", "half of a surrogate pair"),
            (of("int"), "5.0", "it is not a whole number; give 1 to 18 digits"),
            (of("int"), 5.5, "it is not a whole number"),
            (of("int"), "-", "it is not a whole number"),
            (of("int"), "--5", "it is not a whole number"),
            (of("int"), "٣", "it is not a whole number"),
            (of("int"), "9" * 5000, "it is not a whole number"),
            (of("int"), "9" * 19, "it is not a whole number"),
            (of("int"), "", "it is empty; leave it out or give its value"),
            (of("int"), True, "it is a bool; give 1 to 18 digits"),
            (of("int", also=("all",)), "some", "give 1 to 18 digits or all"),
            (of("phone"), "12", "it is not a phone number; give 3 to 20 digits"),
            (of("phone"), "5" * 21, "it is not a phone number"),
            (of("int", least=1), 0, "it is 0; allowed: at least 1"),
            (of("int", most=9), 10, "it is 10; allowed: at most 9"),
            (of("int", least=1, most=9), 10, "allowed: at least 1, at most 9"),
            (of("enum", values=("yes", "no")), True, "it is a bool; allowed: yes, no"),
            (of("enum", values=("yes",), also=("all",)), "x", "allowed: yes or all"),
            (of("id"), " ", "it is empty"),
            (
                of("moment"),
                "2025-01-02",
                "it is not a date with its time; give a datetime, or write it like 2025123",
            ),
            (of("moment"), "20251302030405", "write it like"),
            (of("moment"), time(8), "give a datetime"),
            (of("moment"), 5, "write it like"),
            (of("time", form=TIME_FORM), datetime(2025, 1, 2), "give a time"),
            (of("time", form=TIME_FORM), "8:30", "give a time, or write it like 235958"),
            (of("time", form=TIME_FORM), 5.0, "give a time"),
            (of("time", form=TIME_FORM), time(8, tzinfo=UTC), "it is a time with a zone"),
            (of("moment"), "202501 2030405", "write it like"),
            (of("list"), [], "it is empty; give one or more, or leave it out"),
            (of("list", joined=","), [], "it is empty"),
            (of("list"), 5, "it is 5; give a list"),
            (of("list"), b"ab", "give a list"),
            (of("list"), {"a": 1}, "give a list"),
            (of("list"), iter(["a"]), "give a list"),
            (of("list"), [None], "it has an item that is empty"),
            (of("list"), [True], "it has an item that is a bool; give a text or a number"),
            (of("list", values=("a",)), ["b"], "it has an item that is 'b'; allowed: a"),
            (of("list", joined=","), ["a,b"], "an item that is empty or holds ','"),
            (of("list", joined=","), ["a", " "], "an item that is empty or holds ','"),
            (of("list", joined=","), [True], "it has an item that is a bool"),
            (of("phone", joined=","), ["+57"], "it has an item that is not a phone number"),
            (of("object"), ["a"], "it is a list; give a dict"),
            (of("object"), {"a": object()}, "has no form in JSON"),
            (of("object"), {"a": "\ud800"}, "has no form in JSON"),
            (of("list", items="object"), ["a"], "it holds 'a'; give dicts"),
            (of("list", items="object"), "a", "give dicts"),
            (of("list"), [{"a": 1}], "it has an item that is a dict"),
            (of("list", items="object"), [{"a": {1, 2}}], "has no form in JSON"),
            (of("file"), 5, "it is 5; give the path of a file"),
            (of("file"), [], "it is empty; give the path of one file or more"),
            (of("file"), [5], "it holds 5; give the path"),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, parameter, value, text):
        with pytest.raises(ConfigurationError, match=re.escape(text)) as caught:
            sent(parameter, value)
        assert caught.value.endpoint == "configuration.x"

    def test_an_aware_moment_becomes_the_operations_wall_clock(self):
        moment = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
        assert sent(of("moment"), moment, ZoneInfo("America/Bogota")) == "20250101220405"
        with pytest.raises(ConfigurationError, match="it 2025-03-30 02:30:00 does not exist"):
            sent(of("moment"), datetime(2025, 3, 30, 2, 30), ZoneInfo("Europe/Madrid"))

    @given(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(
                lambda text: text.strip()
            ),
            min_size=1,
        )
    )
    def test_a_joined_list_can_be_taken_apart_again(self, items):
        try:
            text = sent(of("list", joined=","), items)
        except ConfigurationError:
            assert any("," in item for item in items)
        else:
            assert text.split(",") == items


class TestBodies:
    FIELDS = (of("str"), Parameter("file", "file", where="body", wire="file[]"), Parameter("n", "list", where="body"))

    def test_a_form_has_texts_first_and_then_files(self):
        endpoint = taking(*self.FIELDS, body="multipart")
        call = arguments.call(endpoint, {"file": ["a.wav", Path("b.wav")], "it": "x", "n": ["1", "2"]})
        assert call.body is None
        assert call.parts == (
            Part("it", "x"),
            Part("n", '["1","2"]'),
            Part("file[]", Path("a.wav")),
            Part("file[]", Path("b.wav")),
        )

    def test_an_array_is_one_object_or_comes_ready_made(self):
        needed = Parameter("it", "str", required=True, where="body")
        endpoint = taking(needed, Parameter("id", "id", required=True), body="array")
        assert orjson.loads(arguments.call(endpoint, {"it": "x", "id": "1"}).body) == [{"it": "x"}]
        assert arguments.call(endpoint, {"id": "1"}, body=b"[{}]").body == b"[{}]"
        with pytest.raises(ConfigurationError, match="missing it"):
            arguments.call(endpoint, {"id": "1"})
        with pytest.raises(ConfigurationError, match="missing id"):
            arguments.call(endpoint, {}, body=b"[{}]")

    def test_one_of_several_is_needed(self):
        endpoint = taking(of("str"), Parameter("other"), one_of=("it", "other"))
        with pytest.raises(ConfigurationError, match="too little is given; give it or other"):
            arguments.call(endpoint, {"other": None})
        assert arguments.call(endpoint, {"other": "1"}).body is None

    def test_an_unknown_name_is_told_even_where_nothing_is_given_for_it(self):
        with pytest.raises(ConfigurationError, match="unknown parameter 'telefone'; did you mean 'telephone'"):
            arguments.call(taking(Parameter("telephone")), {"telefone": None})

    def test_a_call_says_what_it_costs_and_whether_it_may_be_repeated(self):
        call = arguments.call(taking(cost=0, reads=True, api=""), {})
        assert (call.cost, call.reads, call.query, call.windowed) == (0, True, (), False)

    def test_a_script_of_the_root_stays_on_the_operations_host(self):
        operation = Operation(**OPERATION)
        call = arguments.call(taking(script="/listenVox/listenvox.php", api=""), {})
        assert request(call, operation, operation.tokens[0]).url == "https://wv0099.wolkvox.com/listenVox/listenvox.php"
        spaced = arguments.call(taking(script="//evil.example/x", api=""), {})
        assert request(spaced, operation, operation.tokens[0]).url.startswith("https://wv0099.wolkvox.com//evil")


class TestFind:
    def test_names_the_nearest(self):
        with pytest.raises(ConfigurationError, match=r"did you mean 'reports\.cdr_1'"):
            find("reports.crd_1")
        with pytest.raises(ConfigurationError, match="unknown endpoint 'nonsense'"):
            find("nonsense")

    def test_every_endpoint_stands_in_its_group_and_has_a_method(self):
        from wolkvox_async import client

        for group in GROUPS:
            cls = getattr(client.Wolkvox, group).func.__annotations__["return"]
            for name, endpoint in endpoints(group).items():
                assert name == endpoint.name
                assert name.startswith(group + ".")
                assert endpoint.source.startswith("https://")
                assert cls.lower() == group.replace("_", "")


class TestOperation:
    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"licences": 0}, "licences is 0"),
            ({"licences": True}, "licences is True"),
            ({"licences": "20"}, "licences is '20'"),
            ({"tokens": []}, "the list of tokens is empty"),
            ({"tokens": "token-a"}, "takes a list"),
            ({"tokens": ["token-a\n"]}, "line break"),
            ({"tokens": [""]}, "a token is empty"),
            ({"tokens": [None]}, "a token is empty"),
            ({"tz": "America/Bogotá"}, "unknown time zone.*did you mean 'America/Bogota'"),
            ({"tz": "Nowhere"}, "unknown time zone 'Nowhere'"),
            ({"tz": "../../etc/passwd"}, "unknown time zone"),
            ({"server": "wv0099.example.com"}, "no server number"),
            ({"server": ""}, "no server number"),
            ({"name": " "}, "needs a name"),
            ({"base_url": "127.0.0.1:80"}, "base_url"),
            ({"base_url": "http://user:pass@host/"}, "base_url"),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, change, text):
        with pytest.raises(ConfigurationError, match=text) as caught:
            Operation(**(OPERATION | change))
        assert "token-a" not in str(caught.value)

    def test_equal_tokens_are_one(self):
        assert len(Operation(**(OPERATION | {"tokens": ["token-a", Token("token-a"), "token-b"]})).tokens) == 2

    def test_no_text_form_shows_a_token(self):
        operation = Operation(**OPERATION)
        for text in (repr(operation), str(operation), f"{operation.tokens[0]}", operation.key):
            assert "token-a" not in text
        assert operation.permits_key(operation.tokens[0]) != operation.tokens[0].digest

    def test_the_quota_is_licences_times_a_thousand(self):
        assert Operation(**OPERATION).daily_quota == 20_000


class TestRecords:
    def test_a_lead_and_a_dict_are_the_same(self):
        lead = PredictiveLead(customer_name="Ana", tel1="573001112233", recall_date=datetime(2025, 1, 2, 3, 4, 5))
        given = {"customer_name": "Ana", "tel1": 573001112233, "recall_date": "20250102030405", "opt1": None}
        assert orjson.loads(encode(PredictiveLead, lead, 1, BOGOTA)) == orjson.loads(
            encode(PredictiveLead, given, 1, BOGOTA)
        )
        assert orjson.loads(encode(PredictiveLead, lead, 1, BOGOTA))["recall_date"] == "20250102030405"

    def test_an_aware_moment_becomes_the_operations_wall_clock(self):
        lead = {"tel1": "573001112233", "recall_date": datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)}
        assert orjson.loads(encode(PredictiveLead, lead, 1, BOGOTA))["recall_date"] == "20250101220405"

    @pytest.mark.parametrize(
        ("cls", "change", "field", "text"),
        [
            (PredictiveLead, {"opt1": "x" * 101}, "opt1", "has 101 characters; at most 100"),
            (PredictiveLead, {"opt7": "x" * 201}, "opt7", "has 201 characters; at most 200"),
            (PreviewLead, {"opt12": "ñ" * 201}, "opt12", "at most 200"),
            (PredictiveLead, {"tel1": "+57300"}, "tel1", "is not a phone number"),
            (PredictiveLead, {"tel1": ""}, "tel1", "is missing"),
            (PredictiveLead, {"tel1": None}, "tel1", "is missing"),
            (PredictiveLead, {"tel2": "300-111"}, "tel2", "without"),
            (PredictiveLead, {"age": "forty"}, "age", "whole number"),
            (PredictiveLead, {"recall_date": "2025-01-02"}, "recall_date", "is not a date with its time"),
            (PredictiveLead, {"recall_date": "20251302030405"}, "recall_date", "is not a date with its time"),
            (PredictiveLead, {"recall_date": time(3)}, "recall_date", "is a time"),
            (PredictiveLead, {"age": -1}, "age", "is -1; allowed: at least 0"),
            (PredictiveLead, {"custumer_name": "A"}, "custumer_name", "did you mean 'customer_name'"),
            (PreviewLead, {"email": "a@example.com"}, "email", "is unknown"),
            (PredictiveLead, {"customer_name": ["A"]}, "customer_name", "is a list"),
            (PredictiveLead, {"customer_name": True}, "customer_name", "is a bool"),
            (PredictiveLead, {"customer_name": "a\ud800"}, "customer_name", "half of a surrogate pair"),
        ],
    )
    def test_a_fault_names_row_and_field(self, cls, change, field, text):
        with pytest.raises(InvalidRecord, match=text) as caught:
            encode(cls, {"tel1": "573001112233"} | change, 17, BOGOTA)
        assert (caught.value.row, caught.value.field) == (17, field)
        assert "row 17" in str(caught.value)

    @pytest.mark.parametrize(("days", "text"), [("0", "is 0; allowed: at least 1"), (-1, "is -1"), ("", "missing")])
    def test_a_number_may_have_a_least(self, days, text):
        assert orjson.loads(encode(DncNumber, DncNumber("573001112233", 1), 1, BOGOTA))["days_block"] == "1"
        with pytest.raises(InvalidRecord, match=text):
            encode(DncNumber, {"telephone": "573001112233", "days_block": days}, 1, BOGOTA)

    def test_what_is_no_record(self):
        with pytest.raises(InvalidRecord, match="row 3 is a str; give a dict or a PredictiveLead"):
            encode(PredictiveLead, "Ana", 3, BOGOTA)

    def test_limits_count_characters_and_a_full_field_is_taken(self):
        record = {"tel1": "123", **{f"opt{n}": "ñ" * 100 for n in range(1, 7)}, "opt7": "ñ" * 200}
        assert len(orjson.loads(encode(PredictiveLead, record, 1, BOGOTA))) == 8


def packed(packer, records):
    batches = [batch for row, record in records for batch in packer.add(row, record)]
    return [*batches, *packer.rest()]


class TestPacker:
    def test_at_most_ten_thousand(self):
        batches = packed(Packer(), ((row, b"{}") for row in range(1, 25_001)))
        assert [len(batch.rows) for batch in batches] == [10_000, 10_000, 5_000]
        assert [batch.rows[0] for batch in batches] == [1, 10_001, 20_001]
        assert all(len(orjson.loads(batch.body)) == len(batch.rows) for batch in batches)

    def test_and_a_bounded_number_of_bytes(self):
        records = [b'{"a":"' + b"x" * 90 + b'"}'] * 50
        batches = packed(Packer(size=1000), enumerate(records, 1))
        assert all(len(batch.body) <= 1000 for batch in batches)
        assert [row for batch in batches for row in batch.rows] == list(range(1, 51))

    def test_nothing_is_no_batch(self):
        assert packed(Packer(), []) == []


def test_add_records_is_the_vendors_add_record():
    assert ADD_RECORDS.api == "add_record"
