"""Following every campaign: which ones there are is asked once a day, and a question without an answer again."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.support.exporting import fleet_at
from tests.support.following import SINCE, changing_world
from wolkvox_async.errors import Refused
from wolkvox_async.simulator import Faults

pytestmark = pytest.mark.looptime
API = "campaigns"
NEW = {"type_campaign": "predictive", "campaign_name": "new", "skill_id": "4012"}


async def follow(simulator, to, hours, create=()):
    """Follow all campaigns; return what was yielded, with the hour of the run. create: hours at which one is made."""
    found, began = [], asyncio.get_running_loop().time()

    def hour():
        return (asyncio.get_running_loop().time() - began) / 3_600

    async def creating(fleet):
        for each in create:
            await asyncio.sleep((each - hour()) * 3_600)
            await fleet["sales-co"].campaign.create_campaign(**NEW)

    async with fleet_at(simulator) as fleet:
        making = asyncio.create_task(creating(fleet))
        with suppress(TimeoutError):
            async with asyncio.timeout(hours * 3_600.0):
                names, asked = ["campaign.detail"], {"campaign_id": "all"}
                often = {"every": timedelta(hours=1), "reread": timedelta(days=1)}
                async for change in fleet.follow(names, to=to, since=SINCE, **often, **asked):
                    found.append((hour(), change.parameters["campaign_id"]))  # noqa: PERF401 - broken off
        await making
    return found


def asked_for(simulator):
    return sum(each.api == API for each in simulator.ledger.requests)


async def test_a_campaign_that_was_made_is_followed_from_the_next_day_on(tmp_path):
    async with changing_world(every=3_600.0) as simulator:
        found = await follow(simulator, tmp_path, 20, create=[2])
        assert asked_for(simulator) == 2  # at six, and when it is midnight in UTC
        assert {campaign for at, campaign in found if at < 12.9} == {"32841"}
        assert len({campaign for at, campaign in found if at > 12.9}) == 2


async def test_campaigns_that_are_not_known_are_asked_for_again_and_those_of_the_day_before_are_followed(
    tmp_path, caplog
):
    faults = Faults(script=(None, "error-filled", "error-filled"), apis=(API,))
    async with changing_world(every=3_600.0, faults=faults) as simulator:
        with caplog.at_level(logging.WARNING, "wolkvox_async.follow"):
            found = await follow(simulator, tmp_path, 20.4, create=[2])  # the last round has time to end
        assert asked_for(simulator) == 4
        assert caplog.text.count("sales-co waits for the next round") == 2
        assert {round(at) for at, campaign in found if campaign == "32841"} == set(range(21))  # the day before's
        assert {round(at) for at, campaign in found if campaign != "32841"} == set(range(15, 21))


async def test_no_campaigns_at_first_end_the_first_round(tmp_path):
    faults = Faults(script=("error-filled",), apis=(API,))
    async with changing_world(every=3_600.0, faults=faults) as simulator:
        with pytest.raises(Refused):
            await follow(simulator, tmp_path, 1)
