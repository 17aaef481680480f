"""Words, English and Spanish, lead to endpoints: the right ones, the best first."""

import subprocess
import sys
from collections import Counter

import pytest

from wolkvox_async import catalogue
from wolkvox_async.catalogue.glossary import MEANINGS
from wolkvox_async.catalogue.search import in_spanish, search, suggestion
from wolkvox_async.endpoints import GROUPS, endpoints


def names(query):
    return [found.name for found in search(query)]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("abandoned calls", "reports.skill_2"),
        ("llamadas abandonadas", "reports.skill_2"),
        ("lost calls", "reports.skill_2"),
        ("activity codes", "information.activity_codes"),
        ("tipificación por agente", "reports.act_1"),
        ("encuestas", "reports.diagram_4"),
        ("survey per skill", "reports.diagram_6"),
        ("facturación de licencias de chat", "billing.chat_licenses"),
        ("tiempo auxiliar", "reports.agent_3"),
        ("pausas de agentes", "reports.agent_3"),
        ("login and logout", "reports.agent_7"),
        ("horas de conexión de los agentes", "reports.agent_7"),
        ("nivel de servicio por día", "reports.skill_3"),
        ("sla per hour", "reports.skill_4"),
        ("no llamar", "information.get_dnc"),
        ("lista negra", "information.get_dnc"),
        ("crear campaña", "campaign.create_campaign"),
        ("token", "information.token_info"),
        ("agents", "information.agents"),
        ("cdr_1", "reports.cdr_1"),
        ("diagram_1", "reports.diagram_1"),
        ("campaign.detail", "campaign.detail"),
        ("plantillas", "whatsapp.list_templates"),
    ],
)
def test_what_people_call_it_leads_there(query, best):
    assert best in names(query)[: 6 if best.startswith(("whatsapp", "information.get", "reports.skill")) else 3]


@pytest.mark.parametrize("name", ["reports.cdr_1", "reports.diagram_1", "information.agents", "campaign.detail"])
def test_a_name_finds_itself_first(name):
    assert names(name)[0] == name
    assert names(name.partition(".")[2])[0] == name


def test_every_endpoint_is_found_by_its_titles():
    for entry in catalogue.entries():
        assert entry.full_name in names(entry.title), entry.title
        assert entry.full_name in names(entry.spanish), entry.spanish


def test_what_is_found_is_what_can_be_called():
    assert sorted(names("")) == sorted(name for group in GROUPS for name in endpoints(group))


@pytest.mark.parametrize(
    "forms",
    [
        ("tipificación", "TIPIFICACION", "tipificaciones"),
        ("llamadas abandonadas", "llamada abandonada", "abandonadas, llamadas"),
        ("agente", "agentes", "AGENTES"),
        ("codes", "code"),
        ("campaña", "campana", "campañas"),
        ("habilidad", "habilidades"),
        ("grabación", "grabaciones"),
    ],
)
def test_accents_case_and_plural_make_no_difference(forms):
    found = {frozenset(names(form)) for form in forms}
    assert len(found) == 1
    assert found != {frozenset()}


def test_both_languages_find_the_same():
    for english, spanish in [("survey", "encuesta"), ("licence", "licencia"), ("transfer", "transferencia")]:
        assert set(names(english)) & set(names(spanish))


def test_all_words_must_fit():
    both = set(names("agent sentiment"))
    assert both
    assert both == set(names("agent")) & set(names("sentiment"))
    assert names("agent zebra") == []
    assert names("de la") == []


def test_a_title_beats_a_field():
    found = search("transfer")
    titled = ["transfer" in each.title.lower() for each in found]
    assert set(titled) == {True, False}
    assert titled == sorted(titled, reverse=True)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_name_with_marks_is_one_phrase():
    fields = {entry.full_name for entry in catalogue.entries() if "hang_up" in {each.name for each in entry.fields}}
    assert fields
    assert fields <= set(names("hang_up"))
    assert names("up_hang") == []


def test_the_beginning_of_a_word_is_enough():
    assert "reports.skill_2" in names("aband")
    assert names("aba") == []


def test_the_kinds_of_rows_are_told():
    kinds = {found.name: found.rows for found in search("")}
    assert kinds["reports.cdr_1"] == "events"
    assert kinds["reports.skill_3"] == "buckets"
    assert kinds["reports.campaign_4"] == "totals"
    assert kinds["information.agents"] == ""


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("abandonned calls", "abandoned calls"),
        ("llamadas abandonadsa", "llamadas abandonadas"),
        ("calls marcianas", "calls"),
        ("encuesat", "encuesta"),
        ("how many calls did we lsoe", "calls lose"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_what_finds_nothing_is_answered_with_what_does(query, near):
    assert suggestion(query) == near or names(suggestion(query)) == names(near)


def test_the_language_of_a_query():
    assert in_spanish("llamadas abandonadas")
    assert not in_spanish("abandoned calls")
    assert not in_spanish("cdr_1")
    assert not any(in_spanish(entry.title) for entry in catalogue.entries())


def test_every_meaning_has_both_languages_and_finds_something():
    for meaning in MEANINGS:
        assert len(meaning) > 1
        assert all(word.isascii() and word == word.lower().strip() and word for word in meaning), meaning
        assert Counter(meaning).most_common(1)[0][1] == 1, meaning
        assert all(search(word) for word in meaning), meaning


def test_searching_needs_no_network_library():
    code = (
        "import sys; from wolkvox_async.catalogue.search import search; "
        "print(len(search('')), 'aiohttp' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"{len(search(''))} False\n"
