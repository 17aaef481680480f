"""The service against the simulated server that comes with the package: the pytest fixture `wolkvox_simulator`."""

from datetime import UTC, datetime, timedelta

import pytest
from app import app, client, retry_after
from fastapi.testclient import TestClient

from wolkvox_async import QuotaExhausted, WaitTooLong

LEAD = {"name": "María", "document": "1037000001", "phone": "573001112233"}


@pytest.fixture
def service(wolkvox_simulator, monkeypatch, tmp_path):
    """Return a visitor of the service, whose operation is the simulated one."""
    variables = {
        "WOLKVOX_SERVER": "0099",
        "WOLKVOX_TOKEN": "any-word",
        "WOLKVOX_LICENCES": "1",
        "WOLKVOX_TZ": "America/Bogota",
        "WOLKVOX_BASE_URL": wolkvox_simulator.base_url,
        "XDG_STATE_HOME": str(tmp_path),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with TestClient(app) as visitor:
        yield visitor
    assert wolkvox_simulator.ledger.violations == []


def test_records_are_returned_as_json(service):
    rows = service.get("/calls/2025-01-01").json()
    assert rows[0]["date"].startswith("2025-01-01T")
    assert {"agent_id", "conn_id", "extra"} <= rows[0].keys()
    assert service.get("/agents").status_code == 200
    assert "/calls/{day}" in service.get("/openapi.json").json()["paths"]


def test_a_lead_is_added(service, wolkvox_simulator):
    answer = service.post("/leads/32841", json=LEAD)
    assert (answer.status_code, answer.json()["accepted"]) == (201, 1)
    assert wolkvox_simulator.truth.uploaded("demo", "32841") == {"1037000001": 1}


def test_what_cannot_be_right_is_422_and_names_the_field(service):
    answer = service.post("/leads/32841", json=LEAD | {"phone": "no"})
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidRecord")
    assert "tel1" in answer.json()["detail"]


def test_an_unknown_campaign_is_409(service):
    answer = service.post("/leads/99999", json=LEAD)
    assert (answer.status_code, answer.json()["error"]) == (409, "Refused")


def test_a_wait_that_is_too_long_is_429_with_retry_after(service, monkeypatch):
    def busy():
        raise WaitTooLong("no permit within 10 s", seconds=7.2)

    monkeypatch.setitem(app.dependency_overrides, client, busy)
    answer = service.get("/agents")
    assert (answer.status_code, answer.json()["error"]) == (429, "WaitTooLong")
    assert answer.headers["Retry-After"] == "8"


def test_retry_after_is_until_the_reset_or_the_length_of_the_wait():
    noon = datetime.now(UTC)
    assert 3500 <= retry_after(QuotaExhausted("spent", resets_at=noon + timedelta(hours=1))) <= 3600
    assert retry_after(WaitTooLong("busy", seconds=7.2)) == 8
    assert retry_after(WaitTooLong("busy")) == 5
