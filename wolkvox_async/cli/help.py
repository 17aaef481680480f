"""What stands below the options on every command's help page: examples, and the exit codes."""

import click

from wolkvox_async.cli.exit_codes import EXIT_CODES

__all__ = ["with_epilog"]

_EXAMPLES = {
    "demo": ["wolkvox demo --out demo-out"],
    "simulate": ["wolkvox simulate --port 8099", "wolkvox simulate --latency 0.3 --fault-every 20 --fault html"],
    "reports": ["wolkvox reports abandoned calls"],
    "plan": [
        "wolkvox plan cdr_1 --from 2025-01-01 --to 2026-01-01",
        "wolkvox plan campaign.detail --from -30d --to today --out exports --quota-share 0.8",
    ],
    "export": [
        "wolkvox export cdr_1 chat_1 --from 2025-01-01 --to today --out exports",
        "wolkvox export campaign.detail --from yesterday --to today --out exports -p campaign_id=all --format csv",
    ],
    "compact": ["wolkvox compact exports"],
    "load": ["wolkvox load cdr_1 --from 2025-01-01 --to today --into duckdb:///warehouse.duckdb"],
    "follow": ["wolkvox follow cdr_1 --into duckdb:///warehouse.duckdb --every 10m"],
    "upload": [
        "wolkvox upload leads.xlsx --campaign 32841 --type predictive --dry-run",
        "wolkvox upload leads.csv --campaign 32841 --type predictive --clean-phones --country 57 --rejected bad.csv",
        "wolkvox upload --resume u-1f2e3d4c",
    ],
    "uploads": ["wolkvox uploads", "wolkvox uploads u-1f2e3d4c --reconcile"],
    "quota": ["wolkvox quota --refresh", "wolkvox quota --watch --operation sales-co"],
    "init": ["wolkvox init"],
    "doctor": ["wolkvox doctor", "wolkvox doctor --json --operation sales-co"],
    "gateway": [
        "wolkvox gateway --port 8090 --cache real_time=5m",
        "wolkvox gateway --host 0.0.0.0 --key env:GATEWAY_KEY",
    ],
    "call": [
        "wolkvox call real_time.agents",
        "wolkvox call cdr_1 --from yesterday --to today --format csv --out calls.csv",
    ],
    "openapi": ["wolkvox openapi --out wolkvox.json"],
}


def with_epilog(name: str, command: click.Command) -> click.Command:
    """Return a command whose help page ends with examples and its exit codes.

    Args:
        name: Its name.
        command: The command. What it says of exit codes itself stays, and no other is added.
    """
    examples = "\n".join(f"  {line}" for line in _EXAMPLES[name])
    said = command.epilog or ""
    codes = said if "xit code" in said else f"Exit codes: {EXIT_CODES}"
    command.epilog = f"\b\nExamples:\n{examples}\n\n{codes}"  # \b: keep these lines as they are
    return command
