"""What a search for records says of an unknown batch: nothing is settled unseen, but by the rule of samples."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async import Rejection
from wolkvox_async.uploads.result import BatchResult, ended
from wolkvox_async.uploads.settling import chosen, finding, settle

LEAD = {"customer_id": "1", "tel1": "573001112233", "customer_name": "María Pérez", "opt1": "web"}


def row(**change):
    return SimpleNamespace(**(LEAD | {"opt2": None, "campaign_id": "32841", "result": "CLEAN"} | change))


@pytest.mark.parametrize(
    ("rows", "times", "wanted"),
    [
        ([], 1, "missing"),
        ([row()], 1, "found"),
        ([row(customer_name="MARÍA  PÉREZ ", opt1="")], 1, "found"),
        ([row(opt1="shop")], 1, "doubtful"),
        ([row(tel1="573009999999")], 1, "missing"),
        ([row(customer_id="2")], 1, "missing"),
        ([row()], 2, "doubtful"),
        ([row(), row()], 2, "found"),
        ([row(opt1="shop"), row()], 1, "found"),
        ([], 2, "missing"),
    ],
)
def test_a_record_is_found_missing_or_doubtful(rows, times, wanted):
    assert finding(LEAD, rows, times) == wanted


def test_a_sample_has_the_first_the_last_and_others_evenly_between():
    assert list(chosen(5, None)) == [0, 1, 2, 3, 4]
    assert list(chosen(5, 9)) == [0, 1, 2, 3, 4]
    assert list(chosen(10_001, 5)) == [0, 2500, 5000, 7500, 10_000]
    assert list(chosen(10_000, 1)) == [0]


ROWS = range(2, 12)


@pytest.mark.parametrize(
    ("findings", "status", "accepted", "unsent", "unknown"),
    [
        (dict.fromkeys(ROWS, "found"), "applied", 10, 0, 0),
        (dict.fromkeys(ROWS, "missing"), "not_applied", 0, 10, 0),
        ({row: "found" if row < 7 else "missing" for row in ROWS}, "partly_applied", 5, 5, 0),
        ({2: "found", 6: "found", 11: "found"}, "applied", 10, 0, 0),
        ({2: "missing", 11: "missing"}, "not_applied", 0, 10, 0),
        ({2: "found", 6: "missing", 11: "missing"}, "partly_applied", 1, 2, 7),
        ({2: "found", 11: "doubtful"}, "unknown", 1, 0, 9),
        ({2: "missing"}, "unknown", 0, 1, 9),
        ({}, "unknown", 0, 0, 10),
    ],
)
def test_a_batch_is_settled_by_all_of_its_records_or_by_a_sample_that_agrees(
    findings, status, accepted, unsent, unknown
):
    batch = ended(ROWS, "unknown")
    found, parts = settle(batch, ROWS, findings)
    assert (found.status, found.accepted, found.unsent, found.unknown) == (status, accepted, unsent, unknown)
    assert sum(part.records for part in parts) == 10
    assert [part.first_row for part in parts] == sorted(part.first_row for part in parts)


def test_a_sample_that_was_broken_off_settles_what_was_asked_alone():
    found, _ = settle(ended(ROWS, "unknown"), ROWS, {2: "missing", 11: "missing"}, whole=False)
    assert (found.unsent, found.unknown) == (2, 8)


def counted(accepted, unknown, *rejected):
    return BatchResult(
        number=1,
        first_row=2,
        last_row=11,
        records=10,
        status="partly",
        accepted=accepted,
        unknown=unknown,
        rejected=rejected,
    )


@pytest.mark.parametrize(
    ("batch", "findings", "outcome"),
    [
        # two of ten are unknown, and just two are missing: the doubtful one is one that the server took
        (counted(8, 2), dict.fromkeys(ROWS, "found") | {3: "missing", 4: "missing", 5: "doubtful"}, (8, 0, 2, 0)),
        (counted(7, 2, Rejection(3, "bad")), dict.fromkeys(set(ROWS) - {3}, "found") | {4: "missing"}, (8, 1, 1, 0)),
        (counted(7, 2, Rejection(None, "bad")), dict.fromkeys(ROWS, "found") | dict.fromkeys((3, 4, 5), "missing"),
         (7, 0, 3, 0)),
        # more are missing than the server left out: nothing is settled
        (counted(8, 2), dict.fromkeys(ROWS, "missing"), (8, 0, 0, 2)),
        # not all were asked for
        (counted(8, 2), {2: "found"}, (8, 0, 0, 2)),
    ],
)  # fmt: skip
def test_a_batch_that_the_server_has_counted_is_settled_as_its_counts_allow(batch, findings, outcome):
    found, parts = settle(batch, ROWS, findings)
    assert (found.accepted, found.rejected, found.unsent, found.unknown) == outcome
    assert sum(part.records for part in parts) == 10


@given(st.data())
def test_no_record_is_in_no_count_and_none_is_unsent_that_was_not_seen_missing(data):
    count = data.draw(st.integers(1, 30))
    rows = sorted(data.draw(st.sets(st.integers(1, 100), min_size=count, max_size=count)))
    asked = data.draw(st.sets(st.sampled_from(rows)))
    findings = {row: data.draw(st.sampled_from(["found", "missing", "doubtful"])) for row in sorted(asked)}
    found, parts = settle(ended(rows, "unknown"), rows, findings)
    assert found.accepted + found.rejected + found.unsent + found.unknown == found.records == count
    assert sum(part.records for part in parts) == count
    unsent = {
        row for part in parts if part.status == "unsent" for row in rows if part.first_row <= row <= part.last_row
    }
    assert not {row for row, each in findings.items() if each != "missing"} & unsent
    if unsent - asked:
        assert len(asked) > 1
        assert set(findings.values()) == {"missing"}
