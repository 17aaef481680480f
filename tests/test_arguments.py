"""Nothing reaches the server that can be known to be wrong."""

from datetime import date, datetime

import orjson
import pytest

from wolkvox_async import ConfigurationError, InvalidRecord, Operation, Token
from wolkvox_async.core import arguments
from wolkvox_async.core.batches import Packer, encode
from wolkvox_async.core.call import request
from wolkvox_async.core.windows import Window
from wolkvox_async.endpoints import GROUPS, endpoints, find
from wolkvox_async.endpoints.campaign import ADD_RECORDS, CREATE_CAMPAIGN, DETAIL, PredictiveLead, PreviewLead

OPERATION = {"name": "co", "server": "0099", "tokens": ["token-a"], "licences": 20, "tz": "America/Bogota"}
DAY = Window(datetime(2025, 1, 1), datetime(2025, 1, 2))


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
            ({"campaign_id": True}, "campaign_id is True"),
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
        with pytest.raises(ConfigurationError, match="digits only"):
            arguments.call(find("campaign.find_record"), {"customer_phone": phone})


class TestFind:
    def test_names_the_nearest(self):
        with pytest.raises(ConfigurationError, match=r"did you mean 'reports\.cdr_1'"):
            find("reports.crd_1")
        with pytest.raises(ConfigurationError, match="unknown endpoint 'nonsense'"):
            find("nonsense")

    def test_every_endpoint_stands_in_its_group_and_has_a_method(self):
        from wolkvox_async import client

        for group in GROUPS:
            cls = client.Wolkvox.__dict__[group].func.__annotations__["return"]
            for name, endpoint in endpoints(group).items():
                assert name == endpoint.name
                assert name.startswith(group + ".")
                assert endpoint.source.startswith("https://")
                assert cls.lower() == group


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
            ({"server": "wv0099.wolkvox.com"}, "no server number"),
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
        assert operation.slot_key(operation.tokens[0]) != operation.tokens[0].digest

    def test_the_quota_is_licences_times_a_thousand(self):
        assert Operation(**OPERATION).daily_quota == 20_000


class TestRecords:
    def test_a_lead_and_a_dict_are_the_same(self):
        lead = PredictiveLead(customer_name="Ana", tel1="573001112233", recall_date=datetime(2025, 1, 2, 3, 4, 5))
        given = {"customer_name": "Ana", "tel1": 573001112233, "recall_date": "20250102030405", "opt1": None}
        assert orjson.loads(encode(PredictiveLead, lead, 1)) == orjson.loads(encode(PredictiveLead, given, 1))
        assert orjson.loads(encode(PredictiveLead, lead, 1))["recall_date"] == "20250102030405"

    @pytest.mark.parametrize(
        ("cls", "change", "field", "text"),
        [
            (PredictiveLead, {"opt1": "x" * 101}, "opt1", "has 101 characters; at most 100"),
            (PredictiveLead, {"opt7": "x" * 201}, "opt7", "has 201 characters; at most 200"),
            (PreviewLead, {"opt12": "ñ" * 201}, "opt12", "at most 200"),
            (PredictiveLead, {"tel1": "+57300"}, "tel1", "no phone number"),
            (PredictiveLead, {"tel1": ""}, "tel1", "is missing"),
            (PredictiveLead, {"tel1": None}, "tel1", "is missing"),
            (PredictiveLead, {"tel2": "300-111"}, "tel2", "without"),
            (PredictiveLead, {"age": "forty"}, "age", "whole number"),
            (PredictiveLead, {"recall_date": "2025-01-02"}, "recall_date", "no date"),
            (PredictiveLead, {"recall_date": "20251302030405"}, "recall_date", "no date"),
            (PredictiveLead, {"recall_date": date(2025, 1, 1)}, "recall_date", "is a date"),
            (PredictiveLead, {"custumer_name": "A"}, "custumer_name", "did you mean 'customer_name'"),
            (PreviewLead, {"email": "a@example.com"}, "email", "is unknown"),
            (PredictiveLead, {"customer_name": ["A"]}, "customer_name", "is a list"),
            (PredictiveLead, {"customer_name": True}, "customer_name", "is a bool"),
            (PredictiveLead, {"customer_name": "a\ud800"}, "customer_name", "no text"),
        ],
    )
    def test_a_fault_names_row_and_field(self, cls, change, field, text):
        with pytest.raises(InvalidRecord, match=text) as caught:
            encode(cls, {"tel1": "573001112233"} | change, 17)
        assert (caught.value.row, caught.value.field) == (17, field)
        assert "row 17" in str(caught.value)

    def test_what_is_no_record(self):
        with pytest.raises(InvalidRecord, match="row 3 is a str; give a dict or a PredictiveLead"):
            encode(PredictiveLead, "Ana", 3)

    def test_limits_count_characters_and_a_full_field_is_taken(self):
        record = {"tel1": "123", **{f"opt{n}": "ñ" * 100 for n in range(1, 7)}, "opt7": "ñ" * 200}
        assert len(orjson.loads(encode(PredictiveLead, record, 1))) == 8


class TestPacker:
    def test_at_most_ten_thousand(self):
        batches = list(Packer().pack((row, b"{}") for row in range(1, 25_001)))
        assert [len(batch.rows) for batch in batches] == [10_000, 10_000, 5_000]
        assert [batch.rows[0] for batch in batches] == [1, 10_001, 20_001]
        assert [batch.number for batch in batches] == [1, 2, 3]
        assert all(len(orjson.loads(batch.body)) == len(batch.rows) for batch in batches)

    def test_and_a_bounded_number_of_bytes(self):
        records = [b'{"a":"' + b"x" * 90 + b'"}'] * 50
        batches = list(Packer(size=1000).pack(enumerate(records, 1)))
        assert all(len(batch.body) <= 1000 for batch in batches)
        assert [row for batch in batches for row in batch.rows] == list(range(1, 51))

    def test_nothing_is_no_batch(self):
        assert list(Packer().pack([])) == []


def test_add_records_is_the_vendors_add_record():
    assert ADD_RECORDS.api == "add_record"
