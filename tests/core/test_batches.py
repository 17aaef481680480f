"""Bodies of uploads."""

import json

from wolkvox_async.core.batches import Packed


def test_halves_keep_rows_and_records():
    packed = Packed((2, 5, 9), b'[{"a":"1"},{"a":"2"},{"a":"3"}]')
    first, second = packed.halves()
    assert (tuple(first.rows), json.loads(first.body)) == ((2,), [{"a": "1"}])
    assert (tuple(second.rows), json.loads(second.body)) == ((5, 9), [{"a": "2"}, {"a": "3"}])
