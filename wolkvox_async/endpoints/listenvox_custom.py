"""listenVox/listenvox.php, what a table cannot say: a recording that goes up, to be analysed."""

from typing import Literal

from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Id, Record, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.uploads.attachments import FilePath, checked

__all__ = ["ANALYSE", "ENDPOINTS", "ListenVoxCustom", "SubmittedAnalysis"]


@record
class SubmittedAnalysis(Record):
    """The recording or text that was submitted."""

    id: Id = named("id", "id_call")
    """Id of the call."""


ANALYSE = Endpoint(
    name="listenvox.analyse",
    api="",
    script="/listenVox/listenvox.php",
    method="POST",
    title="Analyse a recording or a text",
    spanish="Analizar audio o texto (ListenVox)",
    summary="Submits a recording or the text of a chat, of any origin, for speech or text analytics.",
    record=SubmittedAnalysis,
    parameters=(
        Parameter("agent_id", "id", required=True, where="body", notes="must exist"),
        Parameter("data", "file", required=True, where="body", notes="WAV or MP3 in stereo, or a text"),
        Parameter("type_call", "enum", required=True, where="body", values=("inbound", "outbound_ma")),
        Parameter("cod_act", where="body", notes="must exist"),
        Parameter("type_talk", "enum", where="body", values=("agent", "cust"), notes="who began"),
        Parameter("skill", "id", where="body", notes="must exist"),
        Parameter("id_campana", "id", where="body", wire="id_campaña", notes="must exist"),
        Parameter("tel_number", "phone", where="body"),
        Parameter("id_customer", "id", where="body"),
    ),
    body="multipart",
    limits=(
        "audio of at most 30 minutes",
        "no summary where the transcription has more than 6,800 characters",
    ),
    shape="record",
    key="",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class ListenVoxCustom(Group):
    """listenVox/listenvox.php."""

    async def analyse(
        self,
        *,
        agent_id: str,
        data: FilePath,
        type_call: Literal["inbound", "outbound_ma"],
        cod_act: str | None = None,
        type_talk: Literal["agent", "cust"] | None = None,
        skill: str | None = None,
        id_campana: str | None = None,
        tel_number: str | None = None,
        id_customer: str | None = None,
    ) -> SubmittedAnalysis:
        """Analyse a recording or a text: submit it, of any origin, for speech or text analytics; returns its id.

        Args:
            agent_id: Agent's id, the extension; must exist.
            data: Path of a recording (WAV or MP3 in stereo, at most 30 minutes), or of a text; it is read from disk
                while it is sent.
            type_call: Kind of call.
            cod_act: Activity code; must exist.
            type_talk: Who began to talk.
            skill: Skill's id; must exist.
            id_campana: Campaign's id; must exist.
            tel_number: Customer's phone.
            id_customer: Customer's id.

        Returns:
            SubmittedAnalysis: The recording or text that was submitted, with its id.

        Raises:
            ConfigurationError: The file is missing, or is not a file; nothing was sent.
            OutcomeUnknown: No answer says whether it arrived; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        given = {
            "agent_id": agent_id,
            "data": await checked(self._caller, ANALYSE, "data", data, most=1),
            "type_call": type_call,
            "cod_act": cod_act,
            "type_talk": type_talk,
            "skill": skill,
            "id_campana": id_campana,
            "tel_number": tel_number,
            "id_customer": id_customer,
        }
        return await self._record(ANALYSE, **given)


ENDPOINTS = table([ANALYSE])
