"""Uses of the whole surface that type checkers accept; `assert_type` says what they take each result for."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, assert_type

from wolkvox_async import Batch, Envelope, Fleet, MemoryStore, Operation, Plan, Report, UploadResult, Usage, Wolkvox
from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.endpoints.agentbox import StartedCall
from wolkvox_async.endpoints.billing import BillingItem
from wolkvox_async.endpoints.campaign import (
    CampaignDetail,
    CreatedCampaign,
    DncNumber,
    FoundRecord,
    PredictiveLead,
    PreviewLead,
)
from wolkvox_async.endpoints.configuration import CreatedAgent, UploadedAudio
from wolkvox_async.endpoints.customer import SkillInteraction
from wolkvox_async.endpoints.gamification import AgentKpi
from wolkvox_async.endpoints.information import AuditedAction, DncEntry, TokenUsage
from wolkvox_async.endpoints.listenvox import SubmittedAnalysis
from wolkvox_async.endpoints.quality import QualityAttribute
from wolkvox_async.endpoints.real_time import AgentNow, Latency
from wolkvox_async.endpoints.reports.agents import AgentHours
from wolkvox_async.endpoints.reports.campaigns import CampaignResult
from wolkvox_async.endpoints.reports.cdr import CallDetail
from wolkvox_async.endpoints.reports.skills import StaffingHour
from wolkvox_async.endpoints.speech_analytics import AnalysedCall
from wolkvox_async.endpoints.storage import DeletedFiles, FileDetails, StorageItem, UploadedFiles
from wolkvox_async.endpoints.whatsapp import Conversation, MessageTemplate

OPERATION = Operation(name="sales-co", server="0099", tokens=["token-alpha"], licences=20, tz="America/Bogota")
FIRST, LAST = date(2025, 1, 1), datetime(2025, 2, 1, 12)


async def client() -> None:
    async with Wolkvox(OPERATION, store=MemoryStore(), max_wait=60, strict=True) as wolkvox:
        assert_type(wolkvox, Wolkvox)
        assert_type(await wolkvox.quota(refresh=True), Usage)
        assert_type(wolkvox.with_options(lane="bulk"), Wolkvox)
        answer = await wolkvox.call("GET", "reports_manager.php", "cdr_1", date_ini="20250101000000", date_end="…")
        assert_type(answer, Envelope)
        assert_type(answer.rows, list[Any])


async def reports(wolkvox: Wolkvox) -> None:
    report = wolkvox.reports.cdr_1(start=FIRST, end=LAST)
    assert_type(report, Report[CallDetail])
    assert_type(report.plan(), Plan)
    assert_type(await report, list[CallDetail])
    async for call in report:
        assert_type(call.agent_name, str | None)
        assert_type(call.date, datetime | None)
        assert_type(call.time_seg, int | None)
        assert_type(call.cost, float | None)
        assert_type(call.extra, dict[str, object])
    async for window in report.windows():
        assert_type(window.start, datetime)
        assert_type(window.rows, list[CallDetail])
        assert_type(window.provisional, bool)
    results = await wolkvox.reports.campaign_4(campaign_id="all", start=FIRST, end=LAST)
    assert_type(results, list[CampaignResult])
    assert_type(results[0].percent, float | None)
    assert_type(wolkvox.report("reports.cdr_1", start=FIRST, end=LAST), Report[Any])


async def campaign(wolkvox: Wolkvox) -> None:
    detail = wolkvox.campaign.detail(type_campaign="preview", campaign_id="32841", start=FIRST, end=LAST, detail="all")
    assert_type(await detail, list[CampaignDetail])
    assert_type(await wolkvox.campaign.find_record(customer_phone="573001112233"), list[FoundRecord])
    created = await wolkvox.campaign.create_campaign(
        type_campaign="predictive", campaign_name="Cobranza", skill_id="7", start_time=time(8), amd="COL", opt1="plan"
    )
    assert_type(created, CreatedCampaign)


async def uploads(wolkvox: Wolkvox) -> None:
    async def leads() -> AsyncIterator[PredictiveLead]:
        yield PredictiveLead(customer_name="Ana", tel1="573001112233", recall_date=datetime(2025, 1, 1, 9))

    upload = await wolkvox.campaign.add_records(campaign_id="32841", type_campaign="predictive", records=leads())
    assert_type(upload, UploadResult)
    assert_type(upload.accepted, int)
    await wolkvox.campaign.add_records(
        campaign_id="32842", type_campaign="preview", records=[{"tel1": 573001112233}], invalid="skip"
    )
    await wolkvox.campaign.add_record(campaign_id="32842", type_campaign="preview", record=PreviewLead(tel1="1"))
    await wolkvox.campaign.add_dnc(records=[DncNumber("573001112233", 90)])
    assert_type(await wolkvox.configuration.upload_audio(files=[Path("hola.wav")]), list[UploadedAudio])


async def information(wolkvox: Wolkvox) -> None:
    for usage in await wolkvox.information.token_info():
        assert_type(usage, TokenUsage)
        assert_type(usage.token_limit, int | None)
    assert_type(await wolkvox.information.get_dnc(type="all"), list[DncEntry])
    assert_type(wolkvox.information.audit_log(start=FIRST, end=LAST), Report[AuditedAction])


async def hours(wolkvox: Wolkvox) -> None:
    """Rows that name an hour and no date can be asked day by day, and then have one."""
    for hour in await wolkvox.reports.agent_5(start=FIRST, end=LAST, by="day"):
        assert_type(hour, AgentHours)
        assert_type(hour.day, date | None)
    for skill in await wolkvox.reports.skill_5(skill_id="all", start=FIRST, end=LAST):
        assert_type(skill, StaffingHour)


async def monitoring(wolkvox: Wolkvox) -> None:
    for agent in await wolkvox.real_time.agents():
        assert_type(agent, AgentNow)
    for queue in await wolkvox.real_time.skills(skill_id="all", services_time=45):
        assert_type(queue.service_levels, dict[int, float | None])
    assert_type(await wolkvox.real_time.latency(), Latency)
    assert_type(await wolkvox.billing.ivr_minutes(), list[BillingItem])
    assert_type(await wolkvox.quality.quality_matrix(), list[QualityAttribute])
    assert_type(await wolkvox.gamification.agents_kpi(start=FIRST, end=LAST), list[AgentKpi])
    assert_type(await wolkvox.customer.skills_detail(start=FIRST, end=LAST), list[SkillInteraction])
    assert_type(
        await wolkvox.speech_analytics.speech_calls(start=FIRST, end=LAST, filter="id_call", value="1"),
        list[AnalysedCall],
    )


async def changes(wolkvox: Wolkvox) -> None:
    created = await wolkvox.configuration.create_agent(agent_dni="1000001", agent_name="Ana Gómez")
    assert_type(created, CreatedAgent)
    said = await wolkvox.configuration.add_dnc(type_call="inbound", telephones=["573001112233"])
    assert_type(said, Confirmation)
    assert_type(said.msg, str)
    await wolkvox.configuration.add_interaction(from_="a@example.com", to="b@example.com", rp_id="9")
    assert_type(await wolkvox.agentbox.dial(agent_id="12001", customer_phone="573001112233"), StartedCall)
    await wolkvox.agentbox.recall(
        agent_id="12001",
        id_camp="32841",
        id_customer="1",
        telefono="573001112233",
        rellamada=datetime(2025, 1, 31, 10),
        recall_style="auto",
    )


async def messages(wolkvox: Wolkvox) -> None:
    assert_type(await wolkvox.sms.send_sms(telephone="573001112233", message="Hola"), Confirmation)
    assert_type(await wolkvox.whatsapp.list_templates(connector_id="4"), list[MessageTemplate])
    await wolkvox.whatsapp.create_template(
        connector_id="4", name="saldo", language="es", category="MARKETING", components=[{"type": "BODY", "text": "…"}]
    )


async def conversations(wolkvox: Wolkvox) -> None:
    said = await wolkvox.whatsapp.send_message_mobil(connector_id="4", telephone="573001112233", message="Hola")
    assert_type(said, Confirmation)
    for conversation in await wolkvox.whatsapp.conversations_today_by_customer(chat_id="9"):
        assert_type(conversation, Conversation)


async def files(wolkvox: Wolkvox) -> None:
    assert_type(await wolkvox.storage.file_details(file_name="contrato.pdf"), FileDetails)
    assert_type(await wolkvox.storage.delete_files(files=["contrato.pdf"]), DeletedFiles)
    assert_type(await wolkvox.storage.upload_files(files=["a.pdf", Path("b.pdf")], path="/Fondos"), UploadedFiles)
    async for item in wolkvox.storage.list_files(path="/Fondos", limit=150):
        assert_type(item, StorageItem)
    assert_type(await wolkvox.storage.list_files(), list[StorageItem])
    submitted = await wolkvox.listenvox.analyse(agent_id="12001", data=Path("call.wav"), type_call="inbound")
    assert_type(submitted, SubmittedAnalysis)


async def fleet() -> None:
    async with Fleet.from_toml("wolkvox.toml") as fleet:
        assert_type(fleet["sales-co"], Wolkvox)
        async for batch in fleet.rows("reports.campaign_4", start=FIRST, end=LAST, campaign_id="all"):
            assert_type(batch, Batch[Any])
        outcome = await fleet.export(["reports.cdr_1"], start=FIRST, end=LAST, to=Path("exports"), format="parquet")
        assert_type(outcome.calls, int)
