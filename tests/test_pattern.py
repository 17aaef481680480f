"""A pattern is compiled when it is first used, and then does what a compiled one does."""

import copy
import pickle
import re

import pytest

from wolkvox_async.pattern import pattern


def test_it_is_compiled_on_first_use_and_once(monkeypatch):
    compiled = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: (compiled.append(given), compile_(*given))[1])
    digits = pattern("([0-9]+)-x", re.IGNORECASE)
    assert compiled == []
    assert digits.fullmatch("12-X")[1] == "12"
    assert digits.fullmatch("13-x")[1] == "13"
    assert compiled == [("([0-9]+)-x", re.IGNORECASE)]


def test_it_has_the_methods_of_a_compiled_one():
    bytes_ = pattern(rb"b+")
    assert bytes_.search(b"abba")[0] == b"bb"
    assert bytes_.sub(b"", b"abba") == b"aa"
    assert (bytes_.pattern, bytes_.groups) == (b"b+", 0)
    assert not hasattr(bytes_, "other")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_it_is_copied_and_pickled_before_it_is_used(again):
    assert again(pattern("a+")).fullmatch("aa")
