"""Every page by name, on a desktop and on a phone: no barrier, no sideways scrolling, no complaint of the browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from simcap.people.models import Office

from .pages import FIELD, MAIN, NAMES, Pages, pages_of
from .person import Person, Size
from .screens import FOLDER, LARGEST_BYTES, SCREENS, picture

pytestmark = pytest.mark.browser
#: Controls that a person can hit, and how large they are; a box within a label is as large as the label.
TARGETS = """() => [...document.querySelectorAll('main :is(a, button, input, select, textarea, summary)')]
  .map(one => ['checkbox', 'radio'].includes(one.type) ? one.closest('label') || one : one)
  .filter(one => one.checkVisibility() && one.tabIndex >= -1 && !one.closest('[aria-hidden=true], aside'))
  .map(one => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width && box.height < 48)
  .map(([box, one]) => `${Math.round(box.height)} px: ${one.outerHTML.slice(0, 120)}`)"""
STATUS = {"refused": 403, "withdraw refused": 409, "unknown": 404}


@pytest.fixture(scope="module")
def pages(demo: Office) -> Pages:
    return pages_of(demo)


@pytest.fixture(scope="module")
def look(chromium: Browser, site: LiveServer, demo: Office) -> Iterator[Callable[[str, Size], Person]]:
    """A window for each person and size, kept open for the module; nobody is signed in twice."""
    windows: dict[tuple[str, Size], Person] = {}

    def window(username: str, size: Size) -> Person:
        if (username, size) not in windows:
            windows[username, size] = person = Person.at(chromium, site.url, size=size)
            if username:
                person.is_signed_in_as(username)
        return windows[username, size]

    yield window
    for person in windows.values():
        person.context.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_barrier_and_fits(
    look: Callable[[str, Size], Person], pages: Pages, name: str, size: Size
) -> None:
    username, path = pages[name]
    person = look(username, size)
    person.complaints.clear()
    person.page.emulate_media(color_scheme="light")
    assert person.go(path) == STATUS.get(name, 200)
    assert not person.is_too_wide()
    assert person.complaints == []
    assert person.barriers() == []
    if name in MAIN:
        person.page.emulate_media(color_scheme="dark")
        assert person.barriers("color-contrast", "link-in-text-block") == []


@pytest.mark.parametrize("name", FIELD)
def test_everything_on_a_field_page_is_large_enough_for_a_thumb(
    look: Callable[[str, Size], Person], pages: Pages, name: str
) -> None:
    username, path = pages[name]
    person = look(username, "phone")
    person.go(path)
    assert person.page.evaluate(TARGETS) == []


@pytest.mark.parametrize("name", SCREENS)
def test_a_picture_for_the_readme_is_made(
    look: Callable[[str, Size], Person], pages: Pages, name: str, tmp_path: Path
) -> None:
    """`SCREENS=1` writes it to docs/screens/."""
    screen = SCREENS[name]
    username, path = pages[screen.page]
    png = picture(look(username if screen.username is None else screen.username, screen.size), screen, path)
    assert len(png) <= LARGEST_BYTES
    folder = FOLDER if os.environ.get("SCREENS") else tmp_path
    (folder / f"{name}.png").write_bytes(png)


def test_every_page_has_a_name(pages: Pages) -> None:
    assert sorted(pages) == sorted(NAMES)
