"""Pure: no I/O, no clock, no asyncio. What is decided, is decided here."""
