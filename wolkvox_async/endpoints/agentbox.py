"""agentbox.php: steering the agents, their phone and their calls.

This file is generated from catalogue/agentbox.toml by `make generate`: change that.
"""

from datetime import date, datetime
from typing import Literal, get_args

from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Id, Record, record
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "AgentBox", "CodedCall", "StartedCall"]

RecallStyle = Literal["auto", "manual"]

_AGENT_ID = Parameter("agent_id", "id", required=True, notes="agent's id, the extension")
_ID_CAMP = Parameter("id_camp", "id", required=True, notes="campaign's id")
_ID_CUSTOMER = Parameter("id_customer", "id", required=True, notes="customer's id")
_RECALL_STYLE = Parameter("recall_style", "enum", required=True, values=get_args(RecallStyle), notes="kind of campaign")
_NAME_RECALL = Parameter("name_recall", notes="customer's name; used where the record has none")


@record
class StartedCall(Record):
    """The call that was started."""

    conn_id: Id
    """Id of the call or conversation."""


@record
class CodedCall(Record):
    """The call that was coded."""

    conn_id: Id
    """Id of the call or conversation."""


CHANGE_STATUS = Endpoint(
    name="agentbox.change_status",
    script="agentbox.php",
    method="POST",
    title="Change the state of an agent",
    spanish="Cambiar estado de agente (agente V2)",
    summary="Makes an agent ready, logs it out, or puts it in an auxiliary state.",
    record=Confirmation,
    parameters=(
        Parameter("status", required=True, notes="state to set: ready, logout, or the id of an auxiliary state"),
        _AGENT_ID,
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://wolkvox.com/?p=45567",
)

HANG_TYPE_READY = Endpoint(
    name="agentbox.hang_type_ready",
    script="agentbox.php",
    method="POST",
    title="Hang up, code and ready",
    spanish="Colgar, codificar (tipificar) y ready (agente V2)",
    summary="Hangs up, codes the call, and makes the agent ready.",
    record=Confirmation,
    parameters=(
        _AGENT_ID,
        Parameter("cod_act", required=True, notes="activity code"),
        Parameter("cod_act_2", notes="second-level activity code; where the operation uses them"),
        Parameter("comments", notes="agent's comment"),
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://www.wolkvox.com/en/hang-up-disposition-and-ready-agent-v2/",
)

HANG = Endpoint(
    name="agentbox.hang",
    script="agentbox.php",
    method="POST",
    title="Hang up",
    spanish="Colgar llamada (agente V2)",
    record=Confirmation,
    parameters=(_AGENT_ID,),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://www.wolkvox.com/en/hang-up-agent-v2/",
)

MUTE = Endpoint(
    name="agentbox.mute",
    script="agentbox.php",
    method="POST",
    title="Mute or unmute",
    spanish="Silenciar micrófono de agente (agente V2)",
    summary="The microphone of the agent.",
    record=Confirmation,
    parameters=(_AGENT_ID,),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://www.wolkvox.com/en/mute-agents-microphone-agent-v2/",
)

DTMF = Endpoint(
    name="agentbox.dtmf",
    script="agentbox.php",
    method="POST",
    title="Send tones",
    spanish="Marcación DTMF (agente V2)",
    summary="DTMF, on the call of the agent.",
    record=Confirmation,
    parameters=(_AGENT_ID, Parameter("tones", required=True, notes="tones to send: digits, * and #")),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://www.wolkvox.com/en/dtmf-dialing-agent-v2/",
)

DIAL = Endpoint(
    name="agentbox.dial",
    script="agentbox.php",
    method="POST",
    title="Dial",
    spanish="Marcar (agente V2)",
    summary="Makes an agent call a phone.",
    record=StartedCall,
    parameters=(
        _AGENT_ID,
        Parameter(
            "customer_phone",
            "phone",
            required=True,
            notes="customer's phone; with the dial prefix of the operation, often a 9",
        ),
        Parameter("customer_id", "id", notes="customer's id"),
        Parameter("customer_name", notes="customer's name"),
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="record",
    source="https://www.wolkvox.com/en/dialing-agent-v2/",
)

AGENT_DISPLAY = Endpoint(
    name="agentbox.agent_display",
    script="agentbox.php",
    method="POST",
    title="Show or hide the agent application",
    spanish="Mostrar u ocultar agentbox (agente V2)",
    summary="Shows or hides the window of an agent, or its buttons.",
    record=Confirmation,
    parameters=(
        _AGENT_ID,
        Parameter("display", required=True, notes="whether the window is shown: yes or no, as in the local interface"),
        Parameter("button", required=True, notes="button: haup, redy, afcw, codd or dial, as in the local interface"),
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

HOLD = Endpoint(
    name="agentbox.hold",
    script="agentbox.php",
    method="POST",
    title="Hold or take back",
    spanish="Pausar llamada (agente V2)",
    record=Confirmation,
    parameters=(_AGENT_ID,),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://www.wolkvox.com/en/pause-call-agent-v2/",
)

RECALL = Endpoint(
    name="agentbox.recall",
    script="agentbox.php",
    method="POST",
    title="Schedule a call-back",
    spanish="Programar rellamada en marcación predictiva (agente V2)",
    summary="For a record of a predictive campaign.",
    record=Confirmation,
    parameters=(
        _AGENT_ID,
        _ID_CAMP,
        _ID_CUSTOMER,
        Parameter("telefono", "phone", required=True, notes="phone to call"),
        Parameter("rellamada", "moment", required=True, notes="date and time at which the call-back is due"),
        _RECALL_STYLE,
        _NAME_RECALL,
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://wolkvox.com/?p=45714",
)

AUX_CALL = Endpoint(
    name="agentbox.aux_call",
    script="agentbox.php",
    method="POST",
    title="Auxiliary call",
    spanish="Realizar llamada auxiliar (agente V2)",
    summary="Makes a manual call that belongs to the last predictive one.",
    record=StartedCall,
    parameters=(_AGENT_ID, Parameter("customer_phone", "phone", required=True, notes="customer's phone")),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="record",
    source="https://wolkvox.com/?p=45694",
)

TYPE = Endpoint(
    name="agentbox.type",
    script="agentbox.php",
    method="POST",
    title="Code the call",
    spanish="Codificar (tipificar) llamada (agente V2)",
    record=CodedCall,
    parameters=(
        _AGENT_ID,
        Parameter("cod_act", required=True, notes="activity code"),
        Parameter("cod_act_2", required=True, notes="second-level activity code; must not be empty"),
        Parameter("comments", notes="agent's comment"),
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="record",
    source="https://www.wolkvox.com/en/disposition-agent-v2/",
)

TRANSFER = Endpoint(
    name="agentbox.transfer",
    script="agentbox.php",
    method="POST",
    title="Transfer the call",
    spanish="Transferir llamada (agente V2)",
    summary="To a phone, or to another agent.",
    record=StartedCall,
    parameters=(
        _AGENT_ID,
        Parameter(
            "customer_phone", "phone", required=True, notes="phone, or extension of an agent, that gets the call"
        ),
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="record",
    source="https://www.wolkvox.com/en/transfer-call-agent-v2/",
)

EDIT_RECALL = Endpoint(
    name="agentbox.edit_recall",
    script="agentbox.php",
    method="PUT",
    title="Edit a call-back",
    spanish="Editar rellamada (agente V2)",
    summary="Changes when, how or by whom a scheduled call-back is made.",
    record=Confirmation,
    parameters=(
        _AGENT_ID,
        _ID_CAMP,
        _ID_CUSTOMER,
        Parameter("telephone", "phone", required=True, notes="phone to call"),
        Parameter("recall", "moment", required=True, notes="date and time at which the call-back is due"),
        _RECALL_STYLE,
        _NAME_RECALL,
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DELETE_RECALL = Endpoint(
    name="agentbox.delete_recall",
    script="agentbox.php",
    method="DELETE",
    title="Delete a call-back",
    spanish="Eliminar rellamada (agente V2)",
    summary="Takes a scheduled call-back away; it can be scheduled again.",
    record=Confirmation,
    parameters=(
        _AGENT_ID,
        _ID_CAMP,
        _ID_CUSTOMER,
        Parameter("telephone", "phone", required=True, notes="customer's phone"),
        _RECALL_STYLE,
        _NAME_RECALL,
    ),
    cost=0,
    limits=("not counted in the daily quota",),
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class AgentBox(Group):
    """agentbox.php: steering the agents, their phone and their calls."""

    async def change_status(self, *, status: str, agent_id: str) -> Confirmation:
        """Change the state of an agent.

        Makes an agent ready, logs it out, or puts it in an auxiliary state.

        Limits: not counted in the daily quota.

        In Spanish: Cambiar estado de agente (agente V2).

        Args:
            status: State to set: ready, logout, or the id of an auxiliary state.
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=45567
        """
        return await self._confirm(CHANGE_STATUS, status=status, agent_id=agent_id)

    async def hang_type_ready(
        self, *, agent_id: str, cod_act: str, cod_act_2: str | None = None, comments: str | None = None
    ) -> Confirmation:
        """Hang up, code and ready.

        Hangs up, codes the call, and makes the agent ready.

        Limits: not counted in the daily quota.

        The call must be active.

        In Spanish: Colgar, codificar (tipificar) y ready (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            cod_act: Activity code.
            cod_act_2: Second-level activity code; where the operation uses them.
            comments: Agent's comment.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/hang-up-disposition-and-ready-agent-v2/
        """
        return await self._confirm(
            HANG_TYPE_READY, agent_id=agent_id, cod_act=cod_act, cod_act_2=cod_act_2, comments=comments
        )

    async def hang(self, *, agent_id: str) -> Confirmation:
        """Hang up.

        Limits: not counted in the daily quota.

        In Spanish: Colgar llamada (agente V2).

        Args:
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/hang-up-agent-v2/
        """
        return await self._confirm(HANG, agent_id=agent_id)

    async def mute(self, *, agent_id: str) -> Confirmation:
        """Mute or unmute.

        The microphone of the agent.

        Limits: not counted in the daily quota.

        A toggle: asked twice it is as before.

        In Spanish: Silenciar micrófono de agente (agente V2).

        Args:
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/mute-agents-microphone-agent-v2/
        """
        return await self._confirm(MUTE, agent_id=agent_id)

    async def dtmf(self, *, agent_id: str, tones: str) -> Confirmation:
        """Send tones.

        DTMF, on the call of the agent.

        Limits: not counted in the daily quota.

        The text in msg is the word default; data says what was done.

        In Spanish: Marcación DTMF (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            tones: Tones to send: digits, * and #.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/dtmf-dialing-agent-v2/
        """
        return await self._confirm(DTMF, agent_id=agent_id, tones=tones)

    async def dial(
        self, *, agent_id: str, customer_phone: str, customer_id: str | None = None, customer_name: str | None = None
    ) -> StartedCall:
        """Dial.

        Makes an agent call a phone.

        Limits: not counted in the daily quota.

        In Spanish: Marcar (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            customer_phone: Customer's phone; with the dial prefix of the operation, often a 9.
            customer_id: Customer's id.
            customer_name: Customer's name.

        Returns:
            StartedCall: The call that was started.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/dialing-agent-v2/
        """
        return await self._record(
            DIAL, agent_id=agent_id, customer_phone=customer_phone, customer_id=customer_id, customer_name=customer_name
        )

    async def agent_display(self, *, agent_id: str, display: str, button: str) -> Confirmation:
        """Show or hide the agent application.

        Shows or hides the window of an agent, or its buttons.

        Limits: not counted in the daily quota.

        The values of display and button are documented for the local interface only. The text in msg is the word
        default; data says what was done.

        In Spanish: Mostrar u ocultar agentbox (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            display: Whether the window is shown: yes or no, as in the local interface.
            button: Button: haup, redy, afcw, codd or dial, as in the local interface.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(AGENT_DISPLAY, agent_id=agent_id, display=display, button=button)

    async def hold(self, *, agent_id: str) -> Confirmation:
        """Hold or take back.

        Limits: not counted in the daily quota.

        A toggle: asked twice it is as before.

        In Spanish: Pausar llamada (agente V2).

        Args:
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/pause-call-agent-v2/
        """
        return await self._confirm(HOLD, agent_id=agent_id)

    async def recall(
        self,
        *,
        agent_id: str,
        id_camp: str,
        id_customer: str,
        telefono: str,
        rellamada: date | datetime | str,
        recall_style: RecallStyle,
        name_recall: str | None = None,
    ) -> Confirmation:
        """Schedule a call-back.

        For a record of a predictive campaign.

        Limits: not counted in the daily quota.

        Names are Spanish here (telefono, rellamada), and English in edit_recall (telephone, recall).

        In Spanish: Programar rellamada en marcación predictiva (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            id_camp: Campaign's id.
            id_customer: Customer's id.
            telefono: Phone to call.
            rellamada: Date and time at which the call-back is due; a datetime, or YYYYmmddHHMMSS.
            recall_style: Kind of campaign; auto or manual.
            name_recall: Customer's name; used where the record has none.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=45714
        """
        return await self._confirm(
            RECALL,
            agent_id=agent_id,
            id_camp=id_camp,
            id_customer=id_customer,
            telefono=telefono,
            rellamada=rellamada,
            recall_style=recall_style,
            name_recall=name_recall,
        )

    async def aux_call(self, *, agent_id: str, customer_phone: str) -> StartedCall:
        """Auxiliary call.

        Makes a manual call that belongs to the last predictive one.

        Limits: not counted in the daily quota.

        Only after a call of a predictive campaign.

        In Spanish: Realizar llamada auxiliar (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            customer_phone: Customer's phone.

        Returns:
            StartedCall: The call that was started.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=45694
        """
        return await self._record(AUX_CALL, agent_id=agent_id, customer_phone=customer_phone)

    async def type(self, *, agent_id: str, cod_act: str, cod_act_2: str, comments: str | None = None) -> CodedCall:
        """Code the call.

        Limits: not counted in the daily quota.

        In Spanish: Codificar (tipificar) llamada (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            cod_act: Activity code.
            cod_act_2: Second-level activity code; must not be empty.
            comments: Agent's comment.

        Returns:
            CodedCall: The call that was coded.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/disposition-agent-v2/
        """
        return await self._record(TYPE, agent_id=agent_id, cod_act=cod_act, cod_act_2=cod_act_2, comments=comments)

    async def transfer(self, *, agent_id: str, customer_phone: str) -> StartedCall:
        """Transfer the call.

        To a phone, or to another agent.

        Limits: not counted in the daily quota.

        In Spanish: Transferir llamada (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            customer_phone: Phone, or extension of an agent, that gets the call.

        Returns:
            StartedCall: The call that was started.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/transfer-call-agent-v2/
        """
        return await self._record(TRANSFER, agent_id=agent_id, customer_phone=customer_phone)

    async def edit_recall(
        self,
        *,
        agent_id: str,
        id_camp: str,
        id_customer: str,
        telephone: str,
        recall: date | datetime | str,
        recall_style: RecallStyle,
        name_recall: str | None = None,
    ) -> Confirmation:
        """Edit a call-back.

        Changes when, how or by whom a scheduled call-back is made.

        Limits: not counted in the daily quota.

        The agent must be logged in, and the record must exist.

        In Spanish: Editar rellamada (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            id_camp: Campaign's id.
            id_customer: Customer's id.
            telephone: Phone to call.
            recall: Date and time at which the call-back is due; a datetime, or YYYYmmddHHMMSS.
            recall_style: Kind of campaign; auto or manual.
            name_recall: Customer's name; used where the record has none.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(
            EDIT_RECALL,
            agent_id=agent_id,
            id_camp=id_camp,
            id_customer=id_customer,
            telephone=telephone,
            recall=recall,
            recall_style=recall_style,
            name_recall=name_recall,
        )

    async def delete_recall(
        self,
        *,
        agent_id: str,
        id_camp: str,
        id_customer: str,
        telephone: str,
        recall_style: RecallStyle,
        name_recall: str | None = None,
    ) -> Confirmation:
        """Delete a call-back.

        Takes a scheduled call-back away; it can be scheduled again.

        Limits: not counted in the daily quota.

        Auto: the record stays, without a date; manual: it leaves the list of the agent. The agent must be logged in,
        and the record must exist.

        In Spanish: Eliminar rellamada (agente V2).

        Args:
            agent_id: Agent's id, the extension.
            id_camp: Campaign's id.
            id_customer: Customer's id.
            telephone: Customer's phone.
            recall_style: Kind of campaign; auto or manual.
            name_recall: Customer's name; used where the record has none.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(
            DELETE_RECALL,
            agent_id=agent_id,
            id_camp=id_camp,
            id_customer=id_customer,
            telephone=telephone,
            recall_style=recall_style,
            name_recall=name_recall,
        )


ENDPOINTS = table(
    [
        CHANGE_STATUS,
        HANG_TYPE_READY,
        HANG,
        MUTE,
        DTMF,
        DIAL,
        AGENT_DISPLAY,
        HOLD,
        RECALL,
        AUX_CALL,
        TYPE,
        TRANSFER,
        EDIT_RECALL,
        DELETE_RECALL,
    ]
)
