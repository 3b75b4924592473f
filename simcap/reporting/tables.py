"""The half-year's monitoring table (tabel monitoring): proposed, finished, issued; each state is a version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from simcap import clock
from simcap.errors import BadInputs, NotNow
from simcap.facilitation.phrases import short_moment
from simcap.facilitation.rights import Powers
from simcap.journal.append import canonical_text
from simcap.people.acts import by_of, lock, note
from simcap.people.authority import Holding
from simcap.people.days import day_of, today_of
from simcap.people.models import Office

from .content import PrintedMonitoring
from .issuing import Report, issued
from .models import MonitoringTable, MonitoringVersion
from .paper import KIND, content_of, rows_of
from .periods import HalfYear, half_of
from .proposing import proposed_rows
from .revisions import revision_of
from .rows import Judgement, Row, Verdict
from .rules import must

Kind = MonitoringVersion.Kind


@dataclass(frozen=True)
class Filled:
    """A monitoring table as it stands: its last version, and the one that was issued last."""

    table: MonitoringTable
    versions: tuple[MonitoringVersion, ...]

    @property
    def latest(self) -> MonitoringVersion:
        """What stands now."""
        return self.versions[-1]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows now."""
        return rows_of(self.latest)

    @property
    def issued(self) -> MonitoringVersion | None:
        """The version that was issued last."""
        return next((one for one in reversed(self.versions) if one.document), None)

    @property
    def is_draft(self) -> bool:
        """Whether something stands that is not issued."""
        return self.latest.kind != Kind.ISSUED

    @property
    def half(self) -> HalfYear:
        """Its half-year."""
        return half_of(self.table.first_on)

    @property
    def computed_too_early(self) -> bool:
        """Whether its figures were taken before the half-year had ended."""
        zone = ZoneInfo(self.table.office.time_zone)
        return self.latest.computed_at.astimezone(zone).date() <= self.table.last_on


def filled(office: Office, half: HalfYear) -> Filled | None:
    """The table of a half-year; None while nobody has begun it."""
    table = MonitoringTable.objects.select_related("office").filter(office=office, first_on=half.first).first()
    if table is None:
        return None
    related = table.versions.select_related("saved_by", "document__file").order_by("number")
    return Filled(table, tuple(related))


@transaction.atomic
def compute(office: Office, half: HalfYear, *, based_on: int, powers: Powers) -> MonitoringVersion:
    """Take the figures from the record (hitung): proposals anew; what people had changed stays.

    Changes: a version, the table itself where it is the first; an entry on the office's chain.
    Raises: NotYou; NotNow for a half-year that has not begun, or when somebody was faster.
    """
    holding = must("fill_table", powers)
    lock(office)
    if half > half_of(today_of(office)):
        raise NotNow(_("%(half)s belum dimulai.") % {"half": half.label})
    found = filled(office, half)
    _must_be_based_on(found, based_on)
    table = found.table if found else MonitoringTable.objects.create(
        office=office, first_on=half.first, last_on=half.last
    )  # fmt: skip
    earlier = {row.no: row for row in found.rows} if found else {}
    revision = revision_of(office, half.first, half.last)
    rows = tuple(row.renewed(earlier.get(row.no)) for row in proposed_rows(office, half, revision=revision))
    given = {"definition_id": revision, "threshold_percent": office.runs_well_percent, "computed_at": clock.now()}
    made = _append(table, kind=Kind.COMPUTED, based_on=based_on, rows=rows, given=given, holding=holding)
    _note(made, act="compute_monitoring_table", holding=holding, powers=powers)
    return made


@transaction.atomic
def save(found: Filled, judged: Mapping[int, Judgement], *, based_on: int, powers: Powers) -> MonitoringVersion:
    """Keep what somebody made of the proposals (simpan). Changes: a version; an entry on the office's chain; nothing
    where nothing was changed.

    Raises: NotYou; NotNow when somebody was faster; BadInputs beside the row that cannot be.
    """
    office = found.table.office
    holding = must("fill_table", powers)
    lock(office)
    now = _fresh(found)
    _must_be_based_on(now, based_on)
    _must_fit(now.rows, judged)
    rows = tuple(_judged(row, judged.get(row.no)) for row in now.rows)
    changed = [row.no for row, earlier in zip(rows, now.rows, strict=True) if row.final != earlier.final]
    if not changed:
        return now.latest
    given = _same(now.latest)
    made = _append(now.table, kind=Kind.SAVED, based_on=based_on, rows=rows, given=given, holding=holding)
    _note(made, act="save_monitoring_table", holding=holding, powers=powers, changed=changed)
    return made


