"""Arrow's functions, with one allocator for what they return: jemalloc where pyarrow has it, else the system's.

Columns are made by one thread and let go of by another, and live longer than what is needed to make them. Of such
memory pyarrow's own allocator keeps 15 to 25 MB more in an export, and the system's 8 to 25.

This module imports pyarrow, so it is imported on use.
"""

from functools import lru_cache, partial
from inspect import signature
from typing import Any

import pyarrow as pa
from pyarrow import compute

__all__ = ["POOL", "cast", "nulls", "pc"]


def _pool() -> Any:
    try:
        return pa.jemalloc_memory_pool()
    except NotImplementedError:  # Windows
        return pa.system_memory_pool()


POOL = _pool()
_MOST = 16  # arrays that are kept


class _Functions:
    """The functions of pyarrow.compute, which it makes on import, so that type checkers do not know them."""

    def __getattr__(self, name: str) -> Any:
        function = getattr(compute, name)
        if "memory_pool" in signature(function).parameters:
            function = partial(function, memory_pool=POOL)
        setattr(self, name, function)
        return function


pc: Any = _Functions()


def cast(values: Any, kind: Any) -> Any:
    """Return an array as one of another type."""
    return values.cast(kind, memory_pool=POOL)


@lru_cache(_MOST)
def nulls(count: int, kind: Any) -> Any:
    """Return an array of so many missing values; columns without any value share one."""
    return pa.nulls(count, kind, POOL)
