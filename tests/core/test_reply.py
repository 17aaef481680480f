"""Every row of what a reply can mean, and promise 4: none of them is taken for another."""

import pytest

from wolkvox_async.core.reply import Found, Lost, Nothing, Seen, verdict
from wolkvox_async.core.retry import ATTEMPTS, Raise, Retry, decide
from wolkvox_async.errors import (
    AuthenticationFailed,
    CallTimeout,
    ClientClosed,
    ConfigurationError,
    DiskUnavailable,
    InvalidRequest,
    Maintenance,
    OutcomeUnknown,
    QuotaExhausted,
    Refused,
    ReplyError,
    ServerFault,
    TooManySimultaneous,
    Unreachable,
)

EMPTY = {"code": "404", "error": "Not Found", "msg": "Validate dates entered"}


def seen(status, envelope=None, *, whole=True, promised=None, head=b""):
    return Seen(status=status, whole=whole, envelope=envelope, head=head, size=len(head), promised=promised)


def meaning(status, envelope=None, *, windowed=True, **facts):
    return verdict(seen(status, envelope, **facts), windowed=windowed, full=60_000)


@pytest.mark.parametrize("code", ["200", 200, "0", "201", "202", "", " ", "XXX", None])
@pytest.mark.parametrize("status", [200, 201, 202, 207])
def test_the_status_decides_and_not_the_code(status, code):
    assert meaning(status, {"code": code, "error": None, "msg": "", "data": []}) == Found(full=False)


@pytest.mark.parametrize(
    "envelope",
    [
        {"code": 200, "error": None, "msg": "ok"},
        {"code": 200, "error": None, "msg": "ok", "data": {"a": 1}},
        {"code": 200, "error": None, "msg": "ok", "data": "text"},
        {"code": "200", "total_records": "1", "campaign_id": "1", "records": [{}]},
        [{"a": 1}],
        {"error": "", "msg": "1 records were found"},
    ],
)
def test_other_shapes_of_success(envelope):
    assert meaning(200, envelope) == Found(full=False)


def test_sixty_thousand_are_perhaps_cut():
    assert meaning(200, {"data": []}, promised=59_999) == Found(full=False)
    assert meaning(200, {"data": []}, promised=60_000) == Found(full=True)
    assert meaning(200, {"data": []}, promised=133_920) == Found(full=True)


@pytest.mark.parametrize("msg", ["Validate dates entered", " VALIDATE DATES ENTERED "])
def test_an_empty_window(msg):
    assert meaning(404, EMPTY | {"msg": msg}) == Nothing()


@pytest.mark.parametrize(
    ("envelope", "windowed"),
    [
        (EMPTY, False),
        (EMPTY | {"data": [{"array_errors": []}]}, True),
        (EMPTY | {"msg": "Campaign_id 99999 does not exist in your operation."}, True),
        (EMPTY | {"msg": None}, True),
        (None, True),
    ],
)
def test_any_other_404_is_a_refusal(envelope, windowed):
    error = meaning(404, envelope, windowed=windowed, head=b"<html>")
    assert isinstance(error, Refused)
    assert error.data == (envelope or {}).get("data")


@pytest.mark.parametrize(
    ("status", "msg", "cls"),
    [
        (400, "THE API YOU WANT TO CONSULT DOES NOT EXIST", InvalidRequest),
        (400, "SOME PARAMETERS ARE REQUIRED", InvalidRequest),
        (401, "PLEASE ENTER THE WOLKVOX-TOKEN", AuthenticationFailed),
        (403, "PLEASE VALIDATE TOKEN", AuthenticationFailed),
        (403, "TOKEN LIMIT EXCEEDED", QuotaExhausted),
        (403, "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)", TooManySimultaneous),
        (403, "El servidor esta en backup", Maintenance),
        (403, None, Maintenance),
        (406, "no IPv4", Refused),
        (422, "codAct", InvalidRequest),
        (429, None, TooManySimultaneous),
        (500, None, ServerFault),
        (502, None, ServerFault),
        (503, None, ServerFault),
        (302, None, Refused),
    ],
)
def test_each_refusal_has_its_class(status, msg, cls):
    error = meaning(status, {"code": str(status), "error": "X", "msg": msg}, head=b'{"code"')
    assert type(error) is cls
    assert (error.status, error.msg, error.code, error.head) == (status, msg, str(status), b'{"code"')
    if msg:
        assert msg in str(error)


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (b"<html><h1>502", "no JSON but '<html>"),
        (b"", "an empty body"),
        (b"\xef\xbb\xbf  Warning: x", "no JSON but 'Warning"),
        (b'{"code": "200", "data": [{"a"', "cut short"),
    ],
)
def test_a_success_that_is_no_whole_document_is_the_servers_fault(head, text):
    error = meaning(200, None, whole=False, head=head)
    assert isinstance(error, ServerFault)
    assert text in str(error)


def test_a_success_that_names_an_error_and_has_no_data_is_not_empty():
    error = meaning(200, {"code": "403", "error": "FORBIDDEN", "msg": "TOKEN LIMIT EXCEEDED"})
    assert isinstance(error, QuotaExhausted)
    assert isinstance(meaning(200, {"code": "200", "error": "Not Found", "msg": "no"}), Refused)


def failure(status, msg=None):
    return meaning(status, {"msg": msg})


READ = {"reads": True, "windowed": False, "attempt": 1, "jitter": 0.5}
WRITE = READ | {"reads": False}
WINDOW = READ | {"windowed": True}


