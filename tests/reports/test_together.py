"""Rows of windows are put together without holding up the loop, however many they are."""

import asyncio
import threading
from datetime import date

import pytest

from tests.support.answering import answering, found
from wolkvox_async.reports import together

COUNT = 2_000


def server(names):
    return lambda _seen: found(*({"result": name, "records": "2"} for name in names))


def report_of(wolkvox):
    return wolkvox.reports.campaign_4(campaign_id="1", start=date(2025, 1, 1), end=date(2025, 3, 1))


async def beat(turned):
    while True:
        turned.set()
        await asyncio.sleep(0.001)


@pytest.mark.parametrize("step", ["merged", "without_grand_total"])
async def test_the_loop_goes_on_while_many_rows_are_put_together(monkeypatch, step):
    turned, seen, original = threading.Event(), [], getattr(together, step)

    def after_a_turn(*given):
        turned.clear()
        seen.append(turned.wait(30))
        return original(*given)

    monkeypatch.setattr(together, step, after_a_turn)
    async with answering(server([*map(str, range(COUNT)), "total"])) as (wolkvox, asked, _):
        beating = asyncio.ensure_future(beat(turned))
        rows = await report_of(wolkvox)
        beating.cancel()
    assert len(asked) > 1
    assert {row.records for row in rows} == {2 * len(asked)}
    assert [row.result for row in rows] == [*map(str, range(COUNT)), "total"]
    assert seen
    assert all(seen)


async def test_few_rows_are_put_together_at_once(monkeypatch):
    async def never(*_):
        raise AssertionError("a thread for a few rows")

    monkeypatch.setattr(together, "to_its_end", never)
    async with answering(server("ab")) as (wolkvox, asked, _):
        assert [row.records for row in await report_of(wolkvox)] == [2 * len(asked)] * 2
