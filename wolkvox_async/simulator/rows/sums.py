"""Which report adds up the rows of which: its counts and times are worked out from those very rows.

A table, so that a test can hold each pair against the other: what an event report lists in any window is what the
report that adds it up says of that window.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import field, frozen

from wolkvox_async.simulator.rows.scene import interval_of
from wolkvox_async.simulator.world.population import AUXILIARIES

Row: TypeAlias = Mapping[str, Any]  # what a scene says, by field names of the event report; amounts are integers
Amount: TypeAlias = Callable[[Row], int]


@frozen
class Sum:
    """How one report adds up another. of: the event report; amounts: of each row, by this report's field names.

    by: what groups, where it is no field of the same name: another field, or what follows from the row. only: the rows
    that count.
    """

    of: str
    amounts: Mapping[str, Amount]
    by: Mapping[str, str | Callable[[Row], str]] = field(factory=dict)
    only: Callable[[Row], bool] = lambda _: True


def _one(_: Row) -> int:
    return 1


def _of(name: str) -> Amount:
    """Add up a field; what is missing in a row adds nothing."""

    def amount(row: Row) -> int:
        value = row[name]
        return value if isinstance(value, int) else 0

    return amount


def _where(name: str, *values: str, add: Amount = _one) -> Amount:
    return lambda row: add(row) if row[name] in values else 0


def _within(name: str, low: int, high: int, result: str) -> Amount:
    """Count the rows with a result whose seconds lie in a range."""
    return lambda row: int(row["result"] == result and low <= int(str(row[name])) <= high)


_WAITS = (
    ("{}_0seg_10seg", 0, 10),
    ("{}_11seg_20seg", 11, 20),
    ("{}_21seg_30seg", 21, 30),
    ("{}_31seg_40seg", 31, 40),
    ("{}_41seg_50seg", 41, 50),
    ("{}_greater_than_51seg", 51, 10**6),
)


def _waits(word: str, seconds: str, result: str) -> dict[str, Amount]:
    counts = {name.format(word): _within(seconds, low, high, result) for name, low, high in _WAITS}
    return {f"{word}_calls": _where("result", result)} | counts


def _interval(row: Row) -> str:
    seconds = row["time_seg"]
    return interval_of(seconds if isinstance(seconds, int) else 0)


def _clicks(*sources: str, served: bool) -> Amount:
    """Count the chats that began at one of these, and that an agent served, or else a chatbot."""
    return lambda row: int(row["source_type"] in sources and bool(row["agent_id"]) == served)


_CHAT = {"interactions": _one, "close_time": _of("chat_duration")}

SUMS: Mapping[str, Sum] = {
    "reports.act_1": Sum("reports.act_3", {"count": _one}),
    "reports.act_2": Sum("reports.act_3", {"count": _one}),
    "reports.act_4": Sum("reports.act_3", {"uncode_calls": _one}, only=lambda row: row["cod_act"] == "TIMEOUTACW"),
    "reports.act_5": Sum("reports.act_3", {"count": _one}),
    "reports.agent_3": Sum(
        "reports.agent_2",
        {"time": _of("time")},
        by={"aux_state": "agent_status"},
        only=lambda row: row["agent_status"] in AUXILIARIES,
    ),
    "reports.agent_9": Sum(
        "reports.agent_10",
        {
            "count": _one,
            "hold_time": _where("type_action", "hold", add=_of("time")),
            "mute_time": _where("type_action", "mute", add=_of("time")),
            "total_time": _of("time"),
        },
    ),
    "reports.agent_12": Sum(
        "reports.agent_13",
        {
            "transfer_calls": _where("type_interaction", "transfer"),
            "conference_calls": _where("type_interaction", "conference"),
            "total_time": _of("time"),
        },
    ),
    "reports.agent_16": Sum(
        "reports.agent_15",
        {"calls": _one}
        | {
            name: _of(name)
            for name in ("time_preview", "ready", "talk", "not_ready_acw", "auxiliary_times", "ring", "total_duration")
        },
    ),
    "reports.campaign_6": Sum("reports.campaign_7", {"total_amd": _one}, only=lambda row: row["result"] == "machine"),
    "reports.cdr_2": Sum("reports.cdr_1", {"calls": _one, "cost": _of("cost")}),
    "reports.cdr_4": Sum(
        "reports.cdr_1",
        {"calls": _one, "minutes": _of("time_min"), "cost": _of("cost")},
        by={"interval": _interval},
    ),
    "reports.cdr_6": Sum("reports.cdr_5", {"count": _one}),
    "reports.cdr_8": Sum(
        "reports.cdr_7",
        {"nlp_amount": _one} | {name: _of(name) for name in ("chars_send", "chars_answer", "total_chars")},
    ),
    "reports.chat_3": Sum("reports.chat_1", {"interactions": _one, "closing_time": _of("chat_duration")}),
    "reports.chat_5": Sum("reports.chat_1", _CHAT),
    "reports.chat_6": Sum("reports.chat_1", _CHAT),
    "reports.chat_7": Sum("reports.chat_1", {"interactions": _one}),
    "reports.chat_13": Sum("reports.chat_1", {"interaction": _one}),
    "reports.chat_15": Sum(
        "reports.chat_14",
        {
            f"{name}_{who}": _clicks(*sources, served=served)
            for name, sources in (("ad", ("ad",)), ("post", ("post",)), ("total", ("ad", "post")))
            for who, served in (("chatbot", False), ("agents", True))
        },
    ),
    "reports.chat_16": Sum(
        "reports.chat_1", {"total_chats": _one, "time": _of("chat_duration"), "tmo": _of("chat_duration")}
    ),
    "reports.diagram_1_1": Sum("reports.diagram_1", {"calls": _one}),
    "reports.diagram_1_2": Sum("reports.diagram_1", {"calls": _one}),
    "reports.diagram_1_3": Sum("reports.diagram_1", {"calls": _one, "time": _of("time")}),
    "reports.diagram_10": Sum(
        "reports.diagram_8", {"total": _one}, by={"tts_text": "recognized_text", "characters": "credits"}
    ),
    "reports.diagram_14": Sum("reports.diagram_11", {"count": _one}),
    "reports.skill_8": Sum(
        "reports.skill_10", _waits("answer", "answer_time", "ANSWER"), only=lambda row: row["result"] == "ANSWER"
    ),
    "reports.skill_9": Sum(
        "reports.skill_2", _waits("abandon", "abandon_time", "ABANDON"), only=lambda row: row["result"] == "ABANDON"
    ),
    "reports.quality_1": Sum("reports.quality_2", {"evaluations": _one}),
    "reports.quality_4": Sum("reports.quality_3", {"yes": _where("yes_no", "yes"), "no": _where("yes_no", "no")}),
}


def grouped_by(full_name: str, groups: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """Return the fields of an event report that others group its rows by, which are never missing in a row.

    groups: the fields that a report groups by, by its name.
    """
    found = [(each, name) for name, each in SUMS.items() if each.of == full_name]
    named = (each.by.get(field, field) for each, name in found for field in groups(name))
    return frozenset(each for each in named if isinstance(each, str))
