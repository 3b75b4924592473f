"""The whole API by its own OpenAPI document, with every role's token: no fault, and nothing but what it promises.

Short in the suite, long by `make fuzz`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from simcap.documents.models import Attachment, Document
from tests.access_matrix import ROLES
from tests.fuzz.test_pages import INSIDE
from tests.test_access import World, made, world

__all__ = ["made", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.hypothesis]
EXAMPLES = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 4
CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
)  # fmt: skip
DOCUMENT = "/api/v1/openapi.json"


def known(world: World) -> dict[str, list[str]]:
    """Real values for what stands in an address, so that it leads somewhere."""
    cases = [world.ordinary, world.secret]
    document = Document.objects.filter(case_uid=world.ordinary.uid).first()
    attachment = Attachment.objects.filter(case_uid=world.ordinary.uid).first()
    assert document
    assert attachment
    return {
        "uid": [str(one.uid) for one in cases], "doc": [str(document.uid)], "att": [str(attachment.uid)],
        "act": ["log", "finish", "open", "amend", "cancel"],
        "name": ["agenda", "dispositions", "spt", "facilitations", "reports"],
    }  # fmt: skip


def aimed(case: Any, values: dict[str, list[str]], pick: Callable[[list[str]], str]) -> None:
    """Let the address lead to something that is there."""
    for name in list(case.path_parameters or {}):
        if found := values.get(name):
            case.path_parameters[name] = pick(found)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests share the test's connection, as they do in Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("one_connection")
def test_the_api_keeps_what_its_document_promises(world: World, role: str) -> None:
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, WSGIHandler())
    token, values = world.tokens[role], known(world)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) >= 10
    for operation in operations:
        _try(operation, headers, values)


def _try(operation: Any, headers: dict[str, str], values: dict[str, list[str]]) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), derandomize=True,
    )  # fmt: skip
    @given(case=operation.as_strategy(), data=st.data())
    def once(case: Any, data: st.DataObject) -> None:
        if data.draw(st.integers(0, 3)):
            aimed(case, values, lambda found: data.draw(st.sampled_from(found)))
        with transaction.atomic():
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
            transaction.set_rollback(True)
        told = response.content.decode(errors="replace")
        assert not INSIDE.search(told), told[:400]

    once()
