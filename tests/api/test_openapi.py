"""The OpenAPI document is what it says it is: 3.1, whole, and true to the forms."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from simcap.facilitation import registry
from simcap.facilitation.schema import schema_of
from tests.api.program import CASES, ROOT
from tests.cast import PATH, Cast

OPERATIONS = {
    ("get", f"{ROOT}/registers"), ("get", f"{ROOT}/registers/{{book}}"),
    ("get", f"{ROOT}/me"), ("get", CASES), ("post", CASES), ("get", f"{CASES}/{{uid}}"),
    ("get", f"{CASES}/{{uid}}/acts"), ("post", f"{CASES}/{{uid}}/acts/{{act}}"), ("get", f"{CASES}/{{uid}}/journal"),
    ("get", f"{CASES}/{{uid}}/documents"), ("get", f"{CASES}/{{uid}}/documents/{{doc}}.pdf"),
    ("post", f"{CASES}/{{uid}}/attachments"), ("post", f"{ROOT}/attachments"),
}  # fmt: skip


@pytest.fixture
def document() -> dict[str, Any]:
    answer: dict[str, Any] = Client().get(f"{ROOT}/openapi.json", headers={"Accept-Language": "id"}).json()
    return answer


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def everything(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from everything(each)


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with the document's components beside it, so that a validator finds what it refers to."""
    return {**schema, "components": document["components"]}


def test_it_holds_exactly_the_operations_of_the_service(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= document["info"].keys()
    assert {(method, path) for method, path, _ in operations(document)} == OPERATIONS


def test_every_operation_is_named_once_and_says_its_parameters_answers_and_token(document: dict[str, Any]):
    names = [operation["operationId"] for *_, operation in operations(document)]
    assert sorted(names) == sorted(set(names))
    for method, path, operation in operations(document):
        said = {one["name"] for one in operation["parameters"] if one["in"] == "path" and one["required"]}
        assert said == set(re.findall(r"{(\w+)}", path))
        assert operation["security"] == [{"Token": []}]
        assert {"401", "404", "422"} <= operation["responses"].keys()
        assert all(answer["description"] for answer in operation["responses"].values())
        assert ("requestBody" in operation) == (method == "post")
    assert document["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"


def test_every_reference_leads_somewhere_and_every_schema_is_one(document: dict[str, Any]):
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    used = {node["$ref"] for node in everything(document) if isinstance(node.get("$ref"), str)}
    assert used - known == set()
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for node in everything(document["paths"]):
        if isinstance(node.get("schema"), dict):
            Draft202012Validator.check_schema(node["schema"])


def test_the_inputs_of_every_act_are_those_of_its_form(document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    told = {schema["title"]: schema for name, schema in schemas.items() if name.endswith("Inputs")}
    assert told.keys() == registry.known()
    for act in registry.known():
        own = json.loads(json.dumps(schema_of(registry.get(act).form)))
        assert told[act] == {**{key: value for key, value in own.items() if key != "$schema"}, "title": act}


def test_exactly_one_alternative_fits_the_usual_inputs_of_each_act(document: dict[str, Any], cast: Cast):
    inputs = document["components"]["schemas"]["ActRequest"]["properties"]["inputs"]
    assert inputs.keys() == {"oneOf"}
    validator = Draft202012Validator(resolved(document, inputs))
    for username, act in PATH:
        usual = cast.usual(username, act)
        if act != "register":
            assert [error.message for error in validator.iter_errors(usual)] == []
        cast.do(username, act, usual)


@pytest.mark.parametrize(
    ("username", "act"),
    [("kadis", "withdraw"), ("kadis", "supersede"), ("seksi", "supersede"), ("kadis", "decline"),
     ("seksi", "draft_decline"), ("kabid", "initial_decline"), ("kadis", "sign_decline"), ("kadis", "reconsider"),
     ("seksi", "postpone"), ("kadis", "cancel"), ("koordinator", "amend"), ("seksi", "amend_spt"),
     ("kabid", "initial_amendment"), ("kadis", "sign_amendment"), ("kadis", "drop_amendment"),
     ("kadis", "revoke_spt"), ("kabid", "send_back"), ("kabid", "return_incomplete"), ("agendaris", "resubmit")],
)  # fmt: skip
def test_exactly_one_alternative_fits_the_usual_inputs_of_each_exception(
    document: dict[str, Any], cast: Cast, username: str, act: str
):
    cast.walk("with_division")
    inputs = document["components"]["schemas"]["ActRequest"]["properties"]["inputs"]
    validator = Draft202012Validator(resolved(document, inputs))
    assert [error.message for error in validator.iter_errors(cast.usual(username, act))] == []


def test_it_speaks_english_too(document: dict[str, Any]):
    english = Client().get(f"{ROOT}/openapi.json", headers={"Accept-Language": "en"}).json()
    assert {(method, path) for method, path, _ in operations(english)} == OPERATIONS
    assert english["components"]["schemas"].keys() == document["components"]["schemas"].keys()
