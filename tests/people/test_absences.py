"""Absences: recorded ahead or afterwards, never overlapping, ended early; the Plh. who is appointed for one."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from simcap import clock
from simcap.errors import BadInputs
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import verify
from simcap.people import absence_acts, acts
from simcap.people.absences import away_between, away_of, days_text
from simcap.people.authority import acting
from simcap.people.cover import Cover, covers_of_all
from simcap.people.models import Absence, AbsenceEnd, Appointment, Substitution
from tests.cast import MONDAY, WIB, Cast, assemble

pytestmark = pytest.mark.django_db
BY = acts.By("Administrator (contoh)", "admin", "Administrator SIMCAP", "definitive", "SK 10/2026 (contoh)")
#: The week after MONDAY.
MON, WED, FRI = date(2026, 6, 15), date(2026, 6, 17), date(2026, 6, 19)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    with clock.scripted(MONDAY):
        yield assemble()


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=WIB)


def away(cast: Cast, who: str = "kabid", first: date = MON, last: date = FRI, kind: str = "leave") -> Absence:
    return absence_acts.record_absence(
        cast.office, officer=cast.officer(who), kind=kind, from_on=first, until_on=last, by=BY
    )


def substitute(cast: Cast, absence: Absence, who: str = "sekretaris", **changes: object) -> Appointment:
    given = {
        "position": cast.position("division_head"), "officer": cast.officer(who), "decree": "ST 7/2026",
        "from_on": absence.from_on, "until_on": absence.until_on, "by": BY,
    }  # fmt: skip
    return absence_acts.appoint_substitute(absence, **{**given, **changes})


def holds(cast: Cast, moment: datetime) -> list[str]:
    """Usernames' names of those who act for the Kabid at a moment."""
    return [one.officer.name.split(" (")[0] for one in acting(cast.office, "division_head", moment)]


def refused(call: object) -> dict[str, list[str]]:
    with pytest.raises(BadInputs) as refusal:
        call()
    return dict(refusal.value.fields)


def test_an_absence_is_one_row_and_one_entry_whose_kind_can_be_erased(cast: Cast) -> None:
    absence = away(cast, kind="sick")
    entry = Entry.objects.get(act="record_absence")
    body = json.loads(entry.canonical)
    assert (entry.chain, body["officer"], body["from_on"], body["until_on"]) == (
        acts.chain_of(cast.office), "Kepala Bidang Aptika (contoh)", "2026-06-15", "2026-06-19",
    )  # fmt: skip
    assert "sakit" not in entry.canonical
    assert json.loads(entry.detail.text) == {"kind": "sakit"}
    assert sentence(body) == (
        "Administrator (contoh) (Administrator SIMCAP) mencatat bahwa Kepala Bidang Aptika (contoh) tidak di tempat "
        "pada 15–19 Juni 2026."
    )
    assert absence.recorded_by == "Administrator (contoh) (Administrator SIMCAP)"
    assert verify().sound


def test_an_absence_can_be_entered_after_the_fact(cast: Cast) -> None:
    absence = away(cast, first=date(2026, 6, 2), last=date(2026, 6, 3), kind="sick")
    found = away_between(cast.office, date(2026, 6, 3), date(2026, 6, 3))
    assert [one.absence for one in found[cast.officer("kabid").pk]] == [absence]
    assert not absence_acts.may_end(absence, MONDAY.date())


def test_the_same_absence_again_is_the_first_one(cast: Cast) -> None:
    assert away(cast).pk == away(cast).pk
    assert Entry.objects.filter(act="record_absence").count() == 1


OVERLAPS = [(date(2026, 6, 12), MON), (WED, WED), (FRI, date(2026, 6, 22)), (date(2026, 6, 1), date(2026, 6, 30))]


@pytest.mark.parametrize(("first", "last"), OVERLAPS)
def test_an_overlapping_absence_is_refused_beside_its_first_day(cast: Cast, first: date, last: date) -> None:
    away(cast)
    said = refused(lambda: away(cast, first=first, last=last, kind="duty"))
    assert said == {"from_on": ["Sudah tercatat tidak di tempat pada 15–19 Juni 2026."]}


def test_absences_that_touch_and_those_of_others_are_taken(cast: Cast) -> None:
    away(cast)
    away(cast, first=date(2026, 6, 20), last=date(2026, 6, 21))
    away(cast, "seksi")
    assert Absence.objects.count() == 3


@pytest.mark.parametrize(("first", "last"), [(FRI, MON), (MON, MON + timedelta(days=366))])
def test_days_that_cannot_be_are_refused_beside_the_last(cast: Cast, first: date, last: date) -> None:
    assert list(refused(lambda: away(cast, first=first, last=last))) == ["until_on"]


