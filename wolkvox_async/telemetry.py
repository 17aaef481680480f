"""Events as OpenTelemetry spans and metrics, for those who have `opentelemetry-api`.

`Wolkvox(operation, listener=telemetry())` gives a span for each call at the server, from its permit to the
server's last byte, a child of the caller's own span; and counters and durations of what the scheduler does. Without
an SDK that collects them they cost next to nothing. Tokens appear as the six digits of a digest, as in all events.
"""

import time
from typing import TYPE_CHECKING, Any

from wolkvox_async import events
from wolkvox_async.errors import ConfigurationError

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

__all__ = ["telemetry"]

_NAME = "wolkvox_async"


def telemetry(
    listener: events.Listener = events.log,
    *,
    tracer_provider: "TracerProvider | None" = None,
    meter_provider: "MeterProvider | None" = None,
) -> events.Listener:
    """Return a listener that makes spans and metrics of events, and hands them on to `listener`.

    Spans: `wolkvox <endpoint>`. Metrics: wolkvox.calls, wolkvox.rows, wolkvox.retries, wolkvox.throttled,
    wolkvox.quarantined (counts); wolkvox.wait, wolkvox.call (seconds); wolkvox.quota.used (calls of the day).
    Raises ConfigurationError where opentelemetry-api is not installed.
    """
    try:
        from opentelemetry import metrics, trace  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError("telemetry needs opentelemetry-api", advice="pip install opentelemetry-api") from None
    tracer = trace.get_tracer(_NAME, tracer_provider=tracer_provider)
    meter = metrics.get_meter(_NAME, meter_provider=meter_provider)
    return _Recorder(listener, trace, tracer, meter)


class _Recorder:
    """Makes of each kind of event what there is to make of it."""

    def __init__(self, listener: events.Listener, trace: Any, tracer: Any, meter: Any) -> None:
        self._listener = listener
        self._trace = trace
        self._tracer = tracer
        self._calls = meter.create_counter("wolkvox.calls", "{call}", "calls that were admitted")
        self._rows = meter.create_counter("wolkvox.rows", "{row}", "rows of reports that were handed on")
        self._retries = meter.create_counter("wolkvox.retries", "{call}", "calls that were made again")
        self._throttled = meter.create_counter("wolkvox.throttled", "{call}", "calls that were refused for a limit")
        self._quarantined = meter.create_counter("wolkvox.quarantined", "{permit}", "permits quarantined")
        self._wait = meter.create_histogram("wolkvox.wait", "s", "wait for a permit and the quota")
        self._call = meter.create_histogram("wolkvox.call", "s", "time at the server, to the last byte")
        self._used = meter.create_gauge("wolkvox.quota.used", "{call}", "calls of the day")

    def __call__(self, event: events.Event) -> None:
        place = {"wolkvox.operation": event.operation}
        if endpoint := getattr(event, "endpoint", None):
            place["wolkvox.endpoint"] = endpoint
        match event:
            case events.Admitted():
                self._calls.add(1, place)
                self._wait.record(event.waited, place)
                self._used.set(event.used, {"wolkvox.operation": event.operation})
            case events.Released():
                self._call.record(event.seconds, place)
                self._span(event, event.seconds, place)
            case events.Quarantined():
                self._quarantined.add(1, place)
                self._span(event, 0.0, place)
            case events.Throttled():
                self._throttled.add(1, {**place, "wolkvox.why": event.why})
            case events.Retrying():
                self._retries.add(1, place)
            case events.Decoded():
                self._rows.add(event.rows, place)
        self._listener(event)

    def _span(self, event: events.Released | events.Quarantined, seconds: float, place: dict[str, str]) -> None:
        """Make the span of a call that has ended; it began when its permit was granted."""
        end = time.time_ns()
        span = self._tracer.start_span(
            f"wolkvox {event.endpoint}",
            kind=self._trace.SpanKind.CLIENT,
            attributes={**place, "wolkvox.token": event.token},
            start_time=end - int(seconds * 1e9),
        )
        if isinstance(event, events.Quarantined):
            span.set_status(self._trace.StatusCode.ERROR, "the connection was lost")
        span.end(end)
