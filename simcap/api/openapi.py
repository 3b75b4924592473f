"""The OpenAPI 3.1 document: the operations as they are declared, the inputs of each act as its form says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils import translation
from ninja import NinjaAPI
from ninja.operation import Operation

from simcap.facilitation import registry
from simcap.facilitation.schema import Schema, schema_of

from .problems import MEDIA_TYPE
from .shapes import Problem

SCHEMAS = "#/components/schemas/"
#: What any operation may answer; further ones by method.
REFUSALS = {"get": (401, 404, 422), "post": (400, 401, 403, 404, 409, 413, 415, 422)}


class Described(NinjaAPI):
    """The API, described by its forms."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Operations are named as their views."""
        return operation.view_func.__name__


@lru_cache(maxsize=8)
def document(api: NinjaAPI, language: str) -> bytes:
    """The whole document as JSON. It changes with the program only, so a process makes it once for a language."""
    with translation.override(language):
        return json.dumps(described(api), ensure_ascii=False).encode()


def described(api: NinjaAPI) -> dict[str, Any]:
    """The whole document, in the current language."""
    found: dict[str, Any] = dict(api.get_openapi_schema())
    schemas: dict[str, Schema] = found["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    names = {act: f"{act.title().replace('_', '')}Inputs" for act in sorted(registry.known())}
    for act, name in names.items():
        schemas[name] = {key: value for key, value in schema_of(registry.get(act).form).items() if key != "$schema"}
        schemas[name]["title"] = act
    schemas["RegisterRequest"]["properties"]["inputs"] = {"$ref": SCHEMAS + names["register"]}
    others = {name: schemas[name] for act, name in names.items() if act != "register"}
    schemas["ActRequest"]["properties"]["inputs"] = {"oneOf": [_alternative(group) for group in _groups(others)]}
    for operations in found["paths"].values():
        for method, operation in operations.items():
            operation["responses"] |= {code: _refusal(code) for code in REFUSALS[method]}
    return found


def _refusal(code: int) -> dict[str, Any]:
    return {"description": f"Refused ({code})", "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMAS + "Problem"}}}}


def _alternative(group: list[str]) -> Schema:
    refs = [{"$ref": SCHEMAS + name} for name in group]
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _groups(schemas: dict[str, Schema]) -> Iterator[list[str]]:
    """Acts whose inputs can be the same stand together, so that exactly one alternative fits what is sent."""
    left = list(schemas)
    while left:
        group = [left.pop(0)]
        for name in group:
            alike = [other for other in left if _may_coincide(schemas[name], schemas[other])]
            group += alike
            left = [other for other in left if other not in alike]
        yield group


def _may_coincide(one: Schema, other: Schema) -> bool:
    return set(one["required"]) <= set(other["properties"]) and set(other["required"]) <= set(one["properties"])