def test_nobody_of_another_office_is_away_here(cast: Cast) -> None:
    other = assemble("kantor-lain", prefix="lain-")
    said = refused(
        lambda: absence_acts.record_absence(
            cast.office, officer=other.officer("kabid"), kind="leave", from_on=MON, until_on=FRI, by=BY
        )
    )
    assert said == {"officer": ["Milik kantor lain."]}


def test_an_absence_that_is_ahead_can_be_cancelled_and_then_nobody_is_away(cast: Cast) -> None:
    absence = away(cast)
    absence_acts.end_absence(absence, back_on=MON, reason="Rapat pimpinan.", by=BY)
    absence = Absence.objects.select_related("ending").get()
    assert (away_of(absence), away_between(cast.office, MON, FRI)) == (None, {})
    entry = Entry.objects.get(act="end_absence")
    assert sentence(json.loads(entry.canonical)) == (
        "Administrator (contoh) (Administrator SIMCAP) membatalkan ketidakhadiran Kepala Bidang Aptika (contoh) pada "
        "15–19 Juni 2026."
    )
    assert json.loads(entry.detail.text) == {"reason": "Rapat pimpinan."}
    assert away(cast).pk != absence.pk


def test_who_is_back_early_is_away_until_the_day_before(cast: Cast) -> None:
    absence = away(cast)
    with clock.scripted(at(WED)):
        absence_acts.end_absence(absence, back_on=WED, reason="Selesai lebih cepat.", by=BY)
    found = away_of(Absence.objects.select_related("ending").get())
    assert (found.from_on, found.until_on) == (MON, date(2026, 6, 16))
    assert away_between(cast.office, WED, FRI) == {}


ENDS = [(MONDAY.date(), date(2026, 6, 14)), (MONDAY.date(), date(2026, 6, 20)), (WED, MON), (date(2026, 6, 20), FRI)]


@pytest.mark.parametrize(("today", "back_on"), ENDS)
def test_an_end_that_cannot_be_is_refused(cast: Cast, today: date, back_on: date) -> None:
    absence = away(cast)
    with clock.scripted(at(today)):
        said = refused(lambda: absence_acts.end_absence(absence, back_on=back_on, reason="x", by=BY))
    assert list(said) == ["back_on"]
    assert AbsenceEnd.objects.count() == 0


def test_an_absence_ends_once(cast: Cast) -> None:
    absence = away(cast)
    absence_acts.end_absence(absence, back_on=WED, reason="x", by=BY)
    assert refused(lambda: absence_acts.end_absence(absence, back_on=FRI, reason="x", by=BY)) == {
        "back_on": ["Ketidakhadiran ini sudah berakhir."]
    }


def test_a_plh_acts_on_the_days_of_the_absence_and_no_other(cast: Cast) -> None:
    substitute(cast, away(cast))
    sunday, saturday = at(date(2026, 6, 14), 23), at(date(2026, 6, 20), 0)
    assert [holds(cast, one) for one in (sunday, at(MON, 0), at(FRI, 23), saturday)] == [
        ["Kepala Bidang Aptika"], ["Sekretaris Dinas"], ["Sekretaris Dinas"], ["Kepala Bidang Aptika"],
    ]  # fmt: skip


def test_a_plh_appointed_on_the_day_itself_acts_from_that_moment(cast: Cast) -> None:
    absence = away(cast)
    with clock.scripted(at(WED, 10)):
        appointment = substitute(cast, absence, from_on=WED)
    assert appointment.from_at == at(WED, 10)


NOT_FITTING = [
    ({"from_on": date(2026, 6, 14)}, "from_on"), ({"until_on": date(2026, 6, 20)}, "until_on"),
    ({"from_on": WED, "until_on": MON}, "until_on"), ({"officer": "kabid"}, "officer"),
    ({"position": "head"}, "position"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), NOT_FITTING)
def test_a_substitute_that_does_not_fit_is_refused_beside_the_field(cast: Cast, changes: dict, field: str) -> None:
    absence = away(cast)
    looked_up = {"officer": cast.officer, "position": cast.position}
    given = {key: looked_up[key](value) if key in looked_up else value for key, value in changes.items()}
    assert list(refused(lambda: substitute(cast, absence, **given))) == [field]
    assert (Appointment.objects.filter(kind="plh").count(), Substitution.objects.count()) == (0, 0)


def test_who_is_away_himself_stands_in_for_nobody(cast: Cast) -> None:
    away(cast, "sekretaris", WED, WED, "duty")
    said = refused(lambda: substitute(cast, away(cast)))
    assert said == {"officer": ["Ia sendiri tidak di tempat pada 17 Juni 2026."]}


def test_two_plh_of_one_position_do_not_overlap(cast: Cast) -> None:
    absence = away(cast)
    substitute(cast, absence, until_on=WED)
    said = refused(lambda: substitute(cast, absence, "seksi", from_on=WED))
    assert said == {"from_on": ["Pada waktu itu Sekretaris Dinas (contoh) sudah menjadi Plh. jabatan ini (ST 7/2026)."]}
    substitute(cast, absence, "seksi", from_on=date(2026, 6, 18))
    assert [holds(cast, at(day)) for day in (WED, FRI)] == [["Sekretaris Dinas"], ["Kepala Seksi Infrastruktur TIK"]]


