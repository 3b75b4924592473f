"""Tracking (pelacakan): where a case stands, in plain words, computed from its SOP. Nothing personal is in here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, Turn
from simcap.facilitation.phrases import moment_text, short_moment, window_text, working_text
from simcap.intake.forms import REASONS
from simcap.intake.queries import open_completion, tidy_code
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office
from simcap.procedure.chart_words import time_words
from simcap.procedure.definition import Step

from .promises import Promises

State = Literal["done", "current", "ahead"]


def tracked_case(office: Office, code: str) -> Facilitation | None:
    """The case of a tracking code; None for an unknown one, another office's, and for classes R and SR."""
    cases = Facilitation.objects.select_related("office").filter(office=office, tracking_code=tidy_code(code))
    return cases.exclude(security__in=CLOSED_CLASSES).first()


def asked_for(case: Facilitation) -> list[str]:
    """What the requester is asked for, in general words: the note to him is not for everybody."""
    completion = open_completion(case)
    return [str(label) for name, label in REASONS if completion and name in completion.reasons]


@dataclass(frozen=True, slots=True)
class Point:
    """One of the points on the line: a step of the SOP, and what is known of its time."""

    no: int
    label: str
    state: State
    note: str


class Standing:
    """Where one case stands at one moment: four sentences and a line of points."""

    def __init__(self, case: Facilitation, *, at: datetime) -> None:
        self.case, self.at = case, at
        self.revision = definition(case.definition_id)
        self.calendar = calendar_of(case.office)
        self.turns: list[Turn] = list(case.turns.order_by("id"))
        self.stage = self.revision.stages[case.stage]
        self.promises = Promises(case, self.revision, self.turns, at)
        self.zone = case.office.time_zone

    @property
    def is_suspended(self) -> bool:
        """Whether the requester is asked for something and the clocks stand still."""
        return self.stage.kind == "suspended"

    @property
    def is_end(self) -> bool:
        """Whether nothing more follows."""
        return self.stage.kind == "end"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it is about; where it stands; since when; what comes next and by when."""
        return (self.about, self.where, self.since, self.following)

    @property
    def about(self) -> str:
        """Event, place and window."""
        return f"“{self.case.event}”. {self.place_and_window}"

    @property
    def place_and_window(self) -> str:
        """Place and window; until the office has agreed to it, the window is what was asked for."""
        facts = {"place": self.case.place_label, "window": self._window}
        if self._window_agreed:
            return _("%(place)s, %(window)s.") % facts
        return _("%(place)s; waktu yang diminta %(window)s.") % facts

    @property
    def where(self) -> str:
        """The stage in plain words, and which step of how many that is."""
        said = self.stage.public.text(get_language() or "id")
        step = self.promises.step
        if self.is_end or step is None:
            return said
        label, count = step.label.text(get_language() or "id"), len(self.revision.steps)
        facts = {"said": said, "no": step.no, "count": count, "label": label}
        return _("%(said)s Langkah %(no)d dari %(count)d: %(label)s.") % facts

    @property
    def since(self) -> str:
        """Since when it stands there."""
        arrived = self._since_at
        facts = {"moment": moment_text(arrived, self.zone)}
        if self.is_end:
            return _("Selesai sejak %(moment)s.") % facts
        if self.is_suspended:
            return _("Waktu pelayanan berhenti sejak %(moment)s.") % facts
        facts["length"] = working_text(self.calendar.working_time(arrived, self.at))
        return _("Sejak %(moment)s, sudah %(length)s.") % facts

    @property
    def following(self) -> str:
        """What comes next and by when."""
        if self.is_end:
            return _("Tidak ada langkah lagi. Terima kasih.")
        if self.is_suspended:
            return _("Sesudah jawaban Anda kami terima, waktu berjalan lagi dari langkah yang sama.")
        step = self.promises.step
        promise = self._scheduled if step and step.standard_minutes is None else self._promise
        after = next((point.label for point in self.points if point.state == "ahead"), "")
        return promise + (" " + _("Sesudah itu: %(step)s.") % {"step": after} if after else "")

    @property
    def _promise(self) -> str:
        step, due = self.promises.step, self.promises.due_at
        if step is None or due is None:
            return _("Langkah ini dikerjakan pada jam kerja.")
        facts = {
            "output": self.revision.artefacts[step.output].label.text(get_language() or "id"),
            "moment": moment_text(due, self.zone),
            "standard": time_words(step, language=get_language() or "id"),
        }
        said = _("Hasil langkah ini: %(output)s, menurut SOP paling lambat %(moment)s (standar %(standard)s).")
        if due < self.at:
            said = _("Hasil langkah ini: %(output)s, menurut SOP (standar %(standard)s) seharusnya selesai %(moment)s.")
            said += " " + _("Kami terlambat, dan itu tercatat.")
        return said % facts

    @property
    def _scheduled(self) -> str:
        if self.at < self.case.starts_at:
            return _("Tim datang sesuai jadwal: %(window)s.") % {"window": self._window}
        facts = {"moment": moment_text(self.case.ends_at, self.zone)}
        if self.at <= self.case.ends_at:
            return _("Kegiatan dijadwalkan sampai %(moment)s.") % facts
        return _("Jadwal kegiatan berakhir %(moment)s; laporan tim menyusul.") % facts

    @property
    def _window(self) -> str:
        return window_text(self.case.starts_at, self.case.ends_at, self.zone)

    @cached_property
    def _window_agreed(self) -> bool:
        """Whether what the tentative step needs (the SPT) is in hand; until then the window is only asked for."""
        needed = [step.input for step in self.revision.steps if step.standard_minutes is None]
        return self.case.artefacts.filter(kind__in=needed).exists()

    @property
    def _since_at(self) -> datetime:
        if self.case.closed_at:
            return self.case.closed_at
        return self.turns[-1].arrived_at if self.turns else self.case.registered_at

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The line of points, one per step of the SOP."""
        return tuple(_points(self))


def _points(standing: Standing) -> Iterator[Point]:
    promises = standing.promises
    now = promises.step.no if promises.step else 0
    ahead = {step.no: _ahead_note(step, moment, standing.zone) for step, moment in promises.ahead()}
    for step in standing.revision.steps:
        label = step.label.text(get_language() or "id")
        if standing.is_end or step.no < now:
            yield Point(step.no, label, "done", _done_note(step, standing))
        elif step.no == now:
            note = _("waktu berhenti") if standing.is_suspended else _("sedang dikerjakan")
            yield Point(step.no, label, "current", note)
        else:
            yield Point(step.no, label, "ahead", ahead.get(step.no, ""))


def _done_note(step: Step, standing: Standing) -> str:
    held = [turn for turn in standing.turns if turn.step == step.no and turn.kind != "suspended"]
    closed = [turn.closed_at for turn in held if turn.closed_at]
    if not closed:
        return _("selesai")
    return _("selesai %(moment)s") % {"moment": short_moment(max(closed), standing.zone)}


def _ahead_note(step: Step, moment: datetime, zone: str) -> str:
    text = _("dijadwalkan %(moment)s") if step.standard_minutes is None else _("paling lambat %(moment)s")
    return text % {"moment": short_moment(moment, zone)}
