"""Misspelt words get a hint."""

import pytest

from wolkvox_async.spelling import closest, nearest


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("campain_id", ["campaign_id", "skill_id"], "did you mean 'campaign_id'?"),
        ("x", ["b", "a"], "known: a, b"),
        ("x", iter(["b", "a"]), "known: a, b"),
        ("x", [], "known: none"),
    ],
)
def test_the_nearest_word_is_named_or_all_of_them(word, known, hint):
    assert nearest(word, known) == hint


def test_how_like_a_word_must_be_may_be_said():
    assert closest("licenses", ["licences"], likeness=0.8) == "licences"
    assert closest("licenses", ["licences"], likeness=0.95) == ""
