"""What the metadata of a table say of it, in Arrow schemas and in Parquet files alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from wolkvox_async import __version__
from wolkvox_async.core.windows import Window

__all__ = ["facts_of"]


def facts_of(
    *,
    endpoint: str,
    window: Window,
    zone: str,
    operation: str | None = None,
    operations: Sequence[str] | None = None,
    parameters: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return what is known of the rows of a table, as JSON has it; what is None is left out.

    Args:
        endpoint: The endpoint's name.
        window: The window of the rows, in the wall clock of the operation.
        zone: Name of the zone in which moments are written.
        operation: The operation's name, where there is one.
        operations: Their names, where there are several.
        parameters: What the report was asked with, as text.
        **more: Whatever else is known.
    """
    facts = {
        "operation": operation,
        "operations": None if operations is None else list(operations),
        "endpoint": endpoint,
        "parameters": None if parameters is None else dict(parameters),
        "window": {"start": window.start.isoformat(), "end": window.end.isoformat()},
        "zone": zone,
        **more,
        "version": __version__,
    }
    return {name: value for name, value in facts.items() if value is not None}
