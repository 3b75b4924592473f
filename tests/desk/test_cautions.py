"""Who will be away is told beside the choice, in the preview and in the journal; it hinders nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from simcap.facilitation.outlook import caution_text
from simcap.journal.models import Entry
from simcap.people import absence_acts, acts
from simcap.people.acts import SYSTEM
from simcap.people.models import Account, Appointment
from tests.cast import MONDAY, Cast

from .conftest import As, act_url, posted

pytestmark = pytest.mark.django_db
TUE, FRI = date(2026, 6, 9), date(2026, 6, 12)
KABID = "Kepala Bidang Aptika (contoh) (Kepala Bidang Aplikasi Informatika)"


def away(cast: Cast, who: str, first: date = TUE, last: date = FRI, kind: str = "leave"):
    return absence_acts.record_absence(
        cast.office, officer=cast.officer(who), kind=kind, from_on=first, until_on=last, by=SYSTEM
    )


def stand_in(cast: Cast, absence, until: date = FRI) -> None:
    absence_acts.appoint_substitute(
        absence, position=cast.position("division_head"), officer=cast.officer("sekretaris"), decree="ST 7/2026",
        from_on=absence.from_on, until_on=until, by=SYSTEM,
    )  # fmt: skip


def asked(cast: Cast, as_: As, who: str, act: str, **inputs: object) -> str:
    """What the page is told after a choice."""
    answer = as_(who).post(f"{act_url(cast, act)}cautions/", posted(act, {**cast.usual(who, act), **inputs}))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_addressee_who_will_be_away_is_told_on_load(cast: Cast, as_: As) -> None:
    away(cast, "kabid")
    cast.walk("with_head")
    page = as_("kadis").get(act_url(cast, "dispose")).content.decode()
    assert f"{KABID} cuti 9–12 Juni 2026; belum ada Plh." in page


def test_the_kind_of_a_sick_leave_is_not_told(cast: Cast, as_: As) -> None:
    away(cast, "kabid", kind="sick")
    cast.walk("with_head")
    page = as_("kadis").get(act_url(cast, "dispose")).content.decode()
    assert f"{KABID} tidak di tempat 9–12 Juni 2026; belum ada Plh." in page
    assert "sakit" not in page


def test_the_plh_is_named_and_whether_he_covers_all_days(cast: Cast, as_: As) -> None:
    absence = away(cast, "kabid")
    stand_in(cast, absence, until=date(2026, 6, 10))
    cast.walk("with_head")
    covered = asked(cast, as_, "kadis", "dispose", due_on="2026-06-10")
    assert f"{KABID} cuti 9–12 Juni 2026; Plh.: Sekretaris Dinas (contoh)." in covered
    assert "tetapi tidak untuk semua harinya" in asked(cast, as_, "kadis", "dispose", due_on="2026-06-12")


def test_only_what_lies_before_the_due_date_is_told(cast: Cast, as_: As) -> None:
    away(cast, "kabid", FRI, FRI)
    cast.walk("with_head")
    assert "cuti" not in asked(cast, as_, "kadis", "dispose", due_on="2026-06-11")
    assert "cuti" in asked(cast, as_, "kadis", "dispose", due_on="2026-06-12")
    assert "cuti" not in asked(cast, as_, "kadis", "dispose", due_on="")


def test_a_position_that_nobody_fills_is_told(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    Account.objects.filter(pk=cast.account("kabid").pk).update(is_active=False)
    assert "belum mempunyai akun yang aktif" in asked(cast, as_, "kadis", "dispose")
    appointment = Appointment.objects.get(position__code="division_head")
    acts.end_appointment(appointment, ended_at=MONDAY, reason="mutasi", by=SYSTEM)
    assert "Jabatan Kepala Bidang Aplikasi Informatika belum ada pemegangnya." in asked(cast, as_, "kadis", "dispose")


def test_a_position_that_becomes_vacant_before_the_due_date_is_told(cast: Cast, as_: As) -> None:
    cast.walk("with_head")
    appointment = Appointment.objects.get(position__code="division_head")
    acts.end_appointment(appointment, ended_at=MONDAY + timedelta(days=2), reason="mutasi", by=SYSTEM)
    said = "Jabatan Kepala Bidang Aplikasi Informatika tidak ada pemegangnya lagi sejak 10 Juni 2026."
    assert said in asked(cast, as_, "kadis", "dispose", due_on="2026-06-12")


def test_a_coordinator_who_will_be_away_is_told_when_he_is_chosen(cast: Cast, as_: As) -> None:
    away(cast, "koordinator", date(2026, 6, 18), date(2026, 6, 19))  # the days of the event
    cast.walk("with_section")
    page = as_("seksi").get(act_url(cast, "appoint")).content.decode()
    assert "Koordinator TIM (contoh) – tidak di tempat 18–19 Juni 2026" in page
    assert "Koordinator TIM (contoh) cuti" not in page
    assert "Koordinator TIM (contoh) cuti 18–19 Juni 2026." in asked(cast, as_, "seksi", "appoint")
    other = asked(cast, as_, "seksi", "appoint", coordinator=cast.officer("teknisi1").pk)
    assert "cuti" not in other


def test_a_crew_member_who_will_be_away_is_told_beside_the_crew_and_in_the_preview(cast: Cast, as_: As) -> None:
    away(cast, "teknisi2", date(2026, 6, 17), date(2026, 6, 18), "duty")
    cast.walk("to_record")
    said = "Teknisi 2 (contoh) dinas luar 17–18 Juni 2026."
    assert said in asked(cast, as_, "koordinator", "record_request")
    url = f"{act_url(cast, 'record_request')}preview/"
    page = as_("koordinator").post(url, posted("record_request", cast.usual("koordinator", "record_request")))
    assert said in page.content.decode()


def test_it_hinders_nothing_and_stands_in_the_journal_without_the_kind(cast: Cast, as_: As) -> None:
    stand_in(cast, away(cast, "kabid", kind="sick"))
    cast.walk("with_head")
    cast.do("kadis", "dispose", {"due_on": "2026-06-12"})
    entry = Entry.objects.get(act="dispose")
    assert json.loads(entry.canonical)["facts"]["warnings"] == [
        {
            "kind": "away", "officer": "Kepala Bidang Aptika (contoh)",
            "position": "Kepala Bidang Aplikasi Informatika",
            "from_on": "2026-06-09", "until_on": "2026-06-12", "plh": ["Sekretaris Dinas (contoh)"], "is_covered": True,
        }
    ]  # fmt: skip
    assert "sakit" not in entry.canonical
    page = as_("auditor").get(f"/cases/{cast.case.uid}/journal/").content.decode()
    assert f"Diberi tahu: {KABID} tidak di tempat 9–12 Juni 2026; Plh.: Sekretaris Dinas (contoh)." in page


def test_where_all_are_there_the_journal_says_nothing_of_it(cast: Cast) -> None:
    cast.walk("with_division")
    assert "warnings" not in json.loads(Entry.objects.get(act="dispose").canonical)["facts"]


def test_nobody_is_told_of_a_case_that_is_not_his(cast: Cast, as_: As) -> None:
    away(cast, "kabid")
    cast.walk("with_head")
    url = f"{act_url(cast, 'dispose')}cautions/"
    assert [as_(who).post(url).status_code for who in ("sekretaris", "seksi", "kadis")] == [404, 204, 200]


KINDS = [
    ({"kind": "vacant", "position": "Kabid", "officers": []}, "Jabatan Kabid belum ada pemegangnya."),
    ({"kind": "ends", "position": "Kabid", "on": "2026-06-10"},
     "Jabatan Kabid tidak ada pemegangnya lagi sejak 10 Juni 2026."),
    ({"kind": "away", "officer": "Teknisi", "from_on": "2026-06-09", "until_on": "2026-06-09"},
     "Teknisi tidak di tempat 9 Juni 2026."),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "words"), KINDS)
def test_the_journal_s_facts_read_as_they_were_said(facts: dict, words: str) -> None:
    assert caution_text(facts) == words
