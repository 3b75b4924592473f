"""What a change of the SPT changes: the old and the new, part by part, as they are drafted or typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from simcap.facilitation.forms import ActForm
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.phrases import window_text
from simcap.people.models import Officer
from simcap.procedure import flow
from simcap.step2_assignment.models import AssignmentLetter
from simcap.step2_assignment.queries import current_spt, last_signed_spt, members_of

#: The act that drafts a change.
DRAFTS = "amend_spt"


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the SPT that is to be different."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All of them, against the SPT of this number; none while nothing differs."""

    number: str
    parts: list[Change]


def changes_of(occasion: Occasion, form: ActForm | None = None) -> Changes | None:
    """What is to change: as it is typed while it is drafted, as drafted while it is initialled and signed.

    None for acts that have to do with no change of an SPT.
    """
    old = last_signed_spt(occasion.case) if _is_about_change(occasion) else None
    if old is None:
        return None
    if occasion.act == DRAFTS:
        return _against(old, _typed(occasion, form)) if form else None
    return draft_changes(occasion.case)


def _is_about_change(occasion: Occasion) -> bool:
    return occasion.act == DRAFTS or flow.is_beside(occasion.definition, occasion.row.from_stage)


def draft_changes(case: Facilitation) -> Changes | None:
    """What the draft changes of the SPT that was signed last; None without a draft."""
    old, new = last_signed_spt(case), current_spt(case)
    if old is None or new is None or new.status != AssignmentLetter.Status.DRAFT:
        return None
    return between(old, new)


def between(old: AssignmentLetter, new: AssignmentLetter) -> Changes:
    """What one SPT changes of another."""
    return _against(old, _values(new))


def _typed(occasion: Occasion, form: ActForm) -> dict[str, Any]:
    shown = {**form.initial, **{name: formset.initial or [] for name, formset in form.lists.items()}}
    values = (form if form.is_bound else type(form)(occasion, shown)).fitting()
    crew = [line for line in values.get("crew", ()) if line.get("officer")]
    return {**values, "crew": crew}


def _values(spt: AssignmentLetter) -> dict[str, Any]:
    members = members_of(spt)
    return {
        "place": spt.place, "starts_at": spt.starts_at, "ends_at": spt.ends_at, "vehicle": spt.vehicle,
        "coordinator_officer": next((one.officer for one in members if one.role == "coordinator"), None),
        "crew": [{"officer": one.officer, "duty": one.duty} for one in members if one.role != "coordinator"],
        "tasks": spt.tasks, "budget_source": spt.budget_source, "sppd_reference": spt.sppd_reference,
        "copies_to": spt.copies_to,
    }  # fmt: skip


def _against(old: AssignmentLetter, new: Mapping[str, Any]) -> Changes:
    zone = old.facilitation.office.time_zone
    before, after = dict(_parts(_values(old), zone)), dict(_parts(new, zone))
    parts = [Change(label, text or "–", after[label] or "–") for label, text in before.items() if label in after]
    return Changes(old.document.number if old.document else "", [one for one in parts if one.before != one.after])


def _parts(values: Mapping[str, Any], zone: str) -> Iterable[tuple[str, str]]:
    """Each part in words, as far as it is known."""
    if values.get("starts_at") and values.get("ends_at"):
        yield _("Waktu tugas"), window_text(values["starts_at"], values["ends_at"], zone)
    labels = {
        "place": _("Tempat tugas"), "vehicle": _("Kendaraan"), "budget_source": _("Sumber anggaran"),
        "sppd_reference": _("Nomor SPPD"),
    }  # fmt: skip
    for name, label in labels.items():
        if name in values:
            yield label, str(values[name])
    if "coordinator_officer" in values:
        yield _("Koordinator TIM"), _name(values["coordinator_officer"])
    yield _("TIM Teknis"), "\n".join(_member(line) for line in values["crew"])
    for name, label in (("tasks", _("Untuk")), ("copies_to", _("Tembusan"))):
        if name in values:
            yield label, "\n".join(values[name])


def _name(officer: Officer | None) -> str:
    return officer.name if officer else ""


def _member(line: Mapping[str, Any]) -> str:
    return f"{_name(line['officer'])} – {line['duty']}" if line.get("duty") else _name(line["officer"])
