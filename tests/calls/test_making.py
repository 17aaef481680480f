"""What is made of a body while it comes: all of it or nothing, within a budget of bytes, after the last byte."""

import asyncio
import gzip
import json
import random
import zlib

import orjson
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from tests.support.raw_server import raw_server, reply, writing
from wolkvox_async.calls.making import PIECE, Making
from wolkvox_async.calls.receiving import Answered
from wolkvox_async.calls.spool import MemoryBudget
from wolkvox_async.calls.transport import Transport
from wolkvox_async.core.call import Request
from wolkvox_async.core.reply import Lost

CHANCE = random.Random(1)
ROWS = [{"number": number, "text": CHANCE.randbytes(480).hex() + "é"} for number in range(3 * PIECE // 1_000)]
AROUND = {"code": "200", "error": None, "msg": f"{len(ROWS)} records were found"}
BODY = json.dumps({**AROUND, "data": ROWS}, ensure_ascii=False).encode()


BROKEN_OFF = reply(BODY[:-10], length=len(BODY))


async def closing(writer):
    writer.close()


@frozen
class Numbers:
    """The numbers of some rows."""

    numbers: list[int]

    def __len__(self):
        return len(self.numbers)

    @property
    def nbytes(self):
        return 8 * len(self)


class Maker:
    """Makes numbers of rows; it leaves every third piece to a parser."""

    def __init__(self):
        self.pieces = 0

    def read(self, piece):
        self.pieces += 1
        try:
            return None if self.pieces % 3 == 0 else self.of(orjson.loads(piece))
        except orjson.JSONDecodeError:
            return None

    def of(self, elements):
        return Numbers([each["number"] for each in elements])


def made_of(body, budget, step=PIECE // 3, make=Maker):
    making = Making.begin("data", make, budget)
    for at in range(0, len(body), step):
        making.feed(body[at : at + step])
    return making, making.end()


def numbers_of(making):
    return [number for made in making.take() for number in made.numbers]


class TestMaking:
    def test_gives_what_was_made_and_what_the_body_holds(self):
        budget = MemoryBudget(10 * PIECE)
        making, outline = made_of(BODY, budget)
        assert making.whole
        assert (outline.least, outline.most, outline.envelope) == (len(ROWS), len(ROWS), AROUND)
        assert making.document == AROUND
        assert budget.left == 10 * PIECE - 8 * len(ROWS)
        assert numbers_of(making) == [*range(len(ROWS))]
        assert budget.left == 10 * PIECE
        assert not making.whole
        assert numbers_of(making) == []

    def test_holds_its_bytes_until_it_is_closed(self):
        budget = MemoryBudget(10 * PIECE)
        making, _ = made_of(BODY, budget)
        making.close()
        making.close()
        assert budget.left == 10 * PIECE
        assert not making.whole

    def test_does_not_begin_where_the_budget_is_spent(self):
        budget = MemoryBudget(PIECE)
        assert Making.begin("data", Maker, budget) is None
        assert budget.left == PIECE

    def test_counts_only_where_what_is_made_is_more_than_the_budget_has(self):
        budget = MemoryBudget(2 * PIECE + 8 * len(ROWS) // 2)
        making, outline = made_of(BODY, budget)
        assert not making.whole
        assert (outline.least, outline.most, outline.envelope) == (len(ROWS), len(ROWS), AROUND)
        assert budget.left == 2 * PIECE + 8 * len(ROWS) // 2

    @pytest.mark.parametrize(
        "body",
        [
            BODY[:-1],
            BODY[: len(BODY) // 2],
            BODY.replace(b'"number"', b'"other"'),  # the maker cannot have it
            BODY + b"x",
            b'{"code": "200", "data": null}',
            b'{"code": "200"}',
            b"",
        ],
    )
    def test_is_nothing_where_the_body_is_not_as_expected(self, body):
        budget = MemoryBudget(10 * PIECE)
        making, outline = made_of(body, budget)
        assert outline is None
        assert not making.whole
        assert numbers_of(making) == []
        assert budget.left == 10 * PIECE

    @given(st.lists(st.integers(), max_size=30), st.integers(1, 40), st.booleans())
    def test_has_all_rows_however_a_body_is_cut(self, numbers, step, bare):
        rows = [{"number": number % 2**60} for number in numbers]
        making, outline = made_of(json.dumps(rows if bare else {"data": rows}).encode(), MemoryBudget(3 * PIECE), step)
        assert numbers_of(making) == [row["number"] for row in rows]
        assert outline.least == outline.most == len(rows)


async def sent(*parts, make=Maker, wanted=lambda: True, budget=None, then=None):
    """Return what became of a call, and the numbers that were made."""
    async with raw_server(writing(*parts, then=then)) as server, Transport(made_budget=budget) as transport:
        outcome = await transport.send(Request("GET", server.address, {}, None), wanted=wanted, make=make)
        kept = None
        if isinstance(outcome, Answered):
            kept = None if outcome.made is None else numbers_of(outcome.made)
            if outcome.stored:
                assert zlib.crc32(b"".join(outcome.body.chunks())) == zlib.crc32(BODY)
            outcome.close()
        return outcome, kept


class TestTransport:
    async def test_makes_it_of_a_large_body_while_it_comes(self):
        outcome, numbers = await sent(reply(BODY))
        assert numbers == [*range(len(ROWS))]
        assert outcome.outlined
        assert (outcome.seen.least, outcome.seen.most, outcome.seen.size) == (len(ROWS), len(ROWS), len(BODY))
        assert outcome.seen.closed

    async def test_makes_it_of_a_compressed_body(self):
        _, numbers = await sent(reply(gzip.compress(BODY, 1), "Content-Encoding: gzip"))
        assert numbers == [*range(len(ROWS))]

    async def test_makes_nothing_of_what_is_not_wanted_any_more(self):
        outcome, numbers = await sent(reply(BODY), wanted=lambda: False)
        assert (numbers, outcome.stored, outcome.body.size) == (None, False, 0)

    async def test_stores_the_body_alone_where_the_budget_is_spent(self):
        outcome, numbers = await sent(reply(BODY), budget=MemoryBudget(0))
        assert numbers is None
        assert outcome.stored
        assert outcome.outlined

    async def test_gives_the_memory_back_where_the_body_breaks_off(self):
        budget = MemoryBudget(10 * PIECE)
        outcome, _ = await sent(BROKEN_OFF, budget=budget, then=closing)
        assert isinstance(outcome, Lost)
        assert budget.left == 10 * PIECE

    async def test_gives_the_memory_back_where_the_call_is_cancelled(self):
        budget = MemoryBudget(10 * PIECE)
        begun = asyncio.Event()

        def make():
            loop.call_soon_threadsafe(begun.set)
            return Maker()

        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(sent(BROKEN_OFF, make=make, budget=budget))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert budget.left == 10 * PIECE
