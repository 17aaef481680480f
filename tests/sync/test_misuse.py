"""A client used in the form of the other kind raises an error that names the right form."""

from datetime import date

import pytest

from wolkvox_async import ConfigurationError, Fleet, MemoryStore, Operation, Wolkvox, sync

OPERATION = Operation(name="a", server="0099", tokens=["token-alpha"], licences=1, tz="UTC")
DAY = {"start": date(2025, 1, 1), "end": date(2025, 1, 2)}


@pytest.mark.parametrize(
    ("client", "right"),
    [
        (Wolkvox(OPERATION, store=MemoryStore()), "async with Wolkvox(operation) as wolkvox"),
        (Fleet([OPERATION], store=MemoryStore()), "async with Fleet(operations) as fleet"),
    ],
    ids=["Wolkvox", "Fleet"],
)
def test_with_on_an_asynchronous_client_names_async_with_and_the_synchronous_client(client, right):
    with pytest.raises(ConfigurationError) as caught, client:
        pass
    assert right in str(caught.value)
    assert f"from wolkvox_async.sync import {type(client).__name__}" in str(caught.value)


def synchronous():
    return sync.Wolkvox(OPERATION, store=MemoryStore()), sync.Fleet([OPERATION], store=MemoryStore())


@pytest.mark.parametrize("client", synchronous(), ids=["Wolkvox", "Fleet"])
async def test_async_with_on_a_synchronous_client_names_with_and_the_asynchronous_client(client):
    name = type(client).__name__
    with pytest.raises(ConfigurationError) as caught:
        async with client:
            pass
    assert f"write with {name}(…)" in str(caught.value)
    assert f"from wolkvox_async import {name}" in str(caught.value)


@pytest.mark.parametrize("name", ["report", "paged"])
async def test_await_and_async_for_on_what_has_rows_name_rows_and_for(name):
    client, _ = synchronous()
    rows = client.reports.cdr_1(**DAY) if name == "report" else client.storage.list_files()
    with pytest.raises(ConfigurationError, match=f"`{name}.rows\\(\\)` gives a list, `for row in {name}`"):
        await rows
    with pytest.raises(ConfigurationError, match=f"a synchronous {name} is read without `async`"):
        async for _ in rows:
            pass
