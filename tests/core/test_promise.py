"""What a message promises is read in whatever words and marks the server writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wolkvox_async.catalogue import entries
from wolkvox_async.core.promise import promised
from wolkvox_async.core.shape import MANY, count


@pytest.mark.parametrize(
    ("msg", "number"),
    [
        ("60000 records were found", 60_000),
        ("1,234 records were found", 1_234),
        ("1.009 records were found", 1_009),
        ("1\u00a0234\u00a0567 records were found", 1_234_567),
        ("1 records were found", 1),
        ("1 record was found.", 1),
        ("0 records were found", 0),
        ("9 records found", 9),
        ("9 call records were found", 9),
        ("9 nuevos registros encontrados", 9),
        ("OK. 9 records were found", 9),
        ("Found: 9 records were found", 9),
        ("Found 9", 9),
        ("Records found: 1.009", 1_009),
        ("about 60000 records were found", 60_000),
        ("Se encontraron 9 registros", 9),
        ("se encontró 1 registro", 1),
        ("1.009 registros encontrados", 1_009),
        ("Registros encontrados: 9", 9),
        ("Total de registros: 9", 9),
        ("Total: 1,009", 1_009),
        ("Query took 0.03 s, 9 records found", 9),
        ("2025-01-01 10:00: 9 records", 9),
        ("Showing 50 of 120 records", 120),
        ("9 filas", 9),
        ("9 calls were found", 9),
        ("Se encontraron 1.009 llamadas", 1_009),
        ("Found 12 calls", 12),
        ("records found (9)", 9),
        ("(9) records were found", 9),
        ("Records were found: 9", 9),
        ("60,000+ records", 60_000),
        ("60,000+ records were found", 60_000),
        ("Found 60000+ records", 60_000),
        ("More than 60,000 records", 60_000),
        ("9records", 9),
        ("9Records were found", 9),
        ("Encontrados 9", 9),
        ("Encontrados 9.", 9),
        ("Encontrado(s): 9", 9),
        ("9 record(s)", 9),
        ("9 record(s) were found", 9),
        ("9 registro(s) encontrado(s)", 9),
        ("Registro(s): 9", 9),
        ("Se encontró(aron) 9 registro(s)", 9),
        ("<b>9</b> records were found", 9),
        ("9 new records were found", 9),
        ("9 matching records", 9),
        ("returned 9 errors", None),
        ("Retrieved 3 of 9 pages", None),
        ("2 record(s) were added", None),
        ("2records were loaded", None),
        ("9 new records were added", None),
        ("2 errors were found", None),
        ("Found 3 pages", None),
        ("9" * 5_000 + " records were found", MANY),
        ("x records were found", None),
        ("0 records has been added, please validate the data", None),
        ("5 records were not loaded", None),
        ("Se agregaron los datos; 9 registros fueron insertados", None),
        ("All records has been added successfully", None),
        ("Validate dates entered", None),
        ("EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)", None),
        ("2 telephones were deleted", None),
        ("1.5 records were found", None),
        ("", None),
        (None, None),
        (5, None),
        ([1], None),
    ],
)
def test_a_promise(msg, number):
    assert promised(msg) == number


@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}"]), st.sampled_from([",", ".", "'", " ", "\u00a0"]))
def test_any_mark_between_the_thousands(number, form, mark):
    text = form.format(number).replace(",", mark)
    assert promised(f"{text} records were found") == number
    assert promised(f"Se encontraron {text} registros.") == number
    assert count(text) == number


def test_the_vendors_own_messages_promise_where_they_count():
    """N stands for the number in a message of the catalogue."""
    for entry in entries():
        if entry.reply.counts and "N records" in entry.reply.msg:
            assert promised(entry.reply.msg.replace("N ", "1172 ", 1)) == 1172, entry.reply.msg


@pytest.mark.parametrize("value", ["", "many", None, True, "²", "1.50", "1,50", "-3", 1.5, [3]])
def test_what_is_no_count(value):
    assert count(value) is None
