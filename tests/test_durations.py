"""Lengths of time are written in one way wherever a user sees one."""

import pytest

from wolkvox_async.durations import duration_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "0 s"),
        (0, "0 s"),
        (0.25, "0.25 s"),
        (0.9994, "1 s"),
        (2.0, "2 s"),
        (9.99999, "10 s"),
        (45.4, "45 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (185, "3 min 5 s"),
        (3_599.9, "1 h"),
        (3_600, "1 h"),
        (3_629, "1 h"),
        (3_640, "1 h 1 min"),
        (46_980, "13 h 3 min"),
        (86_390, "1 d"),
        (86_400, "1 d"),
        (187_200, "2 d 4 h"),
        (863_000, "10 d"),
    ],
)
def test_a_length_of_time_is_written_in_its_two_largest_units(seconds, text):
    assert duration_text(seconds) == text
