"""Acts of absence (ketidakhadiran): recorded, ended early or cancelled, and a Plh. appointed for its days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from simcap import clock
from simcap.errors import BadInputs
from simcap.journal.sentences import Body, says, who

from . import acts
from .absences import away_between, away_of, days_text
from .acts import By
from .days import ONE_DAY, day_of, midnight
from .models import Absence, AbsenceEnd, Appointment, HandBack, Office, Officer, Position, Substitution
from .roster import end_of

#: An absence is typed with years; one that is longer than this is a slip of the pen (large leave takes three months).
LONGEST_DAYS = 366
#: Why a Plh. ends early, as the journal keeps it.
BACK_AGAIN = "pejabat yang digantikan kembali bertugas"


def _refuse(field: str, sentence: str) -> BadInputs:
    return BadInputs(_("Ketidakhadiran belum dapat dicatat."), fields={field: [sentence]})


def _must_fit(absence: Absence) -> None:
    """Days in order, of this office, not overlapping another absence. Raises: BadInputs, beside the field."""
    if absence.officer.office_id != absence.office_id:
        raise _refuse("officer", _("Milik kantor lain."))
    if absence.until_on < absence.from_on:
        raise _refuse("until_on", _("Tanggal akhir tidak boleh sebelum tanggal mulai."))
    if (absence.until_on - absence.from_on).days >= LONGEST_DAYS:
        raise _refuse("until_on", _("Lebih dari setahun. Periksa tanggalnya."))
    others = away_between(absence.office, absence.from_on, absence.until_on, officers=[absence.officer])
    if found := others.get(absence.officer_id):
        raise _refuse("from_on", _("Sudah tercatat tidak di tempat pada %(days)s.") % {"days": found[0].days})


@transaction.atomic
def record_absence(office: Office, *, officer: Officer, kind: str, from_on: date, until_on: date, by: By) -> Absence:
    """Record that an officer is away (ketidakhadiran), ahead or afterwards. The same absence again is the first one.

    Changes: one absence, one entry in the office's chain; the kind of reason is in the entry's erasable detail.
    Raises: BadInputs, beside the field that is wrong.
    """
    acts.lock(office)
    given = {"officer": officer, "kind": kind, "from_on": from_on, "until_on": until_on}
    if same := Absence.objects.filter(office=office, ending=None, **given).first():
        return same
    row = Absence(office=office, recorded_by=by.said(), created_at=clock.now(), **given)
    _must_fit(row)
    row.save(force_insert=True)
    with translation.override("id"):  # it stays in the journal, whatever the language of the screen
        label = str(row.get_kind_display())
    acts.note(office, act="record_absence", by=by, facts=_days(row), detail={"kind": label})
    return row


def _days(absence: Absence) -> dict[str, str]:
    days = {"from_on": absence.from_on.isoformat(), "until_on": absence.until_on.isoformat()}
    return {"officer": absence.officer.name, **days}


def may_end(absence: Absence, today: date) -> bool:
    """Whether an absence can still be ended early or cancelled: it is not over and has no early end yet."""
    return not hasattr(absence, "ending") and absence.until_on >= today


def _must_be_endable(absence: Absence, *, back_on: date, today: date) -> None:
    if not may_end(absence, today):
        raise _refuse("back_on", _("Ketidakhadiran ini sudah berakhir."))
    if not absence.from_on <= back_on <= absence.until_on:
        raise _refuse("back_on", _("Hari kembali harus di antara hari pertama dan hari terakhirnya."))
    if absence.from_on < today and back_on <= absence.from_on:
        raise _refuse("back_on", _("Sudah dijalani, jadi tidak dapat dibatalkan. Isi hari pertama masuk kembali."))


@transaction.atomic
def end_absence(absence: Absence, *, back_on: date, reason: str, by: By) -> AbsenceEnd:
    """End an absence early (kembali lebih awal), or cancel one that has not begun: then he is back on its first day.

    Changes: the end, one entry in the office's chain; every Plh. who was appointed because of it ends with it.
    Raises: BadInputs.
    """
    office, now = absence.office, clock.now()
    acts.lock(office)
    _must_be_endable(
        Absence.objects.select_related("ending").get(pk=absence.pk), back_on=back_on, today=day_of(now, office)
    )
    end = AbsenceEnd.objects.create(absence=absence, back_on=back_on, reason=reason, created_at=now)
    facts = {**_days(absence), "back_on": back_on.isoformat()}
    acts.note(office, act="end_absence", by=by, facts=facts, detail={"reason": reason})
    _end_substitutions(absence, at=max(midnight(back_on, office), now), by=by)
    return end


def _end_substitutions(absence: Absence, *, at: datetime, by: By) -> None:
    """A Plh. whose time is over already is left as it is; one who has not begun never does."""
    rows = Appointment.objects.filter(substitution__absence=absence).select_related(
        "position", "officer", "office", "ending"
    )
    for one in rows.order_by("id"):
        end = end_of(one)
        if not hasattr(one, "ending") and (end is None or end > at):
            acts.end_appointment(one, ended_at=max(at, one.from_at), reason=BACK_AGAIN, by=by)


def _must_stand_in(absence: Absence, *, position: Position, officer: Officer, from_on: date, until_on: date) -> None:
    """Within the absence, for a position that the absent officer holds, by somebody who is there."""
    away = away_of(absence)
    if away is None:
        raise _refuse("from_on", _("Ketidakhadiran ini sudah dibatalkan."))
    if not away.from_on <= from_on <= away.until_on:
        raise _refuse("from_on", _("Harus di antara %(days)s.") % {"days": away.days})
    if not from_on <= until_on <= away.until_on:
        raise _refuse("until_on", _("Harus di antara %(days)s.") % {"days": days_text(from_on, away.until_on)})
    if officer.pk == absence.officer_id:
        raise _refuse("officer", _("Dialah yang tidak di tempat."))
    if not officer.is_active or officer.account is None or not officer.account.is_active:
        raise _refuse("officer", _("Pegawai ini belum mempunyai akun yang aktif."))
    others = away_between(absence.office, from_on, until_on, officers=[officer])
    if found := others.get(officer.pk):
        raise _refuse("officer", _("Ia sendiri tidak di tempat pada %(days)s.") % {"days": found[0].days})
    held = Appointment.objects.filter(position=position, officer=absence.officer, kind__in=("definitive", "plt"))
    starts = midnight(from_on, absence.office)
    if not any((end := end_of(one)) is None or end > starts for one in held.select_related("ending")):
        raise _refuse("position", _("Jabatan ini tidak dipegangnya."))


@transaction.atomic
def appoint_substitute(
    absence: Absence, *, position: Position, officer: Officer, decree: str, from_on: date, until_on: date, by: By
) -> Appointment:
    """Appoint a Plh. for days of an absence (tunjuk Plh.). From today it holds at once; else from that day's midnight.

    Changes: the appointment with its entry, and its tie to the absence, with which it ends.
    Raises: BadInputs, beside the field that is wrong.
    """
    office, now = absence.office, clock.now()
    acts.lock(office)
    absence = Absence.objects.select_related("ending", "officer", "office").get(pk=absence.pk)
    _must_stand_in(absence, position=position, officer=officer, from_on=from_on, until_on=until_on)
    until_at = midnight(until_on + ONE_DAY, office)
    if until_at <= now:
        raise _refuse("until_on", _("Tidak boleh di masa lalu."))
    try:
        appointment = acts.appoint(
            office, position=position, officer=officer, kind="plh", decree=decree,
            from_at=max(midnight(from_on, office), now), until_at=until_at, by=by,
        )  # fmt: skip
    except BadInputs as bad:  # moments there, days here
        fields = {name.replace("_at", "_on"): sentences for name, sentences in bad.fields.items()}
        raise BadInputs(bad.sentence, fields=fields) from bad
    Substitution.objects.create(absence=absence, appointment=appointment)
    return appointment


@transaction.atomic
def acknowledge_hand_back(appointment: Appointment, *, officer: Officer, by: By) -> HandBack:
    """The holder has read what his Plh. did (serah kembali). Changes: one row and one entry, once."""
    acts.lock(appointment.office)
    found, is_new = HandBack.objects.get_or_create(
        appointment=appointment, officer=officer, defaults={"at": clock.now()}
    )
    if is_new:
        facts = {
            "position": appointment.position.title, "officer": appointment.officer.name, "decree": appointment.decree,
        }  # fmt: skip
        acts.note(appointment.office, act="acknowledge_hand_back", by=by, facts=facts)
    return found


def _day(text: str) -> date:
    found = parse_date(text)
    if found is None:
        raise ValueError(f"{text!r} is no date.")
    return found


def _said_days(body: Mapping[str, Any]) -> str:
    return days_text(_day(body["from_on"]), _day(body["until_on"]))


@says("record_absence")
def _says_record(body: Body) -> str:
    said = {"who": who(body), "officer": body["officer"], "days": _said_days(body)}
    return _("%(who)s mencatat bahwa %(officer)s tidak di tempat pada %(days)s.") % said


@says("end_absence")
def _says_end(body: Body) -> str:
    said = {"who": who(body), "officer": body["officer"], "days": _said_days(body)}
    if body["back_on"] == body["from_on"]:
        return _("%(who)s membatalkan ketidakhadiran %(officer)s pada %(days)s.") % said
    back = _day(body["back_on"])
    return _("%(who)s mencatat bahwa %(officer)s, yang tidak di tempat pada %(days)s, sudah kembali pada %(back)s.") % (
        said | {"back": days_text(back, back)}
    )


@says("acknowledge_hand_back")
def _says_hand_back(body: Body) -> str:
    return _("%(who)s sudah membaca yang dikerjakan %(officer)s selaku Plh. %(position)s.") % {
        "who": who(body),
        "officer": body["officer"],
        "position": body["position"],
    }