@transaction.atomic
def issue_table(found: Filled, *, based_on: int, powers: Powers) -> MonitoringVersion:
    """Issue the table (terbitkan). Changes: a frozen document, a version with it, an entry on the office's chain.

    Raises: NotYou; NotNow before the half-year's end, with figures from before it, or with nothing new to issue.
    """
    office = found.table.office
    holding, at = must("issue_report", powers), clock.now()
    lock(office)
    now = _fresh(found)
    _must_be_based_on(now, based_on)
    _must_be_issuable(now)
    with translation.override("id"):
        title = _("Tabel Monitoring SOP %(half)s") % {"half": now.half.label}

        def content(head: Any, signed: Any, check: Any) -> PrintedMonitoring:
            paraf = f"{holding.officer.name}\n{short_moment(at, office.time_zone)}"
            more = {"letterhead": head, "signature": signed, "verification": check, "is_draft": False}
            day = day_of(at, office)
            return content_of(now.latest, now.half, paraf=paraf, issued_on=day, **more)

        report = Report(kind=KIND, title=title, of=now.table.uid, content=content)
        document = issued(report, office=office, holding=holding, at=at)
    given = _same(now.latest) | {"document": document}
    made = _append(now.table, kind=Kind.ISSUED, based_on=based_on, rows=now.rows, given=given, holding=holding)
    facts = {"document_sha256": document.file_id, "token": document.token}
    _note(made, act="issue_monitoring_table", holding=holding, powers=powers, **facts)
    return made


def _fresh(found: Filled) -> Filled:
    now = filled(found.table.office, found.half)
    if now is None:
        raise RuntimeError(f"The monitoring table {found.table.uid} is gone.")
    return now


def _must_be_based_on(now: Filled | None, based_on: int) -> None:
    if (now.latest.number if now else 0) != based_on:
        who = now.latest.saved_as if now else ""
        raise NotNow(_("Tabel ini baru saja disimpan oleh %(who)s. Periksa isinya, lalu simpan lagi.") % {"who": who})


def _must_be_issuable(now: Filled) -> None:
    if today_of(now.table.office) <= now.table.last_on:
        raise NotNow(_("%(half)s belum berakhir; tabelnya dapat diterbitkan sesudahnya.") % {"half": now.half.label})
    if now.computed_too_early:
        raise NotNow(_("Angka diambil sebelum semester berakhir. Hitung ulang, lalu terbitkan."))
    if not now.is_draft:
        raise NotNow(_("Tabel ini sudah diterbitkan dan tidak berubah sejak itu."))


def _must_fit(rows: tuple[Row, ...], judged: Mapping[int, Judgement]) -> None:
    wrong: dict[str, list[str]] = {}
    for row in rows:
        one = judged.get(row.no, row.final)
        if (one.verdict == Verdict.NONE) != (row.cases == 0):
            sentence = _("Langkah ini punya kasus; beri penilaian.") if row.cases else _("Langkah ini tanpa kasus.")
            wrong[f"verdict_{row.no}"] = [sentence]
        if one.verdict == Verdict.BAD and not one.action.strip():
            wrong[f"action_{row.no}"] = [_("Tulis tindakan untuk langkah yang tidak berjalan.")]
    if wrong:
        raise BadInputs(_("Periksa isian tabel."), fields=wrong)


def _judged(row: Row, judged: Judgement | None) -> Row:
    return replace(row, final=judged) if judged else row


def _same(version: MonitoringVersion) -> dict[str, Any]:
    """What a version takes from the one before: by which SOP, threshold and moment its figures were taken."""
    return {name: getattr(version, name) for name in ("definition_id", "threshold_percent", "computed_at")}


def _append(
    table: MonitoringTable, *, kind: str, based_on: int, rows: tuple[Row, ...], given: Mapping[str, Any],
    holding: Holding,
) -> MonitoringVersion:  # fmt: skip
    return MonitoringVersion.objects.create(
        table=table, kind=kind, number=based_on + 1, rows=[row.as_json() for row in rows], saved_at=clock.now(),
        saved_by=holding.officer, saved_as=f"{holding.officer.name} ({holding.title})", **given,
    )  # fmt: skip


def _note(made: MonitoringVersion, *, act: str, holding: Holding, powers: Powers, **facts: Any) -> None:
    table = made.table
    digest = hashlib.sha256(canonical_text({"rows": made.rows}).encode()).hexdigest()
    said = {"first_on": table.first_on.isoformat(), "version": made.number, "rows_sha256": digest, **facts}
    note(table.office, act=act, by=by_of(holding, account=powers.actor.account), facts=said)
