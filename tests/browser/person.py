"""Somebody in front of a browser: goes, presses, types, and notes whatever the browser complains of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from simcap.people.models import Account
from tests.cast import PASSWORD, WIB
from tests.support.axe import violations

Size = Literal["desktop", "phone"]
SIZES: dict[Size, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
#: A page that answers 4xx on purpose is reported by the browser; that is no error of the page.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Person:
    """A browser window of one person, and what the browser complained of in it."""

    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, base: str, *, size: Size, **context: Any) -> Person:
        """A new window in Indonesian, nobody signed in."""
        opened = browser.new_context(**SIZES[size], locale="id-ID", reduced_motion="reduce", **context)
        opened.set_default_timeout(20_000)
        person = cls(opened, opened.new_page(), base)
        opened.on("console", person._heard)
        opened.on("weberror", lambda error: person.complaints.append(str(error.error)))
        return person

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def is_signed_in_as(self, username: str) -> None:
        """Be signed in without the form; the form has its own test."""
        client = Client()
        client.force_login(Account.objects.get(username=username))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.base}])

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        """Sign in by the form."""
        self.go("/masuk/")
        self.fill("Nama pengguna", username)
        self.fill("Kata sandi", password)
        self.press("Masuk")

    def go(self, path: str) -> int:
        """Go to an address of the site, or a whole one. Answers the status."""
        answer = self.page.goto(path if path.startswith("http") else self.base + path)
        return answer.status if answer else 0

    def press(self, name: str) -> None:
        """Press the button of this name that is seen."""
        self.button(name).click()

    def button(self, name: str) -> Locator:
        """The button of this name that is seen."""
        return self.page.get_by_role("button", name=name, exact=True).locator("visible=true").first

    def follow(self, name: str) -> None:
        """Follow the first link of this name that is seen."""
        self.page.get_by_role("link", name=name).locator("visible=true").first.click()

    def fill(self, label: str, value: object) -> None:
        """Write into the box whose label begins so."""
        self.box(label).fill(str(value))

    def box(self, label: str) -> Locator:
        """The box whose label begins so."""
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}")).locator("visible=true").first

    def fill_moment(self, label: str, moment: datetime) -> None:
        """Write a moment in the office's time."""
        self.fill(label, moment.astimezone(WIB).strftime("%Y-%m-%dT%H:%M"))

    def choose(self, label: str, option: str) -> None:
        """Choose the first option with this text, as soon as the list has it."""
        found = self.box(label).locator("option", has_text=option).first
        found.wait_for(state="attached")
        self.box(label).select_option(value=found.get_attribute("value"))

    def tick(self, *labels: str) -> None:
        """Tick boxes or choose chips, by pressing their words as a person does."""
        for label in labels:
            self.page.locator("label", has_text=label).locator("visible=true").first.click()

    def upload(self, label: str, name: str, data: bytes, media_type: str) -> None:
        """Choose a file and wait until the page says that it has it."""
        self.box(label).set_input_files({"name": name, "mimeType": media_type, "buffer": data})
        self.page.get_by_text(f"Sudah diunggah: {name}").wait_for()

    def draw(self, label: str) -> None:
        """Sign in the field under this heading, as with a finger, and wait until the page says that it has it."""
        canvas = self.page.get_by_role("group", name=label).locator("canvas")
        canvas.evaluate("element => element.scrollIntoView({block: 'center'})")
        place = canvas.bounding_box()
        assert place
        mouse, (x, y) = self.page.mouse, (place["x"] + place["width"] / 4, place["y"] + place["height"] / 2)
        mouse.move(x, y)
        mouse.down()
        for step in range(1, 9):
            mouse.move(x + step * place["width"] / 16, y + (-1) ** step * place["height"] / 4, steps=4)
        mouse.up()
        self.page.get_by_text("Tanda tangan tersimpan di halaman ini").wait_for()

    def arrives(self, heading: str) -> None:
        """The page with this first heading is there, or comes. Raises: TimeoutError."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()

    def sees(self, text: str) -> None:
        """This text is on the page, or comes. Raises: TimeoutError."""
        self.page.get_by_text(text).locator("visible=true").first.wait_for()

    def is_too_wide(self) -> bool:
        """Whether the page scrolls sideways."""
        return bool(self.page.evaluate(TOO_WIDE))

    def barriers(self, *rules: str) -> list[str]:
        """What axe finds serious or critical on the page, with the first element; some rules only, or all."""
        found = violations(self.page, **({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}))
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        return [f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}" for one in grave]