def test_whoever_comes_back_early_gets_his_desk_back_at_that_moment(cast: Cast) -> None:
    absence = away(cast)
    substitute(cast, absence)
    with clock.scripted(at(WED, 10)):
        absence_acts.end_absence(absence, back_on=WED, reason="Selesai.", by=BY)
    assert [holds(cast, at(WED, hour)) for hour in (9, 10)] == [["Sekretaris Dinas"], ["Kepala Bidang Aptika"]]
    said = [sentence(json.loads(one)) for one in Entry.objects.order_by("id").values_list("canonical", flat=True)]
    assert said[-1] == (
        "Administrator (contoh) (Administrator SIMCAP) mengakhiri penugasan Sekretaris Dinas (contoh) sebagai Kepala "
        "Bidang Aplikasi Informatika: pejabat yang digantikan kembali bertugas."
    )


def test_a_plh_of_a_cancelled_absence_never_begins(cast: Cast) -> None:
    absence = away(cast)
    substitute(cast, absence)
    absence_acts.end_absence(absence, back_on=MON, reason="Batal.", by=BY)
    assert [holds(cast, at(day)) for day in (MON, FRI)] == [["Kepala Bidang Aptika"]] * 2
    substitute(cast, away(cast), "seksi")
    assert holds(cast, at(MON)) == ["Kepala Seksi Infrastruktur TIK"]


def test_the_end_of_an_absence_leaves_a_plh_alone_who_was_appointed_for_something_else(cast: Cast) -> None:
    acts.appoint(
        cast.office, position=cast.position("division_head"), officer=cast.officer("sekretaris"), kind="plh",
        decree="ST 1/2026", from_at=at(MON), until_at=at(FRI), by=BY,
    )  # fmt: skip
    absence_acts.end_absence(away(cast), back_on=MON, reason="Batal.", by=BY)
    assert holds(cast, at(WED)) == ["Sekretaris Dinas"]


def covers(cast: Cast, absence: Absence, now: datetime = MONDAY) -> list[Cover]:
    found = away_of(Absence.objects.select_related("ending", "officer").get(pk=absence.pk))
    return covers_of_all(cast.office, [found], now=now)[absence.pk]


def test_days_without_a_plh_are_told_weekends_left_out(cast: Cast) -> None:
    absence = away(cast, first=date(2026, 6, 11), last=FRI)
    substitute(cast, absence, from_on=WED)
    (cover,) = covers(cast, absence)
    assert [(one.name, one.days) for one in cover.stand_ins] == [("Sekretaris Dinas (contoh)", "17–19 Juni 2026")]
    assert cover.open_days == "11–15 Juni 2026"  # 16 June is a holiday


def test_an_absence_with_its_plh_for_all_days_is_covered(cast: Cast) -> None:
    absence = away(cast)
    substitute(cast, absence)
    assert [one.open_days for one in covers(cast, absence)] == [""]


def test_what_is_behind_us_needs_no_plh_any_more(cast: Cast) -> None:
    absence = away(cast)
    assert [one.open_days for one in covers(cast, absence, now=at(WED))] == ["17–19 Juni 2026"]


def test_whoever_holds_no_position_needs_no_plh(cast: Cast) -> None:
    assert covers(cast, away(cast, "teknisi1")) == []


@pytest.mark.parametrize("act", ["record", "end", "substitute"])
def test_without_its_entry_nothing_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    absence = away(cast)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the journal is not there")

    monkeypatch.setattr(acts, "append", broken)
    ways = {
        "record": lambda: away(cast, "seksi"),
        "end": lambda: absence_acts.end_absence(absence, back_on=MON, reason="x", by=BY),
        "substitute": lambda: substitute(cast, absence),
    }
    with pytest.raises(RuntimeError):
        ways[act]()
    counts = [model.objects.count() for model in (Absence, AbsenceEnd, Substitution)]
    assert (counts, Appointment.objects.filter(kind="plh").count()) == ([1, 0, 0], 0)


def test_a_written_absence_cannot_be_changed(cast: Cast) -> None:
    absence = away(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        Absence.objects.filter(pk=absence.pk).update(until_on=WED)


DAYS = [
    (MON, MON, "15 Juni 2026"), (MON, FRI, "15–19 Juni 2026"), (MON, date(2026, 7, 1), "15 Juni – 1 Juli 2026"),
    (date(2025, 12, 30), date(2026, 1, 2), "30 Desember 2025 – 2 Januari 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "text"), DAYS)
def test_days_in_words(first: date, last: date, text: str) -> None:
    assert days_text(first, last) == text
