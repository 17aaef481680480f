"""The workers of `wolkvox export --workers` and `--dask`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wolkvox_async.errors import ConfigurationError

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["executor_of", "worker_options"]

F = TypeVar("F", bound=Callable[..., Any])

_CONNECT_SECONDS = 10.0


def worker_options(function: F) -> F:
    """Add --workers and --dask."""
    workers = click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Deal the operations out to N processes; the windows of one that dies are asked again.",
    )
    dask = click.option(
        "--dask",
        metavar="ADDRESS",
        help="Deal the operations out to a Dask cluster, as tcp://scheduler:8786; its workers need the configuration, "
        "the directory and a Redis as store.",
    )
    return workers(dask(function))


@contextmanager
def executor_of(workers: int | None, dask: str | None) -> "Iterator[tuple[Executor | None, int | None]]":
    """Give the executor that was asked for, and how many tasks it runs at once; None where none was.

    Raises:
        ConfigurationError: Both were asked for, or the cluster cannot be used.
    """
    if workers is not None and dask is not None:
        raise ConfigurationError("--workers and --dask", advice="give one of them")
    if dask is not None:
        with _cluster(dask) as client:
            yield client.get_executor(), sum(client.nthreads().values())
    elif workers is not None and workers > 1:
        from wolkvox_async.export import Workers

        with Workers(workers) as executor:
            yield executor, workers
    else:
        yield None, None


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise ConfigurationError("--dask needs distributed", advice="pip install 'wolkvox-async[dask]'") from None
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ConfigurationError(
            f"no Dask scheduler answers at {address}: {error}", advice="see that it runs: dask scheduler"
        ) from None
    with client:
        if not client.nthreads():
            raise ConfigurationError(f"the Dask cluster at {address} has no workers", advice="dask worker ADDRESS")
        yield client
