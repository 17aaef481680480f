"""Misspelt words get a hint."""

import pytest

from wolkvox_async.spelling import closest, nearest


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("campain_id", ["campaign_id", "skill_id"], "did you mean 'campaign_id'?"),
        ("cdr_l", [f"cdr_{number}" for number in range(10)], "did you mean 'cdr_1'?"),
        ("chat_O", ["chat_1", "chat_2", "chat_0", "chat_9"], "did you mean 'chat_0'?"),
        ("CDR-1", ["cdr_9", "cdr_1"], "did you mean 'cdr_1'?"),
        ("type", ["id_type", "type_campaign", "tel1"], "did you mean 'type_campaign'?"),
        ("id_typ", ["id_type", "id"], "did you mean 'id_type'?"),
        ("campaign", ["campaign_id", "campaign_description"], "did you mean 'campaign_id'?"),
        ("type-campaign-x", ["type-campaign", "tel1"], "did you mean 'type-campaign'?"),
        ("preview", ["Predictive", "Preview"], "did you mean 'Preview'?"),
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
