"""Where permits and quota are counted: in memory, in a file, in Redis, and what happens while none of them answers."""
