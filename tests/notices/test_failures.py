"""What did not go out: tried again with growing pauses, then shown to the administrator, who can begin anew."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from simcap import clock
from simcap.facilitation.models import Outbox
from simcap.facilitation.outbox import BACK_OFF_MINUTES, deliver_waiting
from simcap.notices.models import Notice
from simcap.notices.sending import next_try
from tests.cast import MONDAY, Cast
from tests.facilitation.conftest import wib

pytestmark = pytest.mark.django_db


@pytest.fixture
def line_down(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """A mail server that answers with the first of these errors, while there is one."""
    errors: list[Exception] = [ConnectionRefusedError("kadis@kantor.example")]
    send = EmailMessage.send

    def sending(mail: EmailMessage, *args: Any) -> int:
        if errors:
            raise errors[0]
        return send(mail, *args)

    monkeypatch.setattr(EmailMessage, "send", sending)
    return errors


def admin(cast: Cast) -> Client:
    """The administrator's browser."""
    client = Client()
    client.force_login(cast.account("admin"))
    return client


def told(cast: Cast) -> Notice:
    """The notice of the new task to the head of the office."""
    return Notice.objects.get(officer=cast.officer("kadis"), kind="new")


def test_a_failure_is_tried_again_with_growing_pauses_and_then_given_up(cast: Cast, work, line_down) -> None:
    cast.do("agendaris", "register")
    moment, tries = MONDAY, []
    for _ in range(len(BACK_OFF_MINUTES) + 1):
        work(moment)
        found = told(cast)
        tries.append((found.state, found.tries_count, round((found.try_at - moment).total_seconds() / 60)))
        moment = found.try_at
    assert tries == [
        ("waiting", 1, 1), ("waiting", 2, 5), ("waiting", 3, 15), ("waiting", 4, 60), ("waiting", 5, 240),
        ("failed", 6, 0),
    ]  # fmt: skip


def test_a_retry_keeps_office_hours(cast: Cast, work, line_down) -> None:
    with clock.scripted(wib(15, 59)):
        cast.do("agendaris", "register")
        work()
    work(wib(16, 1))
    assert told(cast).try_at == wib(7, 30, day=9)
    line_down.clear()
    work(wib(7, 30, day=9))
    assert told(cast).state == "sent"


def test_the_administrator_sees_why_without_the_address_and_tries_again(cast: Cast, work, line_down, caplog) -> None:
    line_down[0] = SMTPRecipientsRefused({"kadis@kantor.example": (550, b"rahasia")})
    cast.do("agendaris", "register")
    work()
    client = admin(cast)
    text = client.get("/pemberitahuan/gagal/").content.decode()
    assert (text.count("Server surel menolak pesan."), "Kepala Dinas (contoh)" in text) == (2, True)
    assert [one for one in ("kadis@", "rahasia") if one in text + caplog.text] == []
    line_down.clear()
    client.post("/pemberitahuan/gagal/lagi/", {"notice": told(cast).pk})
    work()
    assert told(cast).state == "sent"
    assert text.count("Coba lagi semua") == 1


def test_one_can_narrow_order_and_page_the_failures(cast: Cast, work, line_down, monkeypatch) -> None:
    monkeypatch.setattr("simcap.desk.notice_failures.PAGE", 1)
    cast.walk("with_division")
    work()
    client = admin(cast)

    def names(query: str) -> list[str]:
        page = client.get(f"/pemberitahuan/gagal/{query}")
        return [one.person for one in page.context["lines"]]

    assert [names(query) for query in ("", "?q=bidang", "?q=dinas", "?state=unsure", "?order=oldest")] == [
        ["Kepala Bidang Aptika (contoh)"], ["Kepala Bidang Aptika (contoh)"], [], [], ["Kepala Bidang Aptika (contoh)"],
    ]  # fmt: skip
    first = client.get("/pemberitahuan/gagal/").context
    second = client.get(f"/pemberitahuan/gagal/?after={first['after']}").context
    assert int(second["lines"][0].key) < int(first["lines"][0].key)
    assert client.get("/pemberitahuan/gagal/?order=oldest").context["lines"][0].key == second["lines"][0].key
    assert names("?after=99999999999999999999") == ["Kepala Bidang Aptika (contoh)"]


def test_a_mail_to_a_requester_that_failed_is_shown_and_tried_again(cast: Cast, line_down) -> None:
    line_down[0] = SMTPRecipientsRefused({"nagari@contoh.example": (550, b"tidak dikenal")})
    cast.do("agendaris", "register")
    deliver_waiting.func()
    client = admin(cast)
    text = client.get("/pemberitahuan/gagal/").content.decode()
    assert ("SMTPRecipientsRefused" in text, "nagari@" in text) == (True, False)
    line_down.clear()
    client.post("/pemberitahuan/gagal/lagi/", {"all": "1"})
    deliver_waiting.func()
    assert Outbox.objects.filter(done_at=None).count() == 0


def test_the_list_costs_the_same_for_one_failure_and_for_three(
    cast: Cast, work, line_down, django_assert_num_queries
) -> None:
    client = admin(cast)
    for _ in range(2):
        cast.do("agendaris", "register")
        work()
        with django_assert_num_queries(7):
            client.get("/pemberitahuan/gagal/")


def test_what_is_tried_next_is_known(cast: Cast, work, line_down) -> None:
    assert next_try() is None
    cast.do("agendaris", "register")
    work()
    assert next_try() == MONDAY + timedelta(minutes=1)
