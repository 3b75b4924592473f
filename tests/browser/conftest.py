"""A browser, a server and prepared data for a whole module: opening an office for each test would take minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from simcap import clock
from simcap.management.demo.absences import record_absences
from simcap.management.demo.archive import keep_archive
from simcap.management.demo.exceptions import CASES
from simcap.management.demo.people import open_demo_office
from simcap.management.demo.walk import walk_all
from simcap.people.models import Office
from tests.cast import MONDAY, WIB, Cast, assemble
from tests.support.chrome import chrome_bin
from tests.support.database import unprotected

from .person import Person, Size

#: A Wednesday afternoon: the demonstration as somebody finds it on opening it.
WEDNESDAY = datetime(2026, 6, 10, 14, 10, tzinfo=WIB)
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--font-render-hinting=none"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's browser. Playwright's loop runs in this thread, so Django is told that this is meant."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chrome_bin(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The fixture of that name, but for a whole module: what its tests make stays until the last of them is over."""
    with django_db_blocker.unblock():
        cache.clear()
        yield
        with unprotected():
            call_command("flush", verbosity=0, interactive=False)
        cache.clear()


@pytest.fixture(scope="module")
def site(transactional_db: None) -> Iterator[LiveServer]:
    """The program served; its QR codes and links lead to this server."""
    server = LiveServer("127.0.0.1")
    with override_settings(SIMCAP_PUBLIC_URL=server.url):
        yield server
    server.stop()


@pytest.fixture(scope="module")
def house(site: LiveServer) -> Iterator[Cast]:
    """An office with its cast and no case yet, on a Monday morning."""
    with clock.scripted(MONDAY):
        yield assemble()


@pytest.fixture(scope="module")
def demo(site: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration: cases at every stage."""
    with clock.scripted(WEDNESDAY), override_settings(SIMCAP_DEMO=True):
        office = open_demo_office(tmp_path_factory.mktemp("demo") / "accounts.json")
        record_absences(office)
        for _case in walk_all(office, CASES, done=0, until=WEDNESDAY):
            pass
        keep_archive(office)
        yield office


@pytest.fixture
def people(chromium: Browser, site: LiveServer) -> Iterator[Callable[..., Person]]:
    """Browsers of people, closed after the test: `people("kadis", "phone")` is signed in, `people()` is a visitor."""
    open_now: list[Person] = []

    def come(username: str = "", size: Size = "desktop", **context: object) -> Person:
        person = Person.at(chromium, site.url, size=size, **context)
        open_now.append(person)
        if username:
            person.is_signed_in_as(username)
        return person

    yield come
    for person in open_now:
        person.context.close()
