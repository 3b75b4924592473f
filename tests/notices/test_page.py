"""One's own notices: choices, an address of one's own that nobody reads again, a test; links keep their target."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from simcap.journal.models import Entry
from simcap.notices.models import AllowedService, Channel, Notice
from tests.cast import MONDAY, PASSWORD, Cast
from tests.support.sinks import web_sink

pytestmark = pytest.mark.django_db
SECRET = "rahasia-sekali"
URL = f"json://example.com/{SECRET}"


def as_(cast: Cast, who: str) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(cast.account(who))
    return client


def allow(cast: Cast, **changed: Any) -> AllowedService:
    """Let the office use one web service."""
    given = {"schema": "json", "host": "example.com", "reason": "uji", **changed}
    return AllowedService.objects.create(office=cast.office, **given)


def add(client: Client, url: str = URL) -> Any:
    """Send the form for another address."""
    return client.post("/pemberitahuan/alamat/", {"label": "Telegram di ponsel", "url": url})


def test_whoever_has_an_address_gets_everything_until_he_chooses(cast: Cast, work) -> None:
    client = as_(cast, "kadis")
    text = client.get("/pemberitahuan/").content.decode()
    assert ("kadis@kantor.example" in text, text.count("checked")) == (True, 4)
    channel = Channel.objects.get(officer=cast.officer("kadis"))
    client.post(f"/pemberitahuan/{channel.pk}/", {f"c{channel.pk}-wants_digest": "on"})
    cast.do("agendaris", "register")
    assert work() == []
    assert client.get("/pemberitahuan/").content.decode().count("checked") == 1


def test_an_address_is_taken_and_never_shown_logged_or_journalled(cast: Cast, caplog) -> None:
    client = as_(cast, "kadis")
    allow(cast)
    assert add(client).status_code == 302
    channel = Channel.objects.get(service="json")
    assert (channel.url, channel.label) == (URL, "Telegram di ponsel")
    add(client)
    assert Channel.objects.filter(service="json").count() == 1
    seen = client.get("/pemberitahuan/").content.decode() + caplog.text + "".join(
        Entry.objects.values_list("canonical", flat=True)
    )  # fmt: skip
    assert (SECRET in seen, "json://••••••" in seen) == (False, True)
    assert Entry.objects.filter(act="add_channel").count() == 1


@pytest.mark.parametrize("url", [f"discord://{SECRET}/x", f"json://10.0.0.1/{SECRET}", SECRET, ""])
def test_a_refused_address_is_told_beside_its_field_and_not_repeated(cast: Cast, url: str) -> None:
    allow(cast)
    answer = add(as_(cast, "kadis"), url)
    text = answer.content.decode()
    assert (answer.status_code, SECRET in text, 'id="id_url_error"' in text) == (422, False, True)
    assert 'value="Telegram di ponsel"' in text
    assert Channel.objects.filter(service="json").count() == 0


def test_without_an_allowed_service_no_address_is_asked_for(cast: Cast) -> None:
    client = as_(cast, "kadis")
    assert 'name="url"' not in client.get("/pemberitahuan/").content.decode()
    assert add(client).status_code == 422


def test_a_service_that_is_allowed_no_longer_gets_nothing_more(cast: Cast, work) -> None:
    with web_sink() as (port, posts):
        allowed = allow(cast, host=f"127.0.0.1:{port}", is_internal=True)
        add(as_(cast, "kadis"), f"json://127.0.0.1:{port}/")
        cast.do("agendaris", "register")
        work()
        assert [one["title"].partition(":")[0] for one in posts] == ["Tugas baru", "1 tugas menunggu Anda"]
        allowed.delete()
        work(hours=1)
        notice = Notice.objects.get(channel__service="json", kind="unopened")
        assert (len(posts), notice.state, notice.reason) == (2, "failed", "not_allowed")


def test_a_test_is_sent_at_any_hour_and_its_outcome_is_shown(cast: Cast, work, mailoutbox) -> None:
    client = as_(cast, "auditor")
    client.get("/pemberitahuan/")
    channel = Channel.objects.get(officer=cast.officer("auditor"))
    for _ in range(2):
        client.post(f"/pemberitahuan/{channel.pk}/percobaan/")
    assert "sedang dikirim" in client.get("/pemberitahuan/").content.decode()
    work(hours=13)
    assert [one.subject for one in mailoutbox] == ["Percobaan pemberitahuan SIMCAP"]
    assert "Percobaan terkirim 8 Jun 2026 21.00." in client.get("/pemberitahuan/").content.decode()


def test_nobody_touches_another_s_channel(cast: Cast) -> None:
    as_(cast, "kadis").get("/pemberitahuan/")
    channel, other = Channel.objects.get(officer=cast.officer("kadis")), as_(cast, "kabid")
    for path in ("", "hapus/", "percobaan/"):
        assert other.post(f"/pemberitahuan/{channel.pk}/{path}").status_code == 404
    assert (Channel.objects.filter(pk=channel.pk).exists(), Notice.objects.count()) == (True, 0)


def test_an_address_can_be_removed_and_the_mail_of_the_account_cannot(cast: Cast) -> None:
    client = as_(cast, "kadis")
    allow(cast)
    add(client)
    for channel in Channel.objects.filter(officer=cast.officer("kadis")):
        client.post(f"/pemberitahuan/{channel.pk}/hapus/")
    assert list(Channel.objects.filter(officer=cast.officer("kadis")).values_list("service", flat=True)) == []


def test_the_page_costs_the_same_for_one_channel_and_for_three(cast: Cast, django_assert_num_queries) -> None:
    client, officer = as_(cast, "kadis"), cast.officer("kadis")
    client.get("/pemberitahuan/")
    for count in (1, 3):
        with django_assert_num_queries(10):
            client.get("/pemberitahuan/")
        for _ in range(count):
            Channel.objects.create(office=cast.office, officer=officer, service="json", url=URL, created_at=MONDAY)


def test_a_link_to_an_act_survives_the_sign_in(cast: Cast, client: Client) -> None:
    case = cast.do("agendaris", "register").facilitation
    link = f"/cases/{case.uid}/acts/dispose/"
    asked = client.get(link)
    assert asked["Location"] == f"/masuk/?next={link.replace('/', '%2F')}"
    assert f'name="next" value="{link}"' in client.get(asked["Location"]).content.decode()
    entered = client.post("/masuk/", {"username": "kadis", "password": PASSWORD, "next": link})
    assert (entered["Location"], client.get(link).status_code) == (link, 200)
    assert client.get(f"/masuk/?next={link}")["Location"] == link
    assert client.get("/masuk/?next=https://jahat.example/")["Location"] == "/desk/"
