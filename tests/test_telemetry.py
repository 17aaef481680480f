"""Events become spans under the caller's own, and metrics; without the package it is said what to install."""

import sys

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from tests.support.worlds import tenant
from wolkvox_async import Unreachable, events
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.simulator import Faults
from wolkvox_async.telemetry import telemetry


@pytest.fixture
def collected():
    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers, meters = TracerProvider(), MeterProvider(metric_readers=[reader])
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    heard = []
    listener = telemetry(heard.append, tracer_provider=tracers, meter_provider=meters)

    def metrics():
        data = reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics
        return {metric.name: list(metric.data.data_points) for metric in data}

    yield listener, tracers.get_tracer("test"), spans.get_finished_spans, metrics, heard
    tracers.shutdown()
    meters.shutdown()


async def test_a_call_is_a_span_under_the_callers(serve, collected):
    listener, tracer, spans, metrics, heard = collected
    async with serve(client={"listener": listener}) as (_, wolkvox):
        with tracer.start_as_current_span("nightly") as nightly:
            await wolkvox.information.token_info()
    call, _ = spans()
    assert call.name == "wolkvox information.token_info"
    assert call.parent.span_id == nightly.get_span_context().span_id
    assert call.attributes["wolkvox.operation"] == "sales-co"
    assert len(call.attributes["wolkvox.token"]) == 6
    assert call.end_time > call.start_time
    assert [point.value for point in metrics()["wolkvox.calls"]] == [1]
    assert [point.value for point in metrics()["wolkvox.quota.used"]] == [1]
    assert [point.count for point in metrics()["wolkvox.call"]] == [1]
    assert "token-alpha" not in repr([span.to_json() for span in spans()])
    assert any(isinstance(event, events.Released) for event in heard)


@pytest.mark.looptime
async def test_a_lost_connection_is_an_error_span(serve, collected):
    listener, _, spans, metrics, _ = collected
    served = tenant(tokens=("token-alpha", "token-beta", "token-gamma"))  # a permit for each try
    faults = Faults(every=1, kinds=("reset-after",))
    async with serve(served, faults=faults, client={"listener": listener}) as (_, wolkvox):
        with pytest.raises(Unreachable):
            await wolkvox.information.token_info()
    assert {span.status.status_code for span in spans()} == {StatusCode.ERROR}
    assert metrics()["wolkvox.quarantined"][0].value == len(spans()) == 6
    assert metrics()["wolkvox.retries"][0].value == 5


def test_every_event_is_taken(collected):
    listener, _, spans, metrics, heard = collected
    place = {"operation": "sales-co", "endpoint": "reports.cdr_1"}
    told = [
        events.Throttled(**place, token="abcdef", why="quota"),
        events.Decoded(**place, window=None, rows=7, duplicates=0, size=100),
        events.QuotaLow(operation="sales-co", used=8, quota=10, share=0.8),
    ]
    for event in told:
        listener(event)
    assert heard == told
    assert not spans()
    assert metrics()["wolkvox.rows"][0].value == 7
    assert metrics()["wolkvox.throttled"][0].attributes["wolkvox.why"] == "quota"


def test_without_the_package_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ConfigurationError, match="opentelemetry-api"):
        telemetry()
