"""agentbox.php: steering the agents, their phone and their calls.

This file is generated from catalogue/agentbox.toml by `make generate`: change the sheet.
"""

from datetime import date, datetime
from typing import Literal, get_args

from wolkvox_async.calls.response import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Id, Record, record
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "AgentBox", "CodedCall", "StartedCall"]

RecallStyle = Literal["auto", "manual"]

_AGENT_ID = Parameter("agent_id", "id", required=True, notes="extension")
_ID_CAMP = Parameter("id_camp", "id", required=True, notes="the campaign")
_ID_CUSTOMER = Parameter("id_customer", "id", required=True, notes="the customer")
_RECALL_STYLE = Parameter("recall_style", "enum", required=True, values=get_args(RecallStyle))
_NAME_RECALL = Parameter("name_recall", notes="used where the record has no name")


@record
class StartedCall(Record):
    """The call that was started."""

    conn_id: Id


@record
class CodedCall(Record):
    """The call that was coded."""

    conn_id: Id


CHANGE_STATUS = Endpoint(
    name="agentbox.change_status",
    script="agentbox.php",
    method="POST",
    title="Change the state of an agent",
    spanish="Cambiar estado de agente (agente V2)",
    summary="Makes an agent ready, logs it out, or puts it in an auxiliary state.",
    record=Confirmation,
    parameters=(Parameter("status", required=True, notes="ready, logout, or the id of an auxiliary state"), _AGENT_ID),
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
        Parameter("cod_act", required=True),
        Parameter("cod_act_2", notes="second-level code, where the operation uses them"),
        Parameter("comments"),
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
    parameters=(_AGENT_ID, Parameter("tones", required=True, notes="digits, * and #")),
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
        Parameter("customer_phone", "phone", required=True, notes="with the dial prefix of the operation, often a 9"),
        Parameter("customer_id", "id"),
        Parameter("customer_name"),
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
        Parameter("display", required=True, notes="yes or no, as in the local interface"),
        Parameter("button", required=True, notes="haup, redy, afcw, codd or dial, as in the local interface"),
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
        Parameter("telefono", "phone", required=True, notes="the phone to call"),
        Parameter("rellamada", "moment", required=True, notes="when"),
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
    parameters=(_AGENT_ID, Parameter("customer_phone", "phone", required=True)),
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
        Parameter("cod_act", required=True),
        Parameter("cod_act_2", required=True, notes="must not be empty"),
        Parameter("comments"),
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
        Parameter("customer_phone", "phone", required=True, notes="phone, or extension of an agent"),
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
        Parameter("telephone", "phone", required=True, notes="the phone to call"),
        Parameter("recall", "moment", required=True, notes="when"),
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
        Parameter("telephone", "phone", required=True),
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
        status: ready, logout, or the id of an auxiliary state.
        agent_id: extension.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        In Spanish: Cambiar estado de agente (agente V2).
        Source: https://wolkvox.com/?p=45567
        """
        return await self._confirm(CHANGE_STATUS, status=status, agent_id=agent_id)

    async def hang_type_ready(
        self, *, agent_id: str, cod_act: str, cod_act_2: str | None = None, comments: str | None = None
    ) -> Confirmation:
        """Hang up, code and ready.

        Hangs up, codes the call, and makes the agent ready.
        agent_id: extension.
        cod_act_2: second-level code, where the operation uses them.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        The call must be active.
        In Spanish: Colgar, codificar (tipificar) y ready (agente V2).
        Source: https://www.wolkvox.com/en/hang-up-disposition-and-ready-agent-v2/
        """
        return await self._confirm(
            HANG_TYPE_READY, agent_id=agent_id, cod_act=cod_act, cod_act_2=cod_act_2, comments=comments
        )

    async def hang(self, *, agent_id: str) -> Confirmation:
        """Hang up.

        agent_id: extension.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        In Spanish: Colgar llamada (agente V2).
        Source: https://www.wolkvox.com/en/hang-up-agent-v2/
        """
        return await self._confirm(HANG, agent_id=agent_id)

    async def mute(self, *, agent_id: str) -> Confirmation:
        """Mute or unmute.

        The microphone of the agent.
        agent_id: extension.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        A toggle: asked twice it is as before.
        In Spanish: Silenciar micrófono de agente (agente V2).
        Source: https://www.wolkvox.com/en/mute-agents-microphone-agent-v2/
        """
        return await self._confirm(MUTE, agent_id=agent_id)

    async def dtmf(self, *, agent_id: str, tones: str) -> Confirmation:
        """Send tones.

        DTMF, on the call of the agent.
        agent_id: extension.
        tones: digits, * and #.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        The text in msg is the word default; data says what was done.
        In Spanish: Marcación DTMF (agente V2).
        Source: https://www.wolkvox.com/en/dtmf-dialing-agent-v2/
        """
        return await self._confirm(DTMF, agent_id=agent_id, tones=tones)

    async def dial(
        self, *, agent_id: str, customer_phone: str, customer_id: str | None = None, customer_name: str | None = None
    ) -> StartedCall:
        """Dial.

        Makes an agent call a phone.
        agent_id: extension.
        customer_phone: with the dial prefix of the operation, often a 9.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        In Spanish: Marcar (agente V2).
        Source: https://www.wolkvox.com/en/dialing-agent-v2/
        """
        return await self._record(
            DIAL, agent_id=agent_id, customer_phone=customer_phone, customer_id=customer_id, customer_name=customer_name
        )

    async def agent_display(self, *, agent_id: str, display: str, button: str) -> Confirmation:
        """Show or hide the agent application.

        Shows or hides the window of an agent, or its buttons.
        agent_id: extension.
        display: yes or no, as in the local interface.
        button: haup, redy, afcw, codd or dial, as in the local interface.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        The values of display and button are documented for the local interface only. The text in msg is the word
        default; data says what was done.
        In Spanish: Mostrar u ocultar agentbox (agente V2).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(AGENT_DISPLAY, agent_id=agent_id, display=display, button=button)

    async def hold(self, *, agent_id: str) -> Confirmation:
        """Hold or take back.

        agent_id: extension.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        A toggle: asked twice it is as before.
        In Spanish: Pausar llamada (agente V2).
        Source: https://www.wolkvox.com/en/pause-call-agent-v2/
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
        agent_id: extension.
        id_camp: the campaign.
        id_customer: the customer.
        telefono: the phone to call.
        rellamada: when; a datetime, or YYYYmmddHHMMSS.
        name_recall: used where the record has no name.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        Names are Spanish here (telefono, rellamada), and English in edit_recall (telephone, recall).
        In Spanish: Programar rellamada en marcación predictiva (agente V2).
        Source: https://wolkvox.com/?p=45714
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
        agent_id: extension.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        Only after a call of a predictive campaign.
        In Spanish: Realizar llamada auxiliar (agente V2).
        Source: https://wolkvox.com/?p=45694
        """
        return await self._record(AUX_CALL, agent_id=agent_id, customer_phone=customer_phone)

    async def type(self, *, agent_id: str, cod_act: str, cod_act_2: str, comments: str | None = None) -> CodedCall:
        """Code the call.

        agent_id: extension.
        cod_act_2: must not be empty.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        In Spanish: Codificar (tipificar) llamada (agente V2).
        Source: https://www.wolkvox.com/en/disposition-agent-v2/
        """
        return await self._record(TYPE, agent_id=agent_id, cod_act=cod_act, cod_act_2=cod_act_2, comments=comments)

    async def transfer(self, *, agent_id: str, customer_phone: str) -> StartedCall:
        """Transfer the call.

        To a phone, or to another agent.
        agent_id: extension.
        customer_phone: phone, or extension of an agent.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        In Spanish: Transferir llamada (agente V2).
        Source: https://www.wolkvox.com/en/transfer-call-agent-v2/
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
        agent_id: extension.
        id_camp: the campaign.
        id_customer: the customer.
        telephone: the phone to call.
        recall: when; a datetime, or YYYYmmddHHMMSS.
        name_recall: used where the record has no name.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        The agent must be logged in, and the record must exist.
        In Spanish: Editar rellamada (agente V2).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        agent_id: extension.
        id_camp: the campaign.
        id_customer: the customer.
        name_recall: used where the record has no name.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: not counted in the daily quota.
        Auto: the record stays, without a date; manual: it leaves the list of the agent. The agent must be logged in,
        and the record must exist.
        In Spanish: Eliminar rellamada (agente V2).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
