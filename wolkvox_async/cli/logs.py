"""`-v`, `-q` and `--log-format`: how much a command says on stderr, and in which form."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wolkvox_async.cli.streams import LOG_FORMAT, QUIET, json_line, printable, quiet

if TYPE_CHECKING:
    import logging

__all__ = ["log_lines", "logging_options"]

F = TypeVar("F", bound=Callable[..., Any])

_LOGGER = "wolkvox_async"
_LEVELS = ("WARNING", "INFO", "DEBUG")  # by the number of -v
_TEXT = "%(asctime)s %(levelname)s %(message)s"
_VERBOSE = "wolkvox.verbose"


def _quiet(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta[QUIET] = value


def _verbose(ctx: click.Context, _param: click.Parameter, value: int) -> None:
    ctx.meta[_VERBOSE] = value
    _begin(ctx)


def _format(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    ctx.meta[LOG_FORMAT] = value
    _begin(ctx)


def _begin(ctx: click.Context) -> None:
    """Log events until the command ends, once both options are read."""
    if not {_VERBOSE, LOG_FORMAT} <= ctx.meta.keys() or ctx.resilient_parsing:
        return
    verbose, form = ctx.meta[_VERBOSE], ctx.meta[LOG_FORMAT]
    if not verbose and form == "text":
        return
    import logging

    logger = logging.getLogger(_LOGGER)
    handler, before = _handler(form), logger.level
    logger.setLevel(_LEVELS[min(verbose, len(_LEVELS) - 1)])
    logger.addHandler(handler)

    def end() -> None:
        logger.removeHandler(handler)
        logger.setLevel(before)

    ctx.call_on_close(end)


def log_lines(name: str, text: str) -> None:
    """Write what a server logs of its requests to stderr, in the form of --log-format; with -q its errors alone.

    Args:
        name: Of its logger. Its lines go nowhere else: -v and --log-format have a handler for the others.
        text: Of a line in text.
    """
    import logging

    context = click.get_current_context(silent=True)
    form = "text" if context is None else context.meta.get(LOG_FORMAT, "text")
    log = logging.getLogger(name)
    log.setLevel(logging.ERROR if quiet() else logging.INFO)
    log.addHandler(_handler(form, text))
    log.propagate = False


def _handler(form: str, text: str = _TEXT) -> "logging.Handler":
    """Return a handler that writes to stderr.

    Args:
        form: text or json: one object a line, with time, level, message and what an event says.
        text: Of a line in text.
    """
    import logging

    class Json(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            moment = datetime.fromtimestamp(record.created, UTC)
            return json_line(record.levelname.lower(), record.getMessage(), moment, getattr(record, "facts", {}))

    class Text(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return printable(super().format(record), spared="\n\t")

    handler = logging.StreamHandler()
    handler.setFormatter(Json() if form == "json" else Text(text))
    return handler


def logging_options(function: F) -> F:
    """Add -v, -q and --log-format; the command does not get them."""
    for option in (
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            expose_value=False,
            callback=_format,
            help="Of what is said on stderr; json: one object a line.",
        ),
        click.option(
            "-q", "--quiet", is_flag=True, expose_value=False, callback=_quiet, help="Say nothing on stderr but errors."
        ),
        click.option(
            "-v",
            "--verbose",
            count=True,
            expose_value=False,
            callback=_verbose,
            help="Log events; -vv: every call.",
        ),
    ):
        function = option(function)
    return function
