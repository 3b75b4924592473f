"""Signing in and out, and forms that outlive their session."""

import re

import pytest
from django.test import Client

from simcap.desk.forms import MOST_PER_NAME
from simcap.facilitation.models import Turn
from simcap.step1_disposition.models import Disposition
from tests.cast import PASSWORD, Cast

from .conftest import As, act_url, posted

WRITTEN = "Catatan yang tidak boleh hilang"


def enter(client: Client, username: str = "kadis", password: str = PASSWORD, **further: str) -> object:
    """Send the sign-in page."""
    return client.post("/masuk/", {"username": username, "password": password, **further})


def test_signing_in_leads_to_my_desk(cast: Cast, client: Client) -> None:
    assert enter(client)["Location"] == "/desk/"


def test_signing_in_goes_on_to_the_page_that_was_asked_for(cast: Cast, client: Client) -> None:
    assert client.get("/cases/?q=a")["Location"] == "/masuk/?next=%2Fcases%2F%3Fq%3Da"
    assert enter(client, next="/cases/?q=a")["Location"] == "/cases/?q=a"


@pytest.mark.parametrize(
    "elsewhere", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "\\\\jahat"]
)
def test_signing_in_never_leads_to_another_site(cast: Cast, client: Client, elsewhere: str) -> None:
    assert enter(client, next=elsewhere)["Location"] == "/desk/"


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(cast: Cast, client: Client) -> None:
    known, unknown = enter(client, password="salah"), enter(client, username="tidak-ada", password="salah")
    assert (known.status_code, unknown.status_code) == (401, 401)
    sentence = "Nama pengguna atau kata sandi tidak cocok."
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()


def test_repeated_failures_are_stopped_for_that_name_only(cast: Cast, client: Client) -> None:
    for _ in range(MOST_PER_NAME):
        enter(client, password="salah")
    stopped = enter(client)
    assert (stopped.status_code, "Terlalu banyak percobaan" in stopped.content.decode()) == (401, True)
    assert enter(client, username="kabid").status_code == 302


def test_signing_out_needs_a_form(cast: Cast, as_: As) -> None:
    client = as_("kadis")
    assert client.get("/keluar/").status_code == 405
    assert client.post("/keluar/")["Location"] == "/masuk/"
    assert client.get("/desk/")["Location"].startswith("/masuk/")


def typed_of(page: str) -> str:
    """The hidden text that the sign-in page carries on."""
    found = re.search(r'name="typed" value="([^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_form_sent_after_the_login_ran_out_comes_back_filled_and_is_not_done(cast: Cast, client: Client) -> None:
    cast.walk("with_head")
    url = act_url(cast, "dispose")
    data = posted("dispose", {**cast.usual("kadis", "dispose"), "note": WRITTEN})
    asked = client.post(url, data)
    assert asked.status_code == 401
    on = enter(client, next=url, typed=typed_of(asked.content.decode()))
    assert on["Location"] == url
    page = client.get(url).content.decode()
    assert WRITTEN in page
    assert f'value="{data["instructions"][0]}" id="id_instructions_9" checked' in page
    assert Disposition.objects.count() == 0
    assert WRITTEN not in client.get(url).content.decode()  # kept once, not for ever


def test_the_password_and_the_token_are_not_carried_on(cast: Cast, client: Client) -> None:
    cast.walk("with_head")
    asked = client.post(act_url(cast, "dispose"), {"note": "a", "password": "rahasia", "csrfmiddlewaretoken": "x"})
    assert typed_of(asked.content.decode()) == "note=a"


def test_a_form_with_an_outdated_token_comes_back_filled_and_is_not_done(cast: Cast) -> None:
    cast.walk("with_head")
    client, url = Client(enforce_csrf_checks=True), act_url(cast, "dispose")
    client.force_login(cast.account("kadis"))
    data = posted("dispose", {**cast.usual("kadis", "dispose"), "note": WRITTEN})
    assert client.post(url, data)["Location"] == url
    page = client.get(url).content.decode()
    assert (WRITTEN in page, "Isian Anda masih ada" in page) == (True, True)
    assert Disposition.objects.count() == 0


def test_a_form_from_another_site_fills_nothing(cast: Cast) -> None:
    cast.walk("with_head")
    client, url = Client(enforce_csrf_checks=True), act_url(cast, "dispose")
    client.force_login(cast.account("kadis"))
    answer = client.post(url, posted("dispose", {"note": WRITTEN}), headers={"origin": "https://jahat.example"})
    assert answer.status_code == 403
    assert WRITTEN not in client.get(url).content.decode()


def test_a_part_asked_for_after_the_login_ran_out_leaves_the_page_as_it_is(cast: Cast, client: Client) -> None:
    answer = client.post("/uploads/", {}, headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_part_asked_for_with_an_outdated_token_does_not_take_the_place_of_what_is_typed(cast: Cast) -> None:
    cast.walk("with_head")
    client, url = Client(enforce_csrf_checks=True), act_url(cast, "dispose")
    client.force_login(cast.account("kadis"))
    data = posted("dispose", {**cast.usual("kadis", "dispose"), "note": WRITTEN})
    client.post(url, data)
    assert client.post(f"{url}cautions/", {"note": "lain"}, headers={"hx-request": "true"}).status_code == 401
    assert WRITTEN in client.get(url).content.decode()


def test_opening_needs_the_sign_in_too(cast: Cast, client: Client) -> None:
    cast.walk("with_head")
    assert client.post(act_url(cast, "open")).status_code == 401
    assert Turn.objects.get(closed_at=None).opened_at is None
