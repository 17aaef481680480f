"""The OpenAPI document: valid, whole, and true of what the simulator answers."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
import schemathesis
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, assume, given, settings
from jsonschema import Draft202012Validator
from jsonschema import ValidationError as SchemaError
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from yarl import URL

from wolkvox_async import Operation, openapi
from wolkvox_async.cli import main
from wolkvox_async.core import wire
from wolkvox_async.core.call import Call, request
from wolkvox_async.endpoints import GROUPS, endpoints
from wolkvox_async.openapi.values import KINDS
from wolkvox_async.simulator import Faults, Simulator, World

DOCUMENT = openapi.document()
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method != "servers"
}
SAMPLES = Path(__file__).parents[1] / "samples"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DATES = {"date_ini": "20260301000000", "date_end": "20260301235959"}
# What the simulator has.
THERE_IS = {"campaign_id": "32841", "type_campaign": "predictive", "agent_id": "12001", "skill_id": "1"}
THERE_IS |= {"connector_id": "1", "cod_act": "100", "agent": "12001", "skill": "1", "campaign": "32841"}
# Of these the server wants more than the schema says: a strong password, a template's name in small letters, a filter's
# and labels' own fields, a token that it gave for the page before.
PARTICULAR = {f"configuration.{name}_agent" for name in ("create", "edit")}
PARTICULAR |= {f"whatsapp.{name}_template" for name in ("create", "create_auth", "create_utility", "edit")}
PARTICULAR |= {"campaign.campaign_filter", "campaign.edit_campaign", "storage.list_files"}


def schema_of(operation_id, status="200"):
    """Return the schema of an operation's reply, which may refer to the document's others."""
    content = OPERATIONS[operation_id][2]["responses"][status]["content"]
    return Draft202012Validator(content["application/json"]["schema"] | {"components": DOCUMENT["components"]})


def component(name):
    return Draft202012Validator(DOCUMENT["components"]["schemas"][name] | {"components": DOCUMENT["components"]})


# What it is


def test_the_document_is_valid():
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_it_is_json_and_the_same_each_time():
    assert orjson.loads(orjson.dumps(DOCUMENT)) == DOCUMENT == openapi.document()


def test_every_endpoint_is_in_it_exactly_once():
    known = [name for group in GROUPS for name in endpoints(group)]
    described = Counter(operation["x-wolkvox"]["name"] for _, _, operation in OPERATIONS.values())
    print(f"{len(described)} endpoints in the document")  # noqa: T201 - for whoever asks how many
    assert described == Counter(known)
    assert set(OPERATIONS) == {name.replace(".", "_") for name in known}
    assert len(OPERATIONS) == len(known) == len(DOCUMENT["paths"])


def test_every_path_is_the_address_that_the_client_calls():
    operation = Operation(name="sales-co", server="0099", tokens=["token-alpha"], licences=1, tz="America/Bogota")
    for path, endpoint in openapi.paths().items():
        servers = DOCUMENT["paths"][path].get("servers", DOCUMENT["servers"])
        call = Call(endpoint=endpoint.name, method=endpoint.method, script=endpoint.script, query=())
        asked = request(call, operation, operation.tokens[0])
        assert str(URL(servers[0]["url"].format(server="0099") + path)) == asked.url
        assert endpoint.method.lower() in DOCUMENT["paths"][path]


def test_api_is_a_parameter_with_one_value():
    for path, endpoint in openapi.paths().items():
        given = DOCUMENT["paths"][path][endpoint.method.lower()]["parameters"]
        values = [each["schema"]["const"] for each in given if each.get("name") == "api"]
        assert values == ([endpoint.api] if endpoint.api else [])


def test_every_parameter_is_described_once_with_its_name_on_the_wire():
    for path, endpoint in openapi.paths().items():
        operation = DOCUMENT["paths"][path][endpoint.method.lower()]
        query = [each["name"] for each in operation["parameters"] if "name" in each and each["name"] != "api"]
        media = operation.get("requestBody", {}).get("content", {})
        whole = next(iter(media.values()), {"schema": {}})["schema"]
        sent = list(whole.get("items", whole).get("properties", {}))
        assert sorted(query + sent) == sorted(each.wire for each in endpoint.parameters), endpoint.name
        dates = [each["$ref"].rpartition("/")[2] for each in operation["parameters"] if "$ref" in each]
        assert dates == (["DateIni", "DateEnd"] if endpoint.rows is not None else [])


def test_the_token_is_asked_for_in_its_header_and_no_value_of_one_is_there():
    scheme = DOCUMENT["components"]["securitySchemes"]["token"]
    assert (scheme["in"], scheme["name"]) == ("header", "wolkvox-token")
    assert DOCUMENT["security"] == [{"token": []}]


# What values look like

TEXTS = [
    *("", " ", "-", "--", "---", "0", "1204", "1,204", "1,2", "-3", "+3", "12.50", "1.", ".5", "15,233.33", "1e3", "x"),
    *("34.64 %", "15,233.33 %", "%", "12%", "00:00:10", "26:01:02", "1:60:00", "90", "90.5", "-90"),
    *("2025-01-31 10:00:00", "2025-01-31", "20250131", "2025-01-31T10:00:00", "31/01/2025", " 2025-01-31 "),
    *("yes", "no", "SI", "sí", "true", "False", "1", "0", "maybe"),
]
ODDITIES = [None, 5, 1.5, True, [], {}]


@pytest.mark.parametrize("name", [name for name in KINDS if name != "Missing"])
def test_a_value_is_described_as_it_is_read(name):
    """What the decoder reads is what the document allows, and nothing else."""
    read = getattr(wire, name).__metadata__[0].reader(UTC)
    described = component(name)
    for value in [*TEXTS, *ODDITIES]:
        try:
            read(value, None)
            readable = True
        except (ValueError, TypeError, ArithmeticError):
            readable = False
        if isinstance(value, bool | float) and name in {"Text", "Id", "Phone"}:
            continue  # True is read as its text, and a number comes as it was written, which is no float of Python
        assert described.is_valid(value) is readable, f"{name}: {value!r}"


@pytest.mark.parametrize(
    ("sample", "endpoint"),
    [
        ("activity_codes", "information.activity_codes"),
        ("agent_1", "reports.agent_1"),
        ("audit_log", "information.audit_log"),
        ("campaign_3", "reports.campaign_3"),
        ("cdr_1", "reports.cdr_1"),
        ("chat_1", "reports.chat_1"),
        ("real_time_campaigns", "real_time.campaigns"),
        ("whatsapp_agent_chat", "whatsapp.agent_chat"),
    ],
)
def test_replies_as_they_were_seen_fit_their_schema(sample, endpoint):
    reply = orjson.loads((SAMPLES / f"{sample}.json").read_bytes())
    described = schema_of(endpoint.replace(".", "_"))
    described.validate(reply)
    assert not described.is_valid(reply | {"data": "none of it"})


@pytest.mark.parametrize("sample", ["empty_window_404", "add_record_rejected_404"])
def test_refusals_as_they_were_seen_fit_theirs(sample):
    component("Failure").validate(orjson.loads((SAMPLES / f"{sample}.json").read_bytes()))


def test_a_value_of_another_type_does_not_fit():
    reply = orjson.loads((SAMPLES / "cdr_1.json").read_bytes())
    reply["data"][0]["time_seg"] = "a while"
    with pytest.raises(SchemaError, match="a while"):
        schema_of("reports_cdr_1").validate(reply)


def test_names_are_still_different_when_only_letters_and_digits_are_left():
    """Generators of code make class names of them."""
    names = ["".join(filter(str.isalnum, name)).lower() for name in DOCUMENT["components"]["schemas"]]
    assert [name for name, count in Counter(names).items() if count > 1] == []


# What the simulator answers


@pytest.fixture
def simulator():
    """One that nothing limits but what a call itself has wrong; new for each test, since calls change what there is."""
    with Simulator(World.default(licences=1_000_000)) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def schema():
    return schemathesis.openapi.from_dict(openapi.document(), config=SchemathesisConfig(seed=1))


def address(case, simulator):
    """Where a case is to be sent: to the simulator; below its root, where the path has a server of its own."""
    own = "servers" in DOCUMENT["paths"][case.path]
    return simulator.base_url.removesuffix("/api/v2/") if own else simulator.base_url.rstrip("/")


def send(case, simulator):
    headers = {"wolkvox-token": "token-alpha"}
    return case.call_and_validate(base_url=address(case, simulator), headers=headers, checks=CHECKS)


def tried(examples):
    """Few examples, always the same ones."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_a_wrong_call_is_answered_as_the_document_says(schema, simulator, operation_id):
    operation = schema.find_operation_by_id(operation_id)

    @tried(2)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def is_answered(case):
        send(case, simulator)

    is_answered()


