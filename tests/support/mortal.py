"""The store of a process that may be killed."""

import asyncio

from wolkvox_async.errors import StoreUnavailable
from wolkvox_async.scheduler import Busy, Claim


class Mortal:
    """A process's store, which hears no more of it once it is dead; it notes when busy was said for the last time."""

    def __init__(self, store):
        self.store = store
        self.dead = False
        self.busy_at = -1.0

    async def ask(self, question, **options):
        if self.dead and isinstance(question, Claim):
            raise StoreUnavailable("the process is dead")
        answer = await self.store.ask(question, **options)
        if isinstance(answer, Busy):
            self.busy_at = asyncio.get_running_loop().time()
        return answer

    def post(self, change):
        if not self.dead:
            self.store.post(change)

    def __getattr__(self, name):
        return getattr(self.store, name)
