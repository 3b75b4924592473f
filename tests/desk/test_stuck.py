"""The page of what cannot move: who sees it, what it tells whom, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from simcap.facilitation.models import Assignment
from simcap.people import absence_acts, acts
from simcap.people.acts import SYSTEM
from simcap.people.models import Account, Appointment
from tests.cast import MONDAY, POSTS, Cast

from .conftest import As

pytestmark = pytest.mark.django_db
WATCHERS = {"admin", "agendaris", "sekretaris", "kadis"}


def vacate(cast: Cast, code: str = "division_head") -> None:
    appointment = Appointment.objects.get(position__code=code)
    acts.end_appointment(appointment, ended_at=MONDAY, reason="mutasi", by=SYSTEM)


def page(as_: As, who: str, url: str = "/stuck/") -> str:
    return " ".join(as_(who).get(url).content.decode().split())


@pytest.mark.parametrize("who", POSTS)
def test_only_four_posts_watch(cast: Cast, as_: As, who: str) -> None:
    assert as_(who).get("/stuck/").status_code == (200 if who in WATCHERS else 403)
    assert ("/stuck/" in page(as_, who, "/desk/")) == (who in WATCHERS)


def test_an_empty_page_says_so_for_now_and_for_the_days_ahead(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    assert page(as_, "kadis").count('class="empty"') == 2


@pytest.mark.parametrize(
    ("who", "sees"), [("agendaris", True), ("kadis", True), ("admin", False), ("sekretaris", False)]
)
def test_the_event_is_told_only_to_whom_the_case_is_open(cast: Cast, as_: As, who: str, sees: bool) -> None:
    cast.walk("with_division")
    vacate(cast)
    text = page(as_, who)
    assert cast.case.agenda_number in text
    assert ("Festival Nagari" in text, str(cast.case.uid) in text) == (sees, sees)
    assert "Jabatan Kepala Bidang Aplikasi Informatika belum ada pemegangnya." in text
    assert "1 berkas tidak dapat bergerak." in page(as_, who, "/desk/")


def test_a_secret_case_is_a_number_to_all_but_its_chain(cast: Cast, as_: As) -> None:
    cast.do("agendaris", "register", {"security": "R"})
    cast.do("kadis", "dispose", {"security": "R"})
    vacate(cast)
    found = {who: "Festival Nagari" in page(as_, who) for who in WATCHERS}
    assert found == {"kadis": True, "agendaris": False, "admin": False, "sekretaris": False}
    assert all(cast.case.agenda_number in page(as_, who) for who in WATCHERS)


def test_a_vacant_post_leads_the_administrator_to_the_appointment(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    vacate(cast)
    link = f"/admin/simcap/appointment/add/?position={cast.position('division_head').pk}"
    assert {who: link in page(as_, who) for who in WATCHERS} == {who: who == "admin" for who in WATCHERS}
    assert as_("admin").get(link).status_code == 200


def test_an_account_that_is_off_leads_to_the_officer(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    Account.objects.filter(pk=cast.account("kabid").pk).update(is_active=False)
    assert f"/admin/simcap/officer/{cast.officer('kabid').pk}/change/" in page(as_, "admin")


def test_an_absence_without_a_plh_leads_to_the_absence(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    absence = absence_acts.record_absence(
        cast.office, officer=cast.officer("kabid"), kind="sick", from_on=date(2026, 6, 8), until_on=date(2026, 6, 9),
        by=SYSTEM,
    )  # fmt: skip
    text = page(as_, "agendaris")
    assert f'href="/absences/{absence.pk}/"' in text
    assert "tidak di tempat 8–9 Juni 2026 dan belum ada Plh." in text


REMEDIES = [
    ("to_record", "Seksi Infrastruktur TIK: Ganti disposisi, lalu tunjuk orang lain."),
    ("prepared", "Kepala Dinas: Minta perubahan SPT, lalu tunjuk orang lain."),
    ("returned", "Tunggu sampai ia kembali"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "words"), REMEDIES)
def test_a_team_that_is_gone_is_mended_by_whoever_named_it(cast: Cast, as_: As, stage: str, words: str) -> None:
    cast.walk(stage)
    Assignment.objects.update(until_at=MONDAY)
    text = page(as_, "agendaris")
    assert words in text
    assert f"/cases/{cast.case.uid}/" in text


def test_what_lies_ahead_has_its_own_part(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    absence_acts.record_absence(
        cast.office, officer=cast.officer("kabid"), kind="leave", from_on=date(2026, 6, 10), until_on=date(2026, 6, 12),
        by=SYSTEM,
    )  # fmt: skip
    text = page(as_, "kadis", "/stuck/?part=ahead")
    assert "mulai 10 Juni 2026" in text
    assert "Sekarang" not in text
    assert "tidak dapat bergerak." not in page(as_, "kadis", "/desk/")


def test_parts_are_paged(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcap.desk.stuck.PAGE", 2)
    vacate(cast, "head")
    for _number in range(3):
        cast.do("agendaris", "register")
    first = page(as_, "agendaris")
    after = first.split("after=")[1].split('"')[0]
    second = page(as_, "agendaris", f"/stuck/?part=now&after={after}")
    assert [text.count("tag-negative") for text in (first, second)] == [2, 1]


@pytest.mark.parametrize("query", ["part=apa", "part=now&after=x", "after=99999999999999999999"])
def test_what_does_not_fit_is_left_out(cast: Cast, as_: As, query: str) -> None:
    assert as_("kadis").get(f"/stuck/?{query}").status_code == 200


def test_the_page_costs_the_same_for_one_case_and_for_three(
    cast: Cast, as_: As, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    vacate(cast)
    client = as_("agendaris")
    for number in (1, 2, 3):
        cast.walk("with_division")
        with django_assert_num_queries(14):
            assert client.get("/stuck/").content.decode().count("Festival Nagari") == number


def test_the_page_is_there_in_english(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    vacate(cast)
    assert as_("admin").get("/stuck/", headers={"accept-language": "en"}).status_code == 200
