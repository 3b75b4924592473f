"""Tracking (pelacakan): where a case stands, in plain words, computed from its SOP. Nothing personal is in here."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, Turn
from simcap.facilitation.phrases import moment_text, window_text, working_text
from simcap.intake.forms import REASONS
from simcap.intake.queries import open_completion, tidy_code
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.step2_assignment.models import AssignmentLetter

from .detours import (
    Refusal,
    beside_sentence,
    by_whom,
    last_entry,
    may_requester,
    postponed_sentence,
    refusal_of,
)
from .following import following
from .points import Point, points
from .promises import Promises


def tracked_case(office: Office, code: str) -> Facilitation | None:
    """The case of a tracking code; None for an unknown one, another office's, and for classes R and SR."""
    cases = Facilitation.objects.select_related("office").filter(office=office, tracking_code=tidy_code(code))
    return cases.exclude(security__in=CLOSED_CLASSES).first()


def asked_for(case: Facilitation) -> list[str]:
    """What the requester is asked for, in general words: the note to him is not for everybody."""
    completion = open_completion(case)
    return [str(label) for name, label in REASONS if completion and name in completion.reasons]


class Standing:
    """Where one case stands at one moment: four sentences and a line of points."""

    def __init__(self, case: Facilitation, *, at: datetime) -> None:
        self.case, self.at = case, at
        self.revision = definition(case.definition_id)
        self.calendar = calendar_of(case.office)
        self.turns: list[Turn] = list(case.turns.filter(beside=False).order_by("id"))
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
    def is_stopped(self) -> bool:
        """Whether it ended before the SOP's end: declined or cancelled."""
        return flow.is_stopped(self.revision, self.case.stage)

    @cached_property
    def is_declining(self) -> bool:
        """Whether the office has decided to decline, and its letter is on the way."""
        return not self.is_end and self.case.declines.filter(reconsidered_at=None).exists()

    @property
    def may_postpone(self) -> bool:
        """Whether the requester may still ask for another time."""
        return may_requester("postpone", self.case, self.revision)

    @property
    def may_cancel(self) -> bool:
        """Whether the requester may still cancel."""
        return may_requester("cancel", self.case, self.revision)

    @cached_property
    def refusal(self) -> Refusal | None:
        """What the requester reads of a refusal, when the case was declined."""
        return refusal_of(self.case)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it is about; where it stands; since when; what comes next and by when."""
        return (self.about, self.where, self.since, self.following)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is to be known besides: postponed, the SPT being changed."""
        if self.is_end:
            return ()
        said = (postponed_sentence(self.case), beside_sentence(self.case, self.revision))
        return tuple(one for one in said if one)

    @property
    def about(self) -> str:
        """Event, place and window."""
        return f"“{self.case.event}”. {self.place_and_window}"

    @property
    def place_and_window(self) -> str:
        """Place and window; until the office has agreed to it, the window is what was asked for."""
        facts = {"place": self.case.place_label, "window": self.window}
        if self.window_is_agreed:
            return _("%(place)s, %(window)s.") % facts
        return _("%(place)s; waktu yang diminta %(window)s.") % facts

    @property
    def where(self) -> str:
        """The stage in plain words, and which step of how many that is."""
        said = self.stage.public.text(get_language() or "id")
        step = self.promises.step
        if step is None or self.is_end or self.is_declining:
            return said
        label, count = step.label.text(get_language() or "id"), len(self.revision.steps)
        facts = {"said": said, "no": step.no, "count": count, "label": label}
        return _("%(said)s Langkah %(no)d dari %(count)d: %(label)s.") % facts

    @property
    def since(self) -> str:
        """Since when it stands there."""
        arrived = self._since_at
        facts = {"moment": moment_text(arrived, self.zone)}
        if self.is_stopped:
            return self._stopped_since(facts)
        if self.is_end:
            return _("Selesai sejak %(moment)s.") % facts
        if self.is_suspended:
            return _("Waktu pelayanan berhenti sejak %(moment)s.") % facts
        facts["length"] = working_text(self.calendar.working_time(arrived, self.at))
        return _("Sejak %(moment)s, sudah %(length)s.") % facts

    def _stopped_since(self, facts: dict[str, str]) -> str:
        if self.refusal:
            return _("Surat jawaban ditandatangani %(moment)s.") % facts
        entry = last_entry(self.case, "cancel")
        if entry is None:
            return _("Berhenti sejak %(moment)s.") % facts
        return _("Dibatalkan oleh %(who)s pada %(moment)s.") % {**facts, "who": by_whom(entry, self.revision)}

    @property
    def following(self) -> str:
        """What comes next and by when."""
        return following(self)

    @property
    def window(self) -> str:
        """The window in one line."""
        return window_text(self.case.starts_at, self.case.ends_at, self.zone)

    @cached_property
    def window_is_agreed(self) -> bool:
        """Whether an SPT is in force for this window; until then the window is only asked for."""
        in_force = self.case.spts.filter(status=AssignmentLetter.Status.IN_FORCE)
        return in_force.filter(starts_at=self.case.starts_at, ends_at=self.case.ends_at).exists()

    @property
    def _since_at(self) -> datetime:
        if self.case.closed_at:
            return self.case.closed_at
        return self.turns[-1].arrived_at if self.turns else self.case.registered_at

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The line of points, one per step of the SOP."""
        return tuple(points(self))
