"""Every page that a role can come to by its links, and every form on it: no fault, nothing of the inside, no dead link.

Short in the suite, long by `make fuzz`.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access_matrix import READERS, ROLES
from tests.fuzz.forms import Page, typed
from tests.test_access import World, made, world

__all__ = ["made", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.hypothesis]
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
SEED = int(os.environ.get("FUZZ_SEED", "11"))
#: Instances of one address that are opened, and tries for each form.
OPENED, TRIES = (12, 150) if LONG else (2, 4)
#: What no answer may show: the inside of the program, and what belongs to the other office.
INSIDE = re.compile(
    r"Traceback \(most recent|django\.[a-z]+\.[a-z]+|simcap/[a-z_]+/[a-z_]+\.py|OperationalError|site-packages"
)


def route_of(url: str) -> str:
    """The name of an address; empty for one that leads nowhere here (static files)."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def must_be_an_answer(response: Any, told: str) -> None:
    assert response.status_code < 500, told
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        shown = response.content.decode()
        assert not INSIDE.search(shown), (told, INSIDE.search(shown))


def crawl(client: Client, starts: list[str]) -> list[Page]:
    """Every page that can be reached, some instances of each address."""
    waiting, seen, opened, pages = list(starts), set(starts), Counter[str](), []
    while waiting:
        url = waiting.pop(0)
        route = route_of(url)
        if not route or opened[route] >= OPENED or route == "sign-out":
            continue
        opened[route] += 1
        response = client.get(url)
        must_be_an_answer(response, f"GET {url}")
        assert response.status_code != 404, f"a dead link: {url}"
        if response.status_code in (301, 302):
            following = [response["Location"]]
        elif not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            page = Page(url, response.content.decode())
            pages.append(page)
            following = page.links
        else:
            following = []
        fresh = [one for one in following if one not in seen and one.startswith("/")]
        seen.update(fresh)
        waiting += fresh
    return pages


def starts_of(world: World, role: str) -> list[str]:
    public = [f"/o/{world.cast.office.slug}/", f"/o/{world.cast.office.slug}/lacak/{world.ordinary.tracking_code}/"]
    if role == "anonymous":
        return public
    return ["/desk/", *public, *([f"/cases/{world.ordinary.uid}/"] if role in READERS else [])]


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_typed_into_the_forms_of_a_role_is_answered(world: World, role: str) -> None:
    chance, client = random.Random(f"{SEED}{role}"), world.clients[role]
    client.raise_request_exception = False
    pages = crawl(client, ["/desk/"] if role.startswith("other.") else starts_of(world, role))
    assert len(pages) >= 3
    tried: set[Any] = set()
    for page in pages:
        for form in page.forms:
            key = (route_of(form.action), form.signature)
            if key in tried or route_of(form.action) in ("sign-out", ""):
                continue
            tried.add(key)
            for _ in range(TRIES):
                send(client, form, chance)
    assert tried


def send(client: Client, form: Any, chance: random.Random) -> None:
    """One try, whose changes are taken back."""
    values = typed(form, chance)
    with transaction.atomic():
        response = getattr(client, form.method)(form.action, values)
        told = f"{form.method.upper()} {form.action} {values!r:.600}"
        must_be_an_answer(response, told)
        transaction.set_rollback(True)
