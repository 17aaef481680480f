"""Counts of the gateway in OpenMetrics, for whatever scrapes them."""

from collections.abc import Callable, Iterable, Mapping

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.gateway.asked import OTHER
from wolkvox_async.gateway.refusals import KINDS
from wolkvox_async.scheduler import Usage

__all__ = ["Metrics"]

_SECONDS = (0.005, 0.02, 0.1, 0.3, 1, 3, 10, 30, 60, 120)


class Metrics:
    """Counters and durations.

    Args:
        operations: Names of the operations that are served; the errors of each are counted from 0 on.

    Raises:
        ConfigurationError: prometheus-client is not installed.
    """

    def __init__(self, operations: Iterable[str]) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415 - an extra
            from prometheus_client.openmetrics import exposition  # noqa: PLC0415
        except ImportError:
            raise ConfigurationError(
                "the gateway needs prometheus-client", advice="pip install 'wolkvox-async[gateway]'"
            ) from None
        self._write: Callable[[CollectorRegistry], bytes] = exposition.generate_latest
        self.content_type: str = exposition.CONTENT_TYPE_LATEST
        self._registry = CollectorRegistry()
        where = ("operation", "endpoint")

        def counter(name: str, text: str, labels: tuple[str, ...]) -> Counter:
            return Counter(name, text, labels, registry=self._registry)

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(name, text, ("operation",), registry=self._registry)

        self.requests = counter("wolkvox_gateway_requests", "Requests of programs, by status.", (*where, "status"))
        self.calls = counter("wolkvox_gateway_calls", "Calls of the vendor's API that were booked.", where)
        self.shared = counter("wolkvox_gateway_shared", "Requests that another one's call answered.", where)
        self.errors = counter("wolkvox_gateway_errors", "Requests refused by the gateway, by class.", (*where, "error"))
        for operation in operations:
            for kind in KINDS:
                self.errors.labels(operation, OTHER, kind)
        self.waits = Histogram(
            "wolkvox_gateway_wait_seconds",
            "Seconds that calls waited for a permit.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.seconds = Histogram(
            "wolkvox_gateway_request_seconds",
            "Seconds from a request to the last byte of its reply.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._used = gauge("wolkvox_quota_used", "Calls booked today, by all programs that share the store.")
        self._quota = gauge("wolkvox_quota", "Calls that the day has.")
        self._permits = gauge("wolkvox_permits", "Calls that may be under way at once.")
        self._busy = gauge("wolkvox_permits_busy", "Permits that are taken now.")

    def text(self, usages: Mapping[str, Usage]) -> bytes:
        """Return all of it, with the counts of the store as they are now, by operation."""
        for name, usage in usages.items():
            self._used.labels(name).set(usage.used)
            self._quota.labels(name).set(usage.quota)
            self._permits.labels(name).set(usage.permits)
            self._busy.labels(name).set(usage.busy)
        written: bytes = self._write(self._registry)
        return written
