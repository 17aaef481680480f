"""What fields and parameters are, in the catalogue and in what is made of it."""

import inspect
import re

import attrs

from tests.support.entries import every_entry, method
from tools.generate.words import sentence
from wolkvox_async import errors
from wolkvox_async.catalogue import Field, catalogue_files, entries
from wolkvox_async.endpoints import find


def find_file(path):
    return next(each for each in catalogue_files() if each.path == path)


@every_entry
def test_every_parameter_and_every_field_says_what_it_is(entry):
    described = [*entry.parameters, *(field for record in entry.records.values() for field in record.fields)]
    assert [each.name for each in described if not each.text] == []


@every_entry
def test_help_of_a_record_says_what_its_fields_are(entry):
    if not entry.reply.record:
        return
    doc = inspect.getdoc(find(entry.full_name).record)
    assert entry.custom or doc.startswith(entry.records[entry.reply.record].doc)
    for field in entry.fields:
        assert re.search(rf"^    {field.name} \([^)]+\): \S", doc, re.MULTILINE), field.name
        assert entry.custom or sentence(field.text) in doc


def test_a_name_means_the_same_unless_its_place_says_otherwise():
    fields = {each.name: each for each in find_file("reports/cdr").records["CallDetail"].fields}
    assert fields["agent_id"].text == "agent's id, the extension"
    assert fields["time_seg"].text == "length of the call, in seconds"
    assert fields["cod_act"].text == "activity code; TIMEOUTACW when the agent let the coding time run out"
    assert fields["hang_up"].text == "who ended the call"


def test_values_are_said_once():
    named = Field(name="state", type="str", values=("on", "off"), meaning="state", notes="on or off, never else")
    assert named.text == "state; on or off, never else"
    assert attrs.evolve(named, notes="").text == "state: on, off"
    assert Field(name="share", type="percent", meaning="share of calls").text == "share of calls, in percent"


def test_help_says_which_of_several_is_required():
    doc = inspect.getdoc(method(next(each for each in entries() if each.full_name == "campaign.find_record")))
    assert "customer_phone or customer_id is required." in doc


def test_the_errors_a_docstring_names_are_ours():
    doc = inspect.getdoc(method(next(each for each in entries() if each.full_name == "campaign.clear_campaign")))
    raised = doc.partition("Raises:")[2].partition("Source:")[0]
    named = set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+|Maintenance|Refused|Unreachable", raised))
    assert named <= set(errors.__all__)
    assert {"OutcomeUnknown", "ConfigurationError", "AuthenticationFailed"} <= named
