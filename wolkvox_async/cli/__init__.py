"""The command line: `wolkvox COMMAND`. Each command is a file of its own, imported when it is asked for."""

import errno
import os
import sys
from importlib import import_module
from typing import Any

import click

from wolkvox_async import __version__
from wolkvox_async.cli.exit_codes import EXIT_CODES, FAILED
from wolkvox_async.cli.runner import failed
from wolkvox_async.cli.signals import interrupted
from wolkvox_async.cli.streams import reader_gone, ready_streams, say, stdout_refuses
from wolkvox_async.errors import WolkvoxError

__all__ = ["ALLOCATOR", "main"]

ALLOCATOR = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Variable and value: what pyarrow allocates with. Parquet's writer keeps some 15 MB more with its own choice."""

_COMMANDS = {
    "demo": "Run the main job against the simulator and check it against the truth.",
    "simulate": "Serve a simulated Wolkvox on this machine.",
    "reports": "Find endpoints by words, English or Spanish.",
    "plan": "Show the windows and calls that a report will cost, without a call.",
    "export": "Write reports to files; run again, it fetches only what is missing.",
    "compact": "Join the small files of exports into larger ones, without a call.",
    "load": "Bring reports into the tables of a warehouse; run again, it asks only for what they lack.",
    "follow": "Keep reports up to date in tables or a directory, until it is stopped.",
    "upload": "Add the records of a spreadsheet, a CSV, JSON or Parquet file to a campaign.",
    "uploads": "List earlier uploads, or show the batches of one.",
    "quota": "Show the calls of today and the permits in use, live with --watch.",
    "init": "Write a first wolkvox.toml, and put its token into the keyring.",
    "doctor": "Find out why calls do not work, or will not: configuration, network, token, store.",
    "gateway": "Serve the API on a local port, scheduled, to programs in any language.",
    "call": "Call any endpoint, with its parameters as options.",
    "openapi": "Write the whole API as an OpenAPI 3.1 document.",
}


class _Commands(click.Group):
    """Knows its commands' names and first lines, so that --help imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        from wolkvox_async.cli.help import with_epilog

        return with_epilog(cmd_name, getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from wolkvox_async.spelling import nearest

            ctx.fail(f"there is no command {args[0]!r}; {nearest(args[0], _COMMANDS)}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **options: Any) -> Any:
        ready_streams()
        os.environ.setdefault(*ALLOCATOR)
        try:
            return super().main(*args, **options)
        except OSError as error:
            if not stdout_refuses(error):
                raise
            why = f"{error.strerror}; make room there, or send the output elsewhere"
            if error.errno == errno.EBADF:
                why = "it is closed; send the output to a file or a pipe"
            say(f"wolkvox: stdout cannot be written: {why}", error=True)
            sys.exit(FAILED)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            reader_gone()
        except KeyboardInterrupt:
            interrupted()
        except click.Abort as error:
            if isinstance(error.__context__, KeyboardInterrupt):  # at a question
                interrupted()
            raise
        except WolkvoxError as error:
            ctx.exit(failed(error))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_Commands,
    epilog=f"Exit codes: {EXIT_CODES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="wolkvox")
def main(**_nothing: Any) -> None:
    """Wolkvox contact-centre API v2 from the shell: complete exports, uploads, and the limits kept."""