def sensible(case, endpoint):
    """Whether a case keeps to what no schema can say: dates of the calendar, and one of several parameters."""
    given = {**(case.query or {}), **(case.body if isinstance(case.body, dict) else {})}
    moments = [each for each in endpoint.parameters if each.kind in {"moment", "time"} and each.wire in given]
    return all(exists(given[each.wire], each.form) for each in moments) and (
        not endpoint.one_of or any(name in given for name in endpoint.one_of)
    )


def exists(text, form):
    try:
        return datetime.strptime(text, form).strftime(form) == text  # noqa: DTZ007 - a wall clock
    except ValueError:
        return False


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_a_call_as_the_document_allows_is_taken(schema, simulator, operation_id):
    """And answered as it says; a write may be refused, as what it names is not there."""
    endpoint = openapi.paths()[OPERATIONS[operation_id][0]]
    operation = schema.find_operation_by_id(operation_id)
    statuses = []

    @tried(2)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def is_taken(case):
        assume(sensible(case, endpoint))
        case.query = filled(case.query or {}, endpoint) | (DATES if endpoint.rows is not None else {})
        case.body = filled(case.body, endpoint) if isinstance(case.body, dict) else case.body
        statuses.append(send(case, simulator).status_code)

    is_taken()
    assert 400 not in statuses or endpoint.name in PARTICULAR, endpoint.title
    if endpoint.reads and not any(each.required for each in endpoint.parameters if each.wire not in THERE_IS):
        assert 200 in statuses, endpoint.title


