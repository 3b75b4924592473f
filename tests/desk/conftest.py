"""The cast, browsers in which they are signed in, and what their browsers send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from simcap import clock
from simcap.facilitation import registry
from simcap.facilitation.forms import flatten
from tests.cast import MONDAY, Cast, assemble

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _nothing_from_the_test_before() -> Iterator[None]:
    cache.clear()
    with translation.override("id"):
        yield


@pytest.fixture
def monday() -> Iterator[None]:
    """A Monday morning in working hours."""
    with clock.scripted(MONDAY):
        yield


@pytest.fixture
def cast(db: None, monday: None) -> Cast:
    """One office with everybody in his post."""
    return assemble()


@pytest.fixture
def as_(cast: Cast) -> As:
    """A browser in which somebody is signed in."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(cast.account(username))
        return client

    return signed_in


def act_url(cast: Cast, act: str) -> str:
    """The page of an act on the cast's case."""
    assert cast.case
    return f"/cases/{cast.case.uid}/acts/{act}/"


def posted(act: str, inputs: dict[str, Any], **further: Any) -> dict[str, Any]:
    """What the page of an act sends."""
    data = dict(flatten(registry.get(act).form, inputs).lists())
    return {"request_id": str(uuid4()), **data, **further}
