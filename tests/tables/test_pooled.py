"""Columns come from one allocator, whichever pyarrow was built with."""

import pyarrow as pa
import pytest

from wolkvox_async.tables import pooled


@pytest.mark.parametrize("built", [True, False])
def test_the_allocator_is_one_that_pyarrow_has(monkeypatch, built):
    def refuse():
        raise NotImplementedError("this Arrow was built without jemalloc")

    if not built:
        monkeypatch.setattr(pa, "jemalloc_memory_pool", refuse)
    found = pooled._pool().backend_name
    assert found == ("jemalloc" if built and "jemalloc" in pa.supported_memory_backends() else "system")
