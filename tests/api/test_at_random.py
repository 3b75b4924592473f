"""Whatever is sent, the API answers with a success or a problem document, never with a fault of its own."""

import copy
import json
import os
import random
import string
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from simcap.facilitation.models import Facilitation
from tests.api.program import CASES, ROOT, Program, page, problem, program
from tests.cast import PATH, Cast

#: How many tries for each act and for each address; the fuzz profile tries more.
TRIES = 300 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 12
SEED = 7
NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**40, 1e308, 0.1, -0.0, "", " ", "\n",
    "x" * 5000, "\x00", "a\x00", "\ud800", "\U0001f1ee\u200d\u202e", "1e400", "NaN", "-Infinity", "-1", "9" * 400,
    "1.005", "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "2026-11-22T25:00:00Z", "00000000-0000-0000-0000-000000000000", "R", "SR", "<script>", "'; --", "%s %(x)d {0}",
    "on", [], {}, [None], [{}], [[]], [1, 1], ["a", "a"], [0] * 300, {"a": {"b": []}}, [{"key": "a"}],
    [{"name": "x"}, {}],
    "\u0663", "\u00bd", "\uff11\uff12",
]  # fmt: skip


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of some inputs."""
    if way:
        yield way
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*way, key))


def spoilt(inputs: Any, chance: random.Random) -> Any:
    """The same inputs with one to three parts replaced, taken out, doubled or added."""
    found = copy.deepcopy(inputs)
    for _ in range(chance.randint(1, 3)):
        ways = list(places(found)) or [("note",)]
        *way, last = chance.choice(ways)
        holder = found
        for key in way:
            holder = holder[key]
        match chance.randrange(5):
            case 0 if isinstance(holder, list) or last in holder:
                del holder[last]
            case 1 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
            case 2 if isinstance(holder, dict):
                holder["".join(chance.choices(string.printable, k=5))] = chance.choice(NASTY)
            case _:
                holder[last] = copy.deepcopy(chance.choice(NASTY))
    return found


def must_be_an_answer(response: Any) -> None:
    assert response.status_code < 500
    if response.status_code >= 400:
        problem(response)


def tried(by: Program, case: Facilitation | None, act: str, body: dict[str, Any]) -> None:
    """One request whose changes are taken back."""
    with transaction.atomic():
        must_be_an_answer(by.post(page(case, f"/acts/{act}") if case else CASES, body))
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_spoilt_inputs_of_every_act_are_answered(cast: Cast):
    chance = random.Random(SEED)
    programs = {username: program(cast, username) for username in cast.accounts}
    for username, act in PATH:
        usual = json.loads(json.dumps(cast.usual(username, act)))
        for _ in range(TRIES):
            body = {"request_id": str(uuid4()), "inputs": spoilt(usual, chance)}
            if not chance.randrange(6):
                body = spoilt(body, chance)
            tried(programs[username], cast.case if act != "register" else None, act, body)
        cast.do(username, act, usual)
    aside = (
        ("kadis", "return_incomplete", "spt_with_head"),
        ("kadis", "send_back", "spt_with_head"),
        ("teknisi1", "log", "running"),
    )
    for username, act, stage in aside:
        case = cast.walk(stage)
        for _ in range(TRIES):
            body = {"request_id": str(uuid4()), "inputs": spoilt(cast.usual(username, act), chance)}
            tried(programs[username], case, act, body)


@pytest.mark.django_db
def test_any_method_address_header_and_body_is_answered(cast: Cast):
    chance = random.Random(SEED)
    case = cast.walk("assigned")
    token = program(cast, "kadis").token
    ends = ["", "/acts", "/acts/open", "/acts/\u00e9", "/journal", "/documents", f"/documents/{uuid4()}.pdf", "/x"]
    own = [page(case, end) for end in (*ends, "/attachments")]
    paths = [f"{ROOT}/me", f"{ROOT}/attachments", f"{ROOT}/openapi.json", CASES, *own]
    for path in paths:
        for _ in range(TRIES):
            body = bytes(chance.randrange(256) for _ in range(chance.randrange(40)))
            kind = chance.choice(
                ["application/json", "application/pdf", "multipart/form-data; boundary=a", "x/y", "", "é"]
            )
            language = chance.choice(["id", "en", "*", "", "q=;,,", "x" * 300])
            query = "".join(chance.choices("stage=&qcuror%0123456789[];+limtna", k=12))
            method = chance.choice(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "BREW"])
            headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
            response = Client().generic(method, f"{path}?{query}", body, content_type=kind, headers=headers)
            assert response.status_code < 500
            if response.status_code >= 400 and method != "HEAD":
                problem(response)
