"""What a dossier keeps of what was before: ended dispositions, earlier SPTs and windows, refusals, reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from simcap import clock
from simcap.desk.dossier import Dossier
from simcap.step1_disposition.models import Disposition
from tests.cast import MONDAY, Cast

from .conftest import As
from .test_dossier_exceptions import page_of, text_of
from .test_exceptions import bring, new_team


def thread(page: Dossier) -> list[tuple[int, str, bool, int | None]]:
    """Tier, how it ended, whether it was read, and the disposition that took its place."""
    given = list(Disposition.objects.order_by("id"))
    return [
        (one.disposition.tier, one.disposition.ending, one.read_at is not None,
         given.index(one.replaced_by) if one.replaced_by else None)
        for one in page.tiers
    ]  # fmt: skip


def test_superseded_tiers_say_what_took_their_place(cast: Cast, as_: As) -> None:
    cast.walk("with_section")
    cast.do("kadis", "supersede")
    cast.do("kabid", "forward")
    assert thread(page_of(as_, cast, "kadis")) == [
        (1, "superseded", True, 2), (2, "superseded", False, 2), (1, "", True, None), (2, "", False, None),
    ]  # fmt: skip
    text = text_of(as_, cast, "kadis")
    assert ("Diganti oleh Kepala Dinas" in text, "Salah alamat." in text) == (True, True)


def test_what_followed_from_the_new_disposition_is_not_said_of_the_old_one(cast: Cast, as_: As) -> None:
    with clock.scripted(MONDAY):
        cast.walk("with_division")
        cast.do("kabid", "open")
    with clock.scripted(MONDAY + timedelta(minutes=10)):
        cast.do("kadis", "supersede")
    with clock.scripted(MONDAY + timedelta(minutes=20)):
        cast.do("kabid", "forward")
        old, new, _next = page_of(as_, cast, "kadis").tiers
    assert (old.read_at, old.followed_up_at) == (MONDAY, None)
    assert new.followed_up_at == MONDAY + timedelta(minutes=20)


def test_a_disposition_withdrawn_unread_was_never_read(cast: Cast, as_: As) -> None:
    cast.walk("with_division")
    cast.do("kadis", "withdraw")
    cast.do("kadis", "dispose")
    assert thread(page_of(as_, cast, "kadis")) == [(1, "withdrawn", False, None), (1, "", False, None)]


def test_one_that_was_sent_back_was_read(cast: Cast, as_: As) -> None:
    cast.walk("with_section")
    cast.do("seksi", "send_back")
    assert thread(page_of(as_, cast, "kadis")) == [(1, "", True, None), (2, "sent_back", True, None)]


# ── SPT, team, window, refusal ──


def amended(cast: Cast) -> None:
    """A case whose SPT was changed to another team."""
    bring(cast, "amend_draft")
    with clock.scripted(MONDAY + timedelta(hours=1)):
        cast.do("seksi", "amend_spt", new_team(cast))
        cast.do("kabid", "initial_amendment")
        cast.do("kadis", "sign_amendment")


def test_the_earlier_spt_stays_listed_with_what_replaced_it(cast: Cast, as_: As) -> None:
    amended(cast)
    page = page_of(as_, cast, "kadis")
    assert [(one.document.number, one.status) for one in (page.letters.current, *page.letters.earlier)] == [
        ("800.1.11.1/002/DISKOMINFO/VI/2026", "in_force"), ("800.1.11.1/001/DISKOMINFO/VI/2026", "replaced"),
    ]  # fmt: skip
    new, old = (one for one in page.papers if one.document.kind == "assignment_letter")
    assert (old.document.status, old.replaced_by) == ("replaced", new.document)
    assert "Diganti Surat Perintah Tugas 800.1.11.1/002/DISKOMINFO/VI/2026" in text_of(as_, cast, "kadis")
    assert as_("kadis").get(old.url).status_code == 200


def test_who_left_and_who_came_is_told_with_the_day(cast: Cast, as_: As) -> None:
    amended(cast)
    page = page_of(as_, cast, "kadis")
    assert [(one.name, one.role) for one in page.team] == [
        ("Teknisi 2 (contoh)", "Koordinator TIM"), ("Teknisi 1 (contoh)", "TIM Teknis"),
    ]  # fmt: skip
    at = MONDAY + timedelta(hours=1)
    assert [(one.name, one.role, one.until_at) for one in page.team_moves] == [
        ("Koordinator TIM (contoh)", "Koordinator TIM", at), ("Teknisi 2 (contoh)", "TIM Teknis", at),
        ("Teknisi 2 (contoh)", "Koordinator TIM", None),
    ]  # fmt: skip


def test_the_team_is_that_of_the_signed_spt_while_a_change_is_drafted(cast: Cast, as_: As) -> None:
    bring(cast, "amend_draft")
    cast.do("seksi", "amend_spt", new_team(cast))
    page = page_of(as_, cast, "kadis")
    assert [one.name for one in page.team] == ["Koordinator TIM (contoh)", "Teknisi 1 (contoh)", "Teknisi 2 (contoh)"]
    assert page.letters.current.status == "in_force"
    assert [one.label for one in page.letters.changes.parts] == ["Koordinator TIM", "TIM Teknis", "Untuk"]


def test_a_cancelled_case_keeps_its_team_and_its_revoked_spt(cast: Cast, as_: As) -> None:
    bring(cast, "cancelled")
    page = page_of(as_, cast, "kadis")
    assert (len(page.team), page.team_moves, page.letters.current.status) == (3, [], "revoked")


def test_every_window_stays_readable(cast: Cast, as_: As) -> None:
    bring(cast, "postponed")
    first, second = "Kamis, 18 Juni 2026, 08.00–16.00 WIB", "Kamis, 25 Juni 2026, 08.00–16.00 WIB"
    assert windows(page_of(as_, cast, "kadis")) == [(first, second, "Diundur panitia.")]
    cast.do("kadis", "drop_amendment")
    assert windows(page_of(as_, cast, "kadis")) == [(second, first, "Ada alasan."), (first, second, "Diundur panitia.")]


def test_another_window_in_the_changed_spt_is_told_too(cast: Cast, as_: As) -> None:
    bring(cast, "amend_draft")
    later = cast.case.ends_at + timedelta(hours=2)
    cast.do("seksi", "amend_spt", {"ends_at": later.isoformat()})
    cast.do("kabid", "initial_amendment")
    cast.do("kadis", "sign_amendment")
    assert windows(page_of(as_, cast, "kadis")) == [
        ("Kamis, 18 Juni 2026, 08.00–16.00 WIB", "Kamis, 18 Juni 2026, 08.00–18.00 WIB", "")
    ]


def windows(page: Dossier) -> list[tuple[str, str, str]]:
    return [(one.before, one.after, one.reason) for one in page.windows]


def test_a_refusal_stands_with_its_ground_its_reason_and_its_letter(cast: Cast, as_: As) -> None:
    bring(cast, "declined")
    (refusal,) = page_of(as_, cast, "auditor").refusals
    decline = refusal.decision
    text = text_of(as_, cast, "auditor")
    assert (str(decline.get_ground_display()) in text, decline.reason in text) == (True, True)
    assert "Surat penolakan 500.12/001/DISKOMINFO/VI/2026" in text


def test_a_refusal_that_was_thought_better_of_stays_readable(cast: Cast, as_: As) -> None:
    bring(cast, "decline_with_division")
    cast.do("kadis", "reconsider")
    cast.do("kadis", "decline")
    newest, first = (one.decision for one in page_of(as_, cast, "auditor").refusals)
    assert (newest.reconsidered_at, first.reconsidered_at) == (None, MONDAY)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("cancelled", "Kepala Dinas (contoh) (Kepala Dinas Komunikasi dan Informatika) membatalkan fasilitasi."),
        (
            "revoked",
            "Kepala Dinas (contoh) (Kepala Dinas Komunikasi dan Informatika) mencabut SPT nomor "
            "800.1.11.1/001/DISKOMINFO/VI/2026.",
        ),
    ],
)
def test_why_it_was_cancelled_or_its_spt_revoked_is_told(cast: Cast, as_: As, state: str, said: str) -> None:
    bring(cast, state)
    (stop,) = page_of(as_, cast, "auditor").stops
    assert (stop.at, stop.sentence, stop.reason) == (MONDAY, said, "Ada alasan.")


# ── The journal ──


def details(as_: As, cast: Cast, act: str) -> list[tuple[str, str]]:
    assert cast.case
    answer: Any = as_("auditor").get(f"/cases/{cast.case.uid}/journal/?act={act}")
    return list(answer.context["lines"][0].details)


@pytest.mark.parametrize(
    ("state", "act", "expected"),
    [
        ("postponed", "postpone", [
            ("Jadwal semula", "Kamis, 18 Juni 2026, 08.00–16.00 WIB"),
            ("Jadwal", "Kamis, 25 Juni 2026, 08.00–16.00 WIB"), ("Alasan", "Diundur panitia."),
        ]),
        ("cancelled", "cancel", [("SPT yang dicabut", "800.1.11.1/001/DISKOMINFO/VI/2026"), ("Alasan", "Ada alasan.")]),
        ("decline_draft", "decline", [
            ("Alasan pokok", "Kendaraan sudah terjadwal di tempat lain"),
            ("Alasan", "Kendaraan bertugas di tempat lain pada tanggal itu."),
        ]),
    ],
)  # fmt: skip
def test_the_journal_tells_what_an_exception_changed(
    cast: Cast, as_: As, state: str, act: str, expected: list[tuple[str, str]]
) -> None:
    bring(cast, state)
    assert details(as_, cast, act) == expected
