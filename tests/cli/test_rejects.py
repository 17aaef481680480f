"""What is said of rows that were not taken."""

import pytest

from wolkvox_async.cli.rejects import say_reasons

EMPTY, TWICE = "telephone is empty", "customer_id is there twice"


@pytest.mark.parametrize(
    ("rejected", "said"),
    [
        ([(3, EMPTY)], [f"row 3: {EMPTY}"]),
        ([(3, EMPTY), (9, EMPTY)], [f"rows 3 and 9: {EMPTY}"]),
        ([(3, EMPTY), (4, TWICE), (9, EMPTY), (14, EMPTY)], [f"rows 3, 9 and 14: {EMPTY}", f"row 4: {TWICE}"]),
        ([(row, EMPTY) for row in range(2, 1_236)], [f"rows 2, 3, 4 and 1,231 more: {EMPTY}"]),
        ([(None, EMPTY)], [f"row ?: {EMPTY}"]),
        ([(None, EMPTY)] * 2_000, [f"2,000 rows, it is not known which: {EMPTY}"]),
        ([(3, EMPTY), (None, EMPTY)], [f"row 3 and 1 more: {EMPTY}"]),
        (
            [(row, f"is {row // 2}") for row in range(50)],
            [*(f"rows {2 * n} and {2 * n + 1}: is {n}" for n in range(20)), "… and 10 more; --json lists them all"],
        ),
        ([], []),
    ],
)
def test_each_reason_is_said_once_with_its_first_rows(rejected, said, capsys):
    say_reasons(rejected, "--json lists them all")
    assert capsys.readouterr().err.splitlines() == said


def test_of_reasons_that_were_counted_and_not_kept_the_number_is_said(capsys):
    say_reasons([(2, EMPTY), (3, EMPTY)], "--rejected FILE writes them all", count=12_000)
    assert capsys.readouterr().err.splitlines() == [
        f"rows 2 and 3: {EMPTY}",
        "… and 11,998 more; --rejected FILE writes them all",
    ]
