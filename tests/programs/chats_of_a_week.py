"""Chats with their messages, as services are written: httpx, days side by side, joined by conn_id."""

# ruff: noqa: T201

import asyncio
import json
from collections import Counter
from datetime import date, timedelta

import httpx

BASE_URL = "https://wv0099.wolkvox.com/api/v2"
TOKEN = "token-alpha"
DAYS = [date(2026, 2, 2) + timedelta(days=n) for n in range(5)]


async def fetch(client, slots, api, day):
    params = {"api": api, "date_ini": f"{day:%Y%m%d}000000", "date_end": f"{day:%Y%m%d}235959"}
    async with slots:
        response = await client.get("/reports_manager.php", params=params)
    if response.status_code == httpx.codes.NOT_FOUND:
        return []
    response.raise_for_status()
    return response.json()["data"]


async def main():
    slots = asyncio.Semaphore(2)
    async with httpx.AsyncClient(base_url=BASE_URL, headers={"wolkvox-token": TOKEN}, timeout=60) as client:
        chats, talks = [
            [row for rows in await asyncio.gather(*(fetch(client, slots, api, day) for day in DAYS)) for row in rows]
            for api in ("chat_1", "chat_2")
        ]
    messages = {row["conn_id"]: row["conversation"] for row in talks}
    answers = Counter()
    for chat in chats:
        answers[chat["agent_id"]] += int(chat["agent_answers"] or 0) if chat["agent_answers"] not in ("-", "--") else 0
    joined = [chat for chat in chats if messages.get(chat["conn_id"])]
    channels = sorted({chat["channel"] for chat in chats})
    print(
        json.dumps({"chats": len(chats), "joined": len(joined), "answers": sum(answers.values()), "channels": channels})
    )


asyncio.run(main())
