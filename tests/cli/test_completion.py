"""What bash, zsh and fish complete."""

import pytest

from tests.support.commands import here

TOML = "[operations.sales-co]\n[operations.support]\n"


@pytest.fixture
def complete(tmp_path):
    tmp_path.joinpath("wolkvox.toml").write_text(TOML)

    def complete(line):
        words = line.split(" ")
        done = here(
            tmp_path,
            _WOLKVOX_COMPLETE="bash_complete",
            COMP_WORDS=line,
            COMP_CWORD=str(len(words) - 1),
        )
        return [each.partition(",")[2] for each in done.stdout.decode().splitlines() if each.strip()]

    return complete


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("wolkvox doc", ["doctor"]),
        ("wolkvox call reports.cdr_1", ["reports.cdr_1", "reports.cdr_10", "reports.cdr_11"]),
        ("wolkvox call reports.cdr_1 --fr", ["--from"]),
        ("wolkvox export reports.campaign_4", ["reports.campaign_4"]),
        ("wolkvox plan campaign_4", ["reports.campaign_4"]),
        ("wolkvox call cdr_1", ["reports.cdr_1", "reports.cdr_10", "reports.cdr_11"]),
        ("wolkvox call real_time.agents --columns agent_n", ["agent_name"]),
        ("wolkvox call real_time.agents --columns agent_id,agent_n", ["agent_id,agent_name"]),
        ("wolkvox gateway --cache real", ["real_time="]),
        ("wolkvox gateway --cache real_time.ag", ["real_time.agents="]),
        ("wolkvox simulate --fault html-", ["html-after"]),
        ("wolkvox simulate --log-format j", ["json"]),
        ("wolkvox quota --operation sal", ["sales-co"]),
        ("wolkvox call reports.cdr_1 --operation ", ["sales-co", "support"]),
        ("wolkvox quota --config none.toml --operation s", []),
    ],
)
def test_names_options_and_operations_are_completed(complete, line, found):
    assert complete(line) == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(tmp_path, shell):
    done = here(tmp_path, _WOLKVOX_COMPLETE=f"{shell}_source")
    assert b"_WOLKVOX_COMPLETE" in done.stdout
