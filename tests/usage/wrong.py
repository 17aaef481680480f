"""Uses that type checkers refuse, one a line: the mark is what mypy and what pyright call it."""

# ruff: noqa: B018, F401 - an expression that is looked at and left, and names that are not there

from datetime import date, time

from wolkvox_async import Fleet, Operation, PartialFailure, Unreachable, WaitTooLong, Wolkvox
from wolkvox_async import Wolkvoxx as Misspelt  # E: attr-defined, reportAttributeAccessIssue
from wolkvox_async.export import exprot as misspelt  # E: attr-defined, reportAttributeAccessIssue

FIRST, LAST = date(2025, 1, 1), date(2025, 2, 1)


async def arguments(wolkvox: Wolkvox) -> None:
    wolkvox.reports.cdr_1(start=FIRST)  # E: call-arg, reportCallIssue
    wolkvox.reports.cdr_1(FIRST, LAST)  # E: call-arg, reportCallIssue
    wolkvox.reports.cdr_1(start="2025-01-01", end=LAST)  # E: arg-type, reportArgumentType
    wolkvox.reports.cdr_1(start=time(8), end=LAST)  # E: arg-type, reportArgumentType
    wolkvox.reports.cdr_1(start=FIRST, end=LAST, agent="7")  # E: call-arg, reportCallIssue
    wolkvox.reports.campaign_4(start=FIRST, end=LAST)  # E: call-arg, reportCallIssue
    wolkvox.reports.campaign_4(campaign_id=7, start=FIRST, end=LAST)  # E: arg-type, reportArgumentType
    wolkvox.reports.cdr_999(start=FIRST, end=LAST)  # E: attr-defined, reportAttributeAccessIssue
    await wolkvox.campaign.find_record(phone="573001112233")  # E: call-arg, reportCallIssue
    await wolkvox.campaign.create_campaign(type_campaign="preview", skill_id="7")  # E: call-arg, reportCallIssue
    await wolkvox.quota(refresh="yes")  # E: arg-type, reportArgumentType
    await wolkvox.call("GET", "information.php")  # E: call-arg, reportCallIssue
    wolkvox.with_options(lane="slow")  # E: arg-type, reportArgumentType
    Wolkvox(wolkvox.operation, max_wiat=60)  # E: call-arg, reportCallIssue
    Wolkvox.from_env(max_wiat=60)  # E: call-arg, reportCallIssue
    Fleet.from_toml("wolkvox.toml", max_wiat=60)  # E: call-arg, reportCallIssue
    Fleet.from_env(strict="yes")  # E: arg-type, reportArgumentType


async def enumerations(wolkvox: Wolkvox) -> None:
    kind = wolkvox.campaign.detail
    kind(type_campaign="both", campaign_id="7", start=FIRST, end=LAST)  # E: arg-type, reportArgumentType
    kind(type_campaign="preview", campaign_id="7", start=FIRST, end=LAST, detail="")  # E: arg-type, reportArgumentType


async def groups(wolkvox: Wolkvox) -> None:
    await wolkvox.agentbox.dial(agent_id="12001")  # E: call-arg, reportCallIssue
    await wolkvox.billing.ivr_minutes(start=FIRST)  # E: call-arg, reportCallIssue
    await wolkvox.campaign.add_dnc(records="573001112233")  # E: arg-type, reportArgumentType
    await wolkvox.campaign.start(type_campaign="chat", campaign_id="7")  # E: arg-type, reportArgumentType
    await wolkvox.configuration.create_agent(agent_dni=1, agent_name="Ana")  # E: arg-type, reportArgumentType
    await wolkvox.configuration.edit_licenses(call_center="20")  # E: arg-type, reportArgumentType
    await wolkvox.customer.cdr_calls(start=FIRST, end=None)  # E: arg-type, reportArgumentType
    await wolkvox.gamification.agents_kpi(FIRST, LAST)  # E: call-arg, reportCallIssue
    await wolkvox.information.get_dnc(type="both")  # E: arg-type, reportArgumentType
    await wolkvox.listenvox.analyse(agent_id="1", data=b"", type_call="inbound")  # E: arg-type, reportArgumentType
    (await wolkvox.quality.quality_matrix()).percent  # E: attr-defined, reportAttributeAccessIssue
    await wolkvox.real_time.skills(services_time=45)  # E: call-arg, reportCallIssue
    (await wolkvox.real_time.latency()).ploss  # E: attr-defined, reportAttributeAccessIssue
    wolkvox.reports.agent_8(start=FIRST, end=LAST, by="day")  # E: call-arg, reportCallIssue
    wolkvox.reports.agent_5(start=FIRST, end=LAST, by="hour")  # E: arg-type, reportArgumentType
    await wolkvox.sms.send_sms(telephone="573001112233")  # E: call-arg, reportCallIssue
    await wolkvox.speech_analytics.speech_calls(start=FIRST)  # E: call-arg, reportCallIssue
    await wolkvox.storage.file_details(file_name=["a.pdf"])  # E: arg-type, reportArgumentType
    await wolkvox.whatsapp.list_templates(connector=4)  # E: call-arg, reportCallIssue
    await wolkvox.telegram.send()  # E: attr-defined, reportAttributeAccessIssue


async def results(wolkvox: Wolkvox) -> None:
    wolkvox.information.token_info()  # E: unused-coroutine, reportUnusedCoroutine
    len(wolkvox.reports.cdr_1(start=FIRST, end=LAST))  # E: arg-type, reportArgumentType
    report = wolkvox.reports.cdr_1(start=FIRST, end=LAST)
    report[0]  # E: index, reportIndexIssue
    report.plan().windows[0].begin  # E: attr-defined, reportAttributeAccessIssue
    for _ in report:  # E: attr-defined, reportGeneralTypeIssues
        pass
    (await report)[0].agent  # E: attr-defined, reportAttributeAccessIssue
    (await report)[0].time_seg + 1  # E: operator, reportOptionalOperand


async def made() -> None:
    Operation(name="sales-co", server="0099", licences=20, tz="UTC")  # E: call-arg, reportCallIssue
    Wolkvox("sales-co")  # E: arg-type, reportArgumentType
    Fleet.from_toml("wolkvox.toml")["sales-co"].exports  # E: attr-defined, reportAttributeAccessIssue
    Unreachable("no answer", snet=False)  # E: call-arg, reportCallIssue
    WaitTooLong("a wait", max_wait="long")  # E: arg-type, reportArgumentType
    PartialFailure("some failed")  # E: call-arg, reportCallIssue
