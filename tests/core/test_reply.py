"""Every row of what a reply can mean, and promise 4: none of them is taken for another."""

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async import limits
from wolkvox_async.core.endpoint import RECORDS, Expected
from wolkvox_async.core.parsing import Broken
from wolkvox_async.core.reply import Found, Lost, Nothing, RoundCounts, Seen, verdict
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


def seen(status, envelope=None, *, rows=None, most=None, broken=None, closed=True, head=b"", size=None):
    return Seen(
        status=status,
        envelope=envelope,
        head=head,
        size=len(head) if size is None else size,
        broken=broken,
        closed=closed,
        least=rows,
        most=rows if most is None else most,
    )


def meaning(status, envelope=None, *, windowed=True, reads=True, expected=RECORDS, strict_counts=True, **facts):
    return verdict(
        seen(status, envelope, **facts),
        windowed=windowed,
        reads=reads,
        expected=expected,
        strict_counts=strict_counts,
    )


@pytest.mark.parametrize("code", ["200", 200, "0", "201", "202", "", " ", "XXX", None, "9" * 5_000])
@pytest.mark.parametrize("status", [200, 201, 202, 207])
def test_the_status_decides_and_not_the_code(status, code):
    assert meaning(status, {"code": code, "error": None, "msg": "", "data": []}) == Found(0)


@pytest.mark.parametrize(
    ("envelope", "rows"),
    [
        ({"code": 200, "error": None, "msg": "ok"}, 0),
        ({"code": 200, "error": None, "msg": "ok", "data": {"a": 1}}, 1),
        ({"code": 200, "error": None, "msg": "ok", "data": {"0": {"a": 1}, "2": {"a": 2}}}, 2),
        ({"code": 200, "error": None, "msg": "ok", "data": "text"}, 1),
        ([{"a": 1}], 1),
        ({"error": "", "msg": "1 records were found", "data": {"a": 1}}, 1),
    ],
)
def test_other_shapes_of_success(envelope, rows):
    assert meaning(200, envelope) == Found(rows)


WORDS_FOR_NO_ERROR = [None, "", " ", "-", "--", "null", "NULL", "None", "false", "0", " - ", False, 0, [], {}, [""]]
WORDS_FOR_NO_ERROR += [
    "Ninguno",
    "ninguna",
    "Sin error",
    "Sin errores.",
    "No error",
    "no errors",
    "0 errores",
    "No hay error",
]
WORDS_FOR_NO_ERROR += [
    "OK",
    "success",
    "Éxito",
    "exitoso",
    "Without errors",
    "sin ningún error",
    "\u2014",
    "[]",
    "{}",
    "\u200b",
]
WORDS_FOR_AN_ERROR = ["Error", "Sin errores de red no se puede", "OK?", "sin permiso", "no error log found"]
WORDS_FOR_AN_ERROR += ["1 error", "10 errores", "ninguno de los tokens", "successor", "sin saldo", True, 1, ["x"]]


@pytest.mark.parametrize("error", WORDS_FOR_NO_ERROR)
@pytest.mark.parametrize("rows", [0, 1, 2_000])
@pytest.mark.parametrize("reads", [True, False])
def test_a_blank_error_is_none(error, rows, reads):
    assert meaning(200, {"code": "200", "error": error, "msg": "ok"}, rows=rows, reads=reads) == Found(rows)


@pytest.mark.parametrize("error", WORDS_FOR_AN_ERROR)
@pytest.mark.parametrize("rows", [0, 1])
def test_a_filled_error_is_one(error, rows):
    assert isinstance(meaning(200, {"code": "200", "error": error, "msg": "ok"}, rows=rows), ReplyError)


