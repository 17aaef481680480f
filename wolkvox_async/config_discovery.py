"""Finds a program's configuration: the environment's variables, else a wolkvox.toml."""

from pathlib import Path

from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.config import Config, load
from wolkvox_async.environment import CONFIG, NAME, NEEDED, config_file, operation_of, variables, with_dotenv
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.operation import Operation
from wolkvox_async.options import Options
from wolkvox_async.secrecy import sealed
from wolkvox_async.spelling import nearest

__all__ = ["find", "one_of", "options_of"]


@sealed
def find(dotenv: str | Path | None = None, *, name: str | None = None) -> Config:
    """Return the configuration: the operation that the variables name, else the file of WOLKVOX_CONFIG or wolkvox.toml.

    Args:
        dotenv: A `.env` file whose variables are taken where the environment does not have them; None reads none.
        name: Of the operation that variables name; None: WOLKVOX_OPERATION, or "wv" and the server's number.

    Raises:
        ConfigurationError: Variables are missing or cannot be right, or there are none and no file, or the file cannot
            be used.
    """
    with with_dotenv(dotenv):
        given = variables()
        operation = operation_of(given, name)
        if operation is not None:
            return Config(operations={operation.name: operation})
        path = config_file(given)
        if not given.get(CONFIG) and not path.exists():
            raise ConfigurationError(
                f"no operation is configured: the environment has no {', '.join(NEEDED)}, and there is no {path}",
                advice=f"set the variables, name a file in {CONFIG}, or make one: wolkvox init",
            )
        return load(path)


def one_of(config: Config, name: str | None = None, *, dotenv: str | Path | None = None) -> Operation:
    """Return one operation of a configuration.

    Args:
        config: The configuration.
        name: The operation's; None: WOLKVOX_OPERATION, or the only one there is.
        dotenv: The `.env` file that the configuration was found with.

    Raises:
        ConfigurationError: There are several and none is named, there is none of that name, or it cannot be used.
    """
    known = [*config.operations, *config.failures]
    with with_dotenv(dotenv):
        name = name or variables().get(NAME) or (known[0] if len(known) == 1 else None)
    if name is None:
        raise ConfigurationError(
            f"several operations: {', '.join(known)}", advice=f"name one, or set {NAME}; Fleet has all of them"
        )
    if name in config.failures:
        raise config.failures[name]
    if name not in config.operations:
        raise ConfigurationError(f"unknown operation {name!r}", advice=nearest(name, known))
    return config.operations[name]


def options_of(config: Config, given: Options) -> Options:
    """Return the options of a client: those that were given, and the configuration's behind them."""
    found: Options = {
        "store": config.store,
        "journal": config.journal,
        "on_store_failure": config.on_store_failure,
        "strict_counts": config.strict_counts,
        "share_calls": config.share_calls,
    }
    if config.timeouts is not None:
        found["timeouts"] = Timeouts(**config.timeouts)
    if config.cache is not None:
        found["cache"] = config.cache
    if config.proxy is not None:
        found["proxy"] = config.proxy
    if config.ca_bundle is not None:
        found["ca_bundle"] = config.ca_bundle
    if config.max_wait is not None:
        found["max_wait"] = config.max_wait
    return found | given
