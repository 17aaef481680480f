"""The endpoints that remember: what a call changes, the next one reads.

Each handler checks what only the state can tell (that an agent exists, that a list is not full), changes one thing in
`simulator.state`, and answers as the catalogue has it. What can be seen from a call alone was checked before.
"""

from wolkvox_async.simulator.call import Handlers
from wolkvox_async.simulator.stateful import (
    agentbox,
    campaigns,
    chats,
    files,
    lists,
    messages,
    operation,
    people,
    real_time,
    records,
    storage,
    templates,
)

_EACH = (
    *(agentbox, campaigns, chats, files, lists, messages, operation, people, real_time, records, storage, templates),
)

HANDLERS: Handlers = {key: handler for each in _EACH for key, handler in each.HANDLERS.items()}