REFUSALS = [
    ("THE API YOU WANT TO CONSULT DOES NOT EXIST", InvalidRequest),
    ("SOME PARAMETERS ARE REQUIRED", InvalidRequest),
    ("PLEASE ENTER THE WOLKVOX-TOKEN", AuthenticationFailed),
    ("please validate token", AuthenticationFailed),
    (" TOKEN LIMIT EXCEEDED ", QuotaExhausted),
    ("Token  limit\nexceeded.", QuotaExhausted),
    ("PLEASE\u00a0VALIDATE TOKEN", AuthenticationFailed),
    ("EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)", TooManySimultaneous),
]
NO_ROWS = [{}, {"data": None}, {"data": []}, {"data": ""}, {"data": {}}, {"data": "-"}]
ROWS = [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(("msg", "cls"), REFUSALS)
@pytest.mark.parametrize("error", [None, " ", "FORBIDDEN"])
@pytest.mark.parametrize("status", [200, 201, 202])
@pytest.mark.parametrize("data", [*NO_ROWS, {"data": ROWS[0]}, {"data": {"0": ROWS[0], "3": ROWS[1]}}])
def test_a_refusal_under_a_success_is_that_refusal_whatever_its_data(msg, cls, error, status, data):
    found = meaning(status, {"code": "200", "error": error, "msg": msg, **data})
    assert type(found) is cls
    assert (found.status, found.msg) == (status, msg)
    assert found.complete is (data not in NO_ROWS)


@pytest.mark.parametrize("msg", ["5 records were found", "", None])
@pytest.mark.parametrize("data", [ROWS, []])
def test_a_failure_under_a_success_says_the_error_and_not_only_the_message(msg, data):
    found = meaning(200, {"code": "200", "error": "Database connection lost", "msg": msg, "data": data})
    assert str(found).startswith("the server answered 200: Database connection lost")
    assert (msg or "") in str(found)


@pytest.mark.parametrize(
    ("code", "error", "cls"),
    [
        ("500", "Internal Server Error", ServerFault),
        (500, "x", ServerFault),
        ("200", "Internal Server Error", ServerFault),
        ("200", "Bad Gateway", ServerFault),
        (None, "query timed out", Refused),
        ("404", "Not Found", Refused),
        ("403", "Forbidden", Maintenance),
        ("200", "UNAUTHORIZED", AuthenticationFailed),
        ("9" * 5_000, "x", Refused),
        ("200", True, Refused),
        ("200", {"code": 5}, Refused),
        ("200", ["broken"], Refused),
    ],
)
@pytest.mark.parametrize("rows", [None, 0, 3, 70_000])
def test_a_filled_error_under_a_success_is_a_failure_that_says_whether_rows_came(code, error, cls, rows):
    found = meaning(200, {"code": code, "error": error, "msg": "3 records were found"}, rows=rows)
    assert type(found) is cls
    assert found.complete is bool(rows)
    decision = decide(**READ, failure=found)
    if rows:
        assert decision == Raise(found)  # at once, with the rows


def test_a_failure_in_other_words_is_no_empty_window():
    assert isinstance(meaning(200, {"status": "error", "message": "database is locked"}), Refused)


@pytest.mark.parametrize(
    "envelope",
    [
        {"message": "Internal Server Error"},
        {"detail": "not now"},
        {"status": False},
        {"success": False, "msg": "not now"},
        {"code": "500", "error": None, "msg": "Internal"},
        {"code": 403, "error": "-", "msg": "", "data": []},
        {"code": "200", "error": None, "msg": "Please try later"},
        {"code": "200", "error": None, "msg": "Report is being generated", "data": None},
        {"code": "200", "error": None, "msg": "java.lang.NullPointerException", "data": None},
    ],
)
def test_a_document_that_says_nothing_of_records_is_no_empty_window(envelope):
    assert isinstance(meaning(200, envelope), ReplyError)


@pytest.mark.parametrize(
    "envelope",
    [
        {},
        {"code": "200"},
        {"data": []},
        {"data": None, "links": []},
        {"msg": "OK", "data": None},
        {"msg": "No records were found"},
        {"msg": "Sin registros en el rango", "data": None},
        {"msg": "Records not found", "data": ""},
        {"code": "404", "error": None, "msg": "Validate dates entered"},
        {"code": "500", "error": None, "msg": "0 records were found"},
        {"code": "200", "success": False, "msg": "0 records were found", "data": []},
    ],
)
def test_a_success_without_records_is_an_empty_window(envelope):
    assert meaning(200, envelope) == Found(0)


def test_a_list_that_stands_without_a_message_is_one():
    assert meaning(200, {"total": "0"}, rows=0) == Found(0)


@pytest.mark.parametrize(
    "data",
    [
        {"records": [{"a": 1}, {"a": 2}]},
        {"x": {"a": 1}, "y": {"a": 2}},
        {"-1": {"a": 1}, "0": {"a": 2}},
    ],
)
def test_records_within_an_object_are_not_taken_for_one(data):
    error = meaning(200, {"code": "200", "error": None, "msg": "", "data": data})
    assert isinstance(error, ServerFault)
    assert "records within it" in str(error)


@pytest.mark.parametrize("data", [None, [], "", "-", {}])
@pytest.mark.parametrize("others", [[{"a": 1}], {"0": {"x": [{"a": 1}]}}])
def test_records_beside_an_empty_list_are_not_taken_for_none(data, others):
    error = meaning(200, {"code": "200", "error": None, "msg": "", "data": data, "records": others})
    assert isinstance(error, ServerFault)
    assert "'records'" in str(error)


@pytest.mark.parametrize(
    "envelope",
    [
        {"msg": "ok", "records": ROWS},
        {"msg": "ok", "Data": ROWS},
        {"msg": "ok", "result": {"data": ROWS}},
    ],
)
def test_records_under_another_name_are_not_taken_for_none(envelope):
    found = meaning(200, envelope)
    assert isinstance(found, ServerFault)
    assert "records under" in str(found)
    assert isinstance(decide(**WINDOW, failure=found), Raise)
    assert meaning(200, envelope, reads=False) == Found(0)


@pytest.mark.parametrize(
    ("promise", "rows", "most", "found"),
    [
        ("59999", 59_999, 59_999, Found(59_999)),
        ("60000", 60_000, 60_000, Found(60_000, truncated=True)),
        ("133920", 60_000, 60_000, Found(133_920, truncated=True)),
        ("59999", 60_000, 60_000, Found(60_000, truncated=True)),
        ("5", 60_000, 60_000, Found(60_000, truncated=True)),
        ("133920", 0, 99_999, Found(133_920, truncated=True)),  # however many there are
        ("9", 9, 59_999, Found(9)),
        ("9", 9, 60_000, None),  # that has to be counted
        ("9", 5, 12, None),
    ],
)
def test_a_reply_is_truncated_by_what_it_promises_or_by_what_it_has(promise, rows, most, found):
    assert meaning(200, {"msg": f"{promise} records were found"}, rows=rows, most=most) == found


@given(
    st.sampled_from([None, 0, 1, 9, 5_999, 6_000, 70_000]),
    st.integers(0, 6_010),
    st.integers(0, 300),
    st.integers(0, 300),
    st.booleans(),
    st.booleans(),
)
def test_bounds_never_say_other_than_the_number_itself(promise, rows, fewer, more, counts, strict):
    msg = "ok" if promise is None else f"{promise} records were found"
    options = {"expected": Expected(full=6_000, counts=counts), "strict_counts": strict}
    wanted = meaning(200, {"msg": msg}, rows=rows, **options)
    found = meaning(200, {"msg": msg}, rows=max(0, rows - fewer), most=rows + more, **options)
    assert wanted is not None
    if found is not None:
        assert type(found) is type(wanted)
        if isinstance(wanted, Found):
            assert (found.truncated, bool(found.short)) == (wanted.truncated, bool(wanted.short))


class TestShort:
    SHORT: ClassVar = {"msg": "9 records were found"}

    @pytest.mark.parametrize("envelope", [SHORT, SHORT | {"data": None}, SHORT | {"data": {"a": "1"}}])
    def test_fewer_rows_than_promised_end_at_once(self, envelope):
        found = meaning(200, envelope)
        assert isinstance(found, ServerFault)
        assert "9 records were promised" in str(found)
        for call in (READ, WINDOW):
            assert decide(**call, failure=found) == Raise(found)

    def test_where_that_is_asked_for_they_pass_and_say_so(self):
        found = meaning(200, self.SHORT, rows=5, strict_counts=False)
        assert found == Found(5, short="9 records were promised and 5 came")

    @pytest.mark.parametrize(
        "options",
        [
            {"reads": False},
            {"expected": Expected(counts=False)},
            {"expected": Expected(shape="record")},
            {"expected": Expected(shape="keyed", keyed="x")},
            {"expected": Expected(shape="confirmation")},
        ],
    )
    def test_only_of_what_a_read_counts(self, options):
        assert isinstance(meaning(200, self.SHORT | {"data": {"a": "1"}}, **options), Found)

    def test_a_promise_beyond_reason_is_no_number_of_windows_to_split(self):
        found = meaning(200, {"msg": "9" * 5_000 + " records were found"}, rows=1)
        assert isinstance(found, ServerFault)
        assert len(str(found)) < 1_000
        assert decide(**WINDOW, failure=found) == Raise(found)


def test_equal_round_counts_are_noticed_once():
    counts = RoundCounts()
    assert [counts.add(rows) for rows in (1_000, 999, 5_000, 0, 0, 5_000, 5_000, 1_000)] == [
        *[False] * 5,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("msg", ["Validate dates entered", " VALIDATE DATES ENTERED "])
def test_an_empty_window(msg):
    assert meaning(404, EMPTY | {"msg": msg}) == Nothing()


def test_an_empty_window_whose_body_is_cut_short_is_asked_again():
    broken = Broken("x", 9, cut=True)
    error = meaning(404, EMPTY | {"msg": None}, broken=broken, closed=False, head=b'{"code": "404", "err')
    assert isinstance(error, ServerFault)
    assert not error.cut  # a smaller window would be no better
    assert isinstance(meaning(404, EMPTY | {"msg": None}, windowed=False, broken=broken, closed=False), Refused)


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
        (408, None, ServerFault),
        (425, None, ServerFault),
        (499, None, ServerFault),
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
    ("head", "closed", "text", "size", "smaller"),
    [
        (b"<html><h1>502", False, "no JSON but '<html>", 99_000, False),
        (b"", False, "an empty body", 0, False),
        (b'"All records"', False, "no JSON object or list but '\"All", 13, False),
        (b"\xef\xbb\xbf  Warning: x", False, "no JSON but 'Warning", 99_000, False),
        (b'{"code": "200", "data": [{"a"', False, "cut short", 99_000, True),
        (b'{"code": "200", "data": [{"a"', False, "cut short", 99, False),
        (b'{"code": "200", "data": [{"a"]}', True, "no JSON", 99_000, False),
    ],
)
def test_a_success_that_is_no_whole_document_is_the_servers_fault(head, closed, text, size, smaller):
    error = meaning(200, None, broken=Broken("x", 9, cut=head[:1] == b"{"), closed=closed, head=head, size=size)
    assert isinstance(error, ServerFault)
    assert text in str(error)
    assert isinstance(decide(**WINDOW, failure=error), Retry)
    # Parts of the window are asked for only where a smaller reply may come whole.
    assert decide(**(WINDOW | {"attempt": ATTEMPTS}), failure=error).smaller is smaller


def test_a_body_that_is_too_large_to_be_parsed_is_not_asked_for_again():
    error = meaning(200, None, broken=Broken("more than 64 MB", 9, large=True), head=b"{")
    assert isinstance(error, ServerFault)
    assert decide(**WINDOW, failure=error) == Raise(error)


@pytest.mark.parametrize("msg", ["a\x1b[31mb", "a\x00b", "a\r\nb", "a\u202eb", "9" * 5_000])
def test_the_servers_words_are_shown_on_one_line_of_bounded_length(msg):
    error = meaning(404, {"msg": msg}, windowed=False)
    assert str(error).isprintable()
    assert len(str(error)) < 400
    assert error.msg == msg


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
        lost = Lost("broke off", "cut", sent=True, size=limits.CUT_BYTES)
        assert isinstance(decide(**WINDOW, failure=lost), Retry)
        assert decide(**(WINDOW | {"attempt": ATTEMPTS}), failure=lost).smaller

    def test_a_small_body_that_breaks_off_is_not_too_large_and_parts_would_only_spend_calls(self):
        lost = Lost("broke off", "cut", sent=True, size=limits.CUT_BYTES - 1)
        assert isinstance(decide(**WINDOW, failure=lost), Retry)
        assert not decide(**(WINDOW | {"attempt": ATTEMPTS}), failure=lost).smaller

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
        late = Lost("late", "late", sent=False)
        assert decide(**call, failure=late).after == 0.0
        assert isinstance(decide(**(call | {"attempt": ATTEMPTS}), failure=late).error, Unreachable)

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


@pytest.mark.parametrize(
    ("more", "repeated"),
    [
        ({"msg": "El servidor esta en backup"}, True),
        ({"msg": "2 records has been added"}, False),
        ({"msg": "2 de los 5 registros fueron agregados"}, False),
        ({"msg": "Forbidden", "data": [{"total_added": "2"}]}, False),
        ({"msg": "Forbidden", "data": []}, True),
    ],
)
def test_a_403_that_counts_records_is_no_maintenance_that_a_write_is_repeated_after(more, repeated):
    error = meaning(403, {"code": "403", "error": "Forbidden"} | more)
    assert isinstance(error, Maintenance)
    assert isinstance(decide(**WRITE, failure=error), Retry) is repeated