class TestDecide:
    def test_a_broken_server_is_asked_again_for_a_read_and_not_for_ever(self):
        assert decide(**READ, failure=failure(502)).after == 0.5
        assert isinstance(decide(**(READ | {"attempt": ATTEMPTS}), failure=failure(502)), Raise)

    def test_waits_grow_and_are_bounded(self):
        waits = [decide(**(READ | {"attempt": n, "jitter": 1.0}), failure=failure(502)).after for n in range(1, 6)]
        assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]
        assert decide(**(READ | {"jitter": 0.0}), failure=failure(500)).after == 0.0

    @pytest.mark.parametrize("kind", ["reset", "cut", "timeout", "large"])
    def test_a_write_whose_answer_is_lost_is_unknown_and_never_repeated(self, kind):
        decision = decide(**WRITE, failure=Lost("gone", kind, sent=True))
        assert isinstance(decision, Raise)
        assert isinstance(decision.error, OutcomeUnknown)
        assert decision.error.__cause__ is not None

    def test_a_write_that_met_a_broken_server_is_unknown(self):
        assert isinstance(decide(**WRITE, failure=failure(500)).error, OutcomeUnknown)

    def test_a_write_that_was_never_sent_is_repeated(self):
        assert isinstance(decide(**WRITE, failure=Lost("refused", "refused", sent=False)), Retry)

    @pytest.mark.parametrize("call", [READ, WRITE, WINDOW])
    def test_what_the_server_did_not_begin_is_repeated(self, call):
        for msg in ("EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS", "backup"):
            assert isinstance(decide(**call, failure=failure(403, msg)), Retry)

    @pytest.mark.parametrize("call", [READ, WRITE, WINDOW])
    @pytest.mark.parametrize(
        "error",
        [failure(400), failure(401), failure(403, "TOKEN LIMIT EXCEEDED"), failure(404, "no"), failure(406)],
    )
    def test_a_refusal_is_never_repeated(self, call, error):
        assert decide(**call, failure=error) == Raise(error)

    @pytest.mark.parametrize("kind", ["timeout", "large"])
    def test_a_window_that_is_too_much_is_asked_in_parts(self, kind):
        decision = decide(**WINDOW, failure=Lost("slow", kind, sent=True, seconds=75.0))
        assert decision.smaller
        assert isinstance(decision.error, CallTimeout if kind == "timeout" else ServerFault)

    def test_a_body_that_breaks_off_again_and_again_is_asked_in_parts(self):
        lost = Lost("broke off", "cut", sent=True)
        assert isinstance(decide(**WINDOW, failure=lost), Retry)
        assert decide(**(WINDOW | {"attempt": ATTEMPTS}), failure=lost).smaller

    @pytest.mark.parametrize(
        ("kind", "sent", "advice"),
        [
            ("connect", False, "firewall"),
            ("reset", True, "firewall"),
            ("refused", False, "no server listens there"),
            ("dropped", True, None),
            ("cut", True, None),
            ("dns", False, "name server"),
        ],
    )
    def test_advice_names_the_firewall_only_where_it_may_be_the_cause(self, kind, sent, advice):
        decision = decide(**(READ | {"attempt": ATTEMPTS}), failure=Lost("no answer", kind, sent=sent))
        assert isinstance(decision.error, Unreachable)
        assert decision.error.sent is sent
        assert decision.error.advice == "" if advice is None else advice in decision.error.advice

    @pytest.mark.parametrize("call", [READ, WRITE, WINDOW])
    @pytest.mark.parametrize("kind", ["tls", "name", "proxy"])
    def test_what_the_next_attempt_meets_too_is_not_repeated(self, call, kind):
        decision = decide(**call, failure=Lost("the certificate is not trusted", kind, sent=False))
        assert isinstance(decision, Raise)
        assert isinstance(decision.error, Unreachable)
        assert not decision.error.sent

    @pytest.mark.parametrize("call", [READ, WRITE])
    def test_a_call_whose_lease_ran_out_before_it_was_sent_claims_again_at_once(self, call):
        for attempt in (1, ATTEMPTS + 1):
            assert decide(**(call | {"attempt": attempt}), failure=Lost("late", "late", sent=False)).after == 0.0

    @pytest.mark.parametrize(
        ("kind", "error"), [("closed", ClientClosed), ("disk", DiskUnavailable), ("garbled", ServerFault)]
    )
    def test_a_write_that_was_sent_is_unknown_whatever_became_of_its_reply(self, kind, error):
        lost = Lost("no reply", kind, sent=True)
        write = decide(**(WRITE | {"attempt": ATTEMPTS}), failure=lost).error
        assert isinstance(write, OutcomeUnknown)
        assert isinstance(write.__cause__, error)
        assert isinstance(decide(**(READ | {"attempt": ATTEMPTS}), failure=lost).error, error)

    def test_a_session_that_fails_before_it_sends_is_a_matter_of_configuration(self):
        decision = decide(**WRITE, failure=Lost("the HTTP session failed", "session", sent=False))
        assert isinstance(decision.error, ConfigurationError)

    @pytest.mark.parametrize("call", [READ, WRITE])
    def test_a_file_that_cannot_be_read_is_no_matter_of_trying_again(self, call):
        decision = decide(**call, failure=Lost("greeting.wav cannot be read", "file", sent=False))
        assert isinstance(decision, Raise)
        assert isinstance(decision.error, ConfigurationError)
        assert "nothing was sent" in str(decision.error)

    def test_a_third_call_at_once_gives_up_in_the_end(self):
        error = failure(403, "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS")
        assert isinstance(decide(**(READ | {"attempt": ATTEMPTS}), failure=error), Raise)

    def test_a_slow_read_without_a_window_is_tried_again(self):
        assert isinstance(decide(**READ, failure=Lost("slow", "timeout", sent=True)), Retry)


def test_every_reply_error_is_one_of_the_tree():
    assert issubclass(QuotaExhausted, ReplyError)