def filled(given, endpoint):
    """What is given, with names that there are in the place of any; 5.0 is an integer to JSON Schema alone."""
    numbers = {name: int(value) for name, value in given.items() if isinstance(value, float) and value.is_integer()}
    known = {
        each.wire: THERE_IS[each.wire]
        for each in endpoint.parameters
        if each.wire in THERE_IS and each.wire in given and each.kind in {"id", "str", "int", "enum"}
        if each.kind != "enum" or THERE_IS[each.wire] in each.values
    }
    return {**given, **numbers, **known}


def test_another_reply_than_the_documents_is_told(schema):
    """The checks themselves: a page of HTML in place of JSON fails them."""
    case = schema.find_operation_by_id("information_token_info").Case(query={"api": "token_info"})
    with Simulator(World.default(), faults=Faults(every=1, kinds=("html",))) as broken, pytest.raises(FailureGroup):
        send(case, broken)


# From the shell


def test_the_command_writes_the_document(tmp_path):
    out = tmp_path / "openapi.json"
    done = CliRunner().invoke(main, ["openapi", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert orjson.loads(out.read_bytes()) == DOCUMENT
    printed = CliRunner().invoke(main, ["openapi"])
    assert orjson.loads(printed.stdout) == DOCUMENT


def test_a_file_that_cannot_be_written_is_one_line(tmp_path):
    done = CliRunner().invoke(main, ["openapi", "--out", str(tmp_path / "nowhere" / "openapi.json")])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr


def test_a_pipe_whose_reader_leaves_is_no_error():
    command = [sys.executable, "-m", "wolkvox_async.cli", "openapi"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"{\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")
