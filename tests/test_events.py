"""Events reach the listener of a client, and one that fails breaks nothing."""

from wolkvox_async.events import Paused, Sink


async def test_a_listener_that_fails_breaks_no_call(serve, caplog):
    def fail(event):
        raise ValueError("full")

    async with serve(client={"listener": fail}) as (_, wolkvox):
        assert await wolkvox.information.skills()
        assert (await wolkvox.quota()).busy == 0
    records = [record for record in caplog.records if record.exc_info]
    assert "the listener failed on Admitted" in {record.getMessage() for record in records}
    assert all(isinstance(record.exc_info[1], ValueError) for record in records)


def test_a_sink_hands_events_on():
    heard = []
    event = Paused(operation="one", seconds=1.0)
    Sink(heard.append)(event)
    assert heard == [event]
