"""Reading a page as a person's browser does: its links, its forms, and what could be typed into them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import png

NASTY_TEXT = [
    "", " ", "\n", "x" * 5000, "\x00", "a\x00b", "\U0001f1ee\u200d\u202e", "<script>alert(1)</script>", "{{ 7*7 }}",
    "'; DROP TABLE simcap_facilitation; --", "%s %(x)d {0}", "-1", "0", "1e400", "NaN", "9" * 400, "1.005", "1,5",
    "0001-01-01", "9999-12-31", "2026-02-30", "2026-06-13T08:00", "9999-12-31T23:59", "25:00", "\u0663",
    "on", "null", "[]", '{"a": 1}', "../../etc/passwd", "=HYPERLINK(1)", "#panic() $x$ *b* _i_ \\", "0" * 32,
]  # fmt: skip
NASTY_FILES = [
    ("kosong.pdf", b""), ("palsu.pdf", b"%PDF-1.4 palsu"), ("gambar.png", png()), ("lain.exe", b"MZ\x00\x01"),
    ("foto.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40), ("../naik.png", png()), ("surat.pdf", png()),
]  # fmt: skip


@dataclass
class Control:
    """One control of a form: its name, its type, and the values that it offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form: where it goes, how, and its controls in order."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def signature(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from other forms, whatever case it is about."""
        return self.method, tuple(sorted({one.name for one in self.controls}))


class Page(HTMLParser):
    """The links and forms of one page."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._select: Control | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag in ("a", "img", "link", "script", "iframe"):
            self._link(told.get("href") or told.get("src") or "")
        elif tag == "form":
            action = urljoin(self.url, told.get("action") or self.url)
            self.forms.append(Form(action, told.get("method", "get").lower()))
        elif self.forms and tag in ("input", "textarea", "select", "button"):
            self._control(tag, told)
        elif tag == "option" and self._select:
            self._select.options.append(told.get("value", ""))
            if "selected" in told:
                self._select.value = told.get("value", "")

    def _link(self, target: str) -> None:
        found = urlsplit(urljoin(self.url, target))
        if target and not target.startswith(("#", "mailto:", "tel:", "geo:", "data:")) and not found.netloc:
            self.links.append(found.path + (f"?{found.query}" if found.query else ""))

    def _control(self, tag: str, told: dict[str, str]) -> None:
        if not told.get("name"):
            return
        kind = told.get("type", "text") if tag == "input" else tag
        one = Control(told["name"], kind, told.get("value", ""), [told["value"]] if "value" in told else [])
        self.forms[-1].controls.append(one)
        self._select = one if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None


def typed(form: Form, chance: random.Random) -> dict[str, Any]:
    """What a careless or hostile person might send: most of it as the page offers it, some of it not at all."""
    sent: dict[str, Any] = {}
    for one in form.controls:
        value = _value(one, chance)
        if value is not None and chance.random() > 0.04:
            sent[one.name] = value
    if not chance.randrange(5):
        sent[chance.choice(["_refresh", "extra", "crew-99-officer", "change", "then", "inputs"])] = chance.choice(
            NASTY_TEXT
        )
    return sent


def _value(one: Control, chance: random.Random) -> Any:
    if one.kind == "file":
        name, data = chance.choice(NASTY_FILES)
        return SimpleUploadedFile(name, data) if chance.random() < 0.7 else None
    if one.kind in ("checkbox", "radio") and chance.random() < 0.5:
        return None
    if one.kind in ("hidden", "submit", "button") and chance.random() < 0.8:
        return one.value
    if one.options and chance.random() < 0.7:
        return chance.choice(one.options)
    return chance.choice(NASTY_TEXT) if chance.random() < 0.6 else one.value
