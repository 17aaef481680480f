"""`python -m wolkvox_async.cli` is `wolkvox`."""

from wolkvox_async.cli import main

main(prog_name="wolkvox")
