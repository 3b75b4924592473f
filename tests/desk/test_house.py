"""What every page shares: icons that are there, the shell, links by what somebody holds, the front door."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client

import simcap
from simcap.templatetags.house import SPRITE, shape
from tests.cast import Cast, assemble

from .conftest import As

HOUSE = Path(simcap.__file__).parent
SYMBOLS = set(re.findall(r'id="([\w-]+)"', (HOUSE / "static" / SPRITE).read_text()))


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = {
        (file.name, name)
        for file in (HOUSE / "templates").rglob("*.html")
        for name in re.findall(r"{% icon \"([\w-]+)\"", file.read_text())
    }
    assert {(file, name) for file, name in named if name not in SYMBOLS} == set()
    assert len(named) > 30


def test_an_icon_says_nothing_by_itself() -> None:
    shown = Template('{% load house %}{% icon "truck" %}').render(Context())
    assert 'aria-hidden="true"' in shown
    assert shown.endswith('sprite.svg#truck"></use></svg>')


#: Where everybody may go, in two parts: who sees figures has them between.
FIRST, THEN = ["desk", "cases", "registers", "office-sop"], ["absences", "papers"]


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("kadis", [*FIRST, "monitoring", *THEN, "reports", "archive", "stuck", "notices"]),
        (
            "agendaris",
            ["desk", "cases", "register", *FIRST[2:], "monitoring", *THEN, "reports", "archive", "stuck", "notices"],
        ),
        ("teknisi1", [*FIRST, *THEN, "notices"]),
        ("auditor", [*FIRST, "monitoring", *THEN, "reports", "archive", "notices", "office-journal"]),
        (
            "admin",
            [
                *FIRST, "monitoring", *THEN, "reports", "archive", "stuck", "notices", "notice-failures",
                "office-journal", "admin:index",
            ],
        ),
    ],
)  # fmt: skip
def test_everybody_is_shown_where_he_may_go_and_can_go_there(
    cast: Cast, as_: As, username: str, expected: list[str]
) -> None:
    client = as_(username)
    links = client.get("/desk/").context["links"]
    assert [link.name for link in links] == expected
    assert {link.name: client.get(link.url).status_code for link in links} == dict.fromkeys(expected, 200)


def test_the_front_door_leads_to_the_desk_or_to_the_offices_public_page(cast: Cast, as_: As, client: Client) -> None:
    assert as_("kadis").get("/")["Location"] == "/desk/"
    assert client.get("/")["Location"] == f"/o/{cast.office.slug}/"
    assemble("dinas-lain", prefix="lain-")
    assert "/o/dinas-lain/" in client.get("/").content.decode()


@pytest.mark.django_db
def test_an_installation_without_an_office_says_how_to_open_one(client: Client) -> None:
    assert "simcap init" in client.get("/").content.decode()


def test_an_account_without_an_office_has_no_desk(cast: Cast, client: Client) -> None:
    account = cast.account("admin")
    account.office = None
    account.save()
    client.force_login(account)
    assert client.get("/desk/").status_code == 404


def test_the_language_is_switched_by_a_button_and_stays(cast: Cast, as_: As) -> None:
    client = as_("kadis")
    assert client.post("/bahasa/", {"language": "en", "next": "/desk/"})["Location"] == "/desk/"
    assert '<html lang="en">' in client.get("/desk/").content.decode()


def test_pages_are_not_kept_by_browsers_after_signing_out(cast: Cast, as_: As) -> None:
    assert "no-store" in as_("kadis").get("/desk/")["Cache-Control"]


def test_a_field_knows_its_shape() -> None:
    from simcap.intake.forms import RegisterForm

    form = RegisterForm()
    shapes = {name: shape(form[name]) for name in ("letter", "place", "services", "event")}
    assert shapes == {"letter": "file", "place": "place", "services": "choices", "event": "plain"}
