"""The cast, and a way to sign in as one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from simcap import clock
from tests.cast import MONDAY, Cast, assemble


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
def as_(cast: Cast) -> Callable[[str], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(username: str) -> Client:
        client = Client()
        client.force_login(cast.account(username))
        return client

    return signed_in
