"""A program that speaks to the API with somebody's token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client

from simcap.facilitation.models import Facilitation
from simcap.management.office import new_token
from tests.cast import Cast

ROOT = "/api/v1"
CASES = f"{ROOT}/facilitations"


@dataclass
class Program:
    """One token at work. `language` goes into Accept-Language."""

    token: str
    language: str = "id"

    def headers(self) -> dict[str, str]:
        found = {"Accept-Language": self.language}
        return {**found, "Authorization": f"Bearer {self.token}"} if self.token else found

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(path, query_params=query, headers=self.headers())

    def post(self, path: str, body: Any, content_type: str = "application/json") -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return Client().post(path, data=data, content_type=content_type, headers=self.headers())

    def act(self, case: Facilitation | str, act: str, inputs: Any = None, **envelope: Any) -> Any:
        body = {"request_id": str(uuid4()), "inputs": inputs or {}, **envelope}
        return self.post(f"{CASES}/{getattr(case, 'uid', case)}/acts/{act}", body)

    def register(self, inputs: Any, **envelope: Any) -> Any:
        return self.post(CASES, {"request_id": str(uuid4()), "inputs": inputs, **envelope})


def program(cast: Cast, username: str, language: str = "id") -> Program:
    """The program of one of the cast."""
    return Program(new_token(cast.account(username), name="uji"), language)


def page(case: Facilitation, rest: str = "") -> str:
    """An address of a case."""
    return f"{CASES}/{case.uid}{rest}"


def problem(response: Any) -> dict[str, Any]:
    """The problem document of a refusal; checks that it is one."""
    body: dict[str, Any] = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert (body["status"], body["type"].startswith("urn:simcap:problem:")) == (response.status_code, True)
    assert "" not in (body["title"], body["detail"])
    return body
