"""The privacy notice, and asking for one's own data: never a word of what is held, nor whether anything is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from simcap.people.models import Office
from simcap.stewardship.models import SubjectRequest
from tests.cast import Cast


def page(cast: Cast, where: str = "data-pribadi/") -> str:
    return f"/o/{cast.office.slug}/{where}"


def typed(client: Client, cast: Cast, **changed: str) -> dict[str, str]:
    key = client.get(page(cast)).context["key"]
    return {"key": key, "wish": "access", "name": "Orang (contoh)", "phone": "0812 0000 0000", "email": "", "code": "",
            "text": "", "website": "", **changed}  # fmt: skip


def test_the_notice_says_how_long_by_the_office_s_schedule(client: Client, cast: Cast) -> None:
    text = client.get(page(cast, "privasi/")).content.decode()
    assert "Data narahubung 2 tahun sesudah kegiatan selesai, berkasnya 5 tahun." in text


def test_the_footer_names_whom_to_ask(client: Client, cast: Cast) -> None:
    Office.objects.filter(pk=cast.office.pk).update(
        data_officer="Pejabat PDP (contoh)", data_officer_email="pdp@contoh.example"
    )
    for where in ("", "privasi/", "lacak/", "data-pribadi/"):
        text = client.get(page(cast, where)).content.decode()
        assert "Pejabat PDP (contoh)" in text
        assert "pdp@contoh.example" in text


def test_without_a_designated_officer_the_office_itself_is_asked(client: Client, cast: Cast) -> None:
    assert cast.office.address in client.get(page(cast, "privasi/")).content.decode()


def answer_to(client: Client, cast: Cast, **changed: str) -> Any:
    sent = client.post(page(cast), typed(client, cast, **changed))
    assert sent.status_code == 302
    return client.get(sent["Location"])


def test_the_page_says_the_same_whether_code_and_contact_fit_or_not(client: Client, cast: Cast) -> None:
    case = cast.walk("with_head")
    told = [
        answer_to(client, cast, code=code, phone=phone).content.decode()
        for code, phone in (
            (case.tracking_code, "0812 0000 0000"),
            (case.tracking_code, "0899 9999 9999"),
            ("", "0899"),
        )
    ]
    assert [one.replace(" ", "") for one in told[1:]] == [told[0].replace(" ", "")] * 2
    assert sorted(SubjectRequest.objects.values_list("identity", flat=True)) == ["code", "pending", "pending"]
    assert "0001/2026" not in told[0]
    assert case.event not in told[0]


def test_the_same_form_sent_twice_is_one_request(client: Client, cast: Cast) -> None:
    sent = typed(client, cast)
    first, second = client.post(page(cast), sent), client.post(page(cast), sent)
    assert first.status_code == second.status_code == 302
    assert SubjectRequest.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_lost(client: Client, cast: Cast) -> None:
    answer = client.post(page(cast), typed(client, cast, phone="", text="Isian yang panjang"))
    text = answer.content.decode()
    assert (answer.status_code, "Isi telepon atau surel." in text, "Isian yang panjang" in text) == (422, True, True)
    assert not SubjectRequest.objects.exists()


@pytest.mark.parametrize(("changed", "status"), [({"key": "palsu"}, 409), ({"website": "http://x"}, 422)])
def test_a_program_s_form_is_not_taken(client: Client, cast: Cast, changed: dict[str, str], status: int) -> None:
    answer = client.post(page(cast), typed(client, cast, **changed))
    assert (answer.status_code, SubjectRequest.objects.count()) == (status, 0)
    assert "Orang (contoh)" in answer.content.decode()


def test_who_sends_too_often_is_asked_to_wait(client: Client, cast: Cast) -> None:
    for number in range(10):
        answer_to(client, cast, text=str(number))
    answer = client.post(page(cast), typed(client, cast))
    assert (answer.status_code, SubjectRequest.objects.count()) == (429, 10)


@pytest.mark.parametrize("token", ["palsu", "a:b"])
def test_a_receipt_that_is_not_ours_is_unknown(client: Client, cast: Cast, token: str) -> None:
    assert client.get(page(cast, f"data-pribadi/terkirim/{token}/")).status_code == 404


def test_a_receipt_of_another_office_is_unknown(client: Client, cast: Cast) -> None:
    from tests.cast import assemble

    other = assemble("kantor-lain", prefix="lain-")
    where = client.post(page(cast), typed(client, cast))["Location"]
    assert client.get(where.replace(cast.office.slug, other.office.slug)).status_code == 404
