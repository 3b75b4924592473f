"""Gates: whether the SOP lets a case move at all. Each says what it refuses in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.errors import BadInputs, NotNow
from simcap.people.models import Appointment
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Row

from .models import Facilitation, Turn
from .occasion import Occasion
from .phrases import moment_text
from .rights import Powers, right_for


def stage_label(definition: Definition, stage: str) -> str:
    """The stage in the current language."""
    return definition.stages[stage].label.text(get_language() or "id") if stage else ""


def must_be_open(definition: Definition, act: str, case: Facilitation | None) -> tuple[Row, ...]:
    """The rows of this act that are open now, at the case's stage and beside it.

    Raises: NotNow, telling who was faster and where the case stands.
    """
    rows = open_rows(definition, case, act)
    if not rows:
        raise NotNow(_not_now(definition, case), stage=case.stage if case else "")
    return rows


def open_rows(definition: Definition, case: Facilitation | None, act: str = "") -> tuple[Row, ...]:
    """Every row that is open now, choices apart; of one act when it is named."""
    stages = [case.stage, *([case.beside] if case.beside else [])] if case else [""]
    rows = (row for stage in stages for row in flow.open_rows(definition, stage) if not row.choice)
    return tuple(row for row in rows if not act or row.act == act)


def _not_now(definition: Definition, case: Facilitation | None) -> str:
    if case is None:
        return _("Tindakan ini memerlukan sebuah berkas.")
    stands = _("Berkas ini sekarang pada tahap “%(stage)s”.") % {"stage": stage_label(definition, case.stage)}
    last = (
        Turn.objects.filter(facilitation=case)
        .exclude(closed_at=None)
        .select_related("closed_by")
        .order_by("-id")
        .first()
    )
    if last is None or last.closed_at is None:
        return _("Tindakan ini belum terbuka. ") + stands
    done = _("Tindakan terakhir: %(act)s oleh %(who)s pada %(moment)s. ") % {
        "act": definition.acts[last.act].label.text(get_language() or "id"),
        "who": last.closed_by.name if last.closed_by else _("pemohon"),
        "moment": moment_text(last.closed_at, case.office.time_zone),
    }
    return done + stands


def must_have_inputs(occasion: Occasion) -> None:
    """Every input that the row needs is in hand. Raises: NotNow with what is missing."""
    case, definition = occasion.case, occasion.definition
    if not occasion.row.needs:
        return
    have = set(case.artefacts.values_list("kind", flat=True))
    if missing := [
        definition.artefacts[kind].label.text(get_language() or "id") for kind in occasion.row.needs if kind not in have
    ]:
        raise NotNow(_("Belum ada: %(what)s.") % {"what": ", ".join(missing)}, stage=case.stage)


def must_have_outputs(definition: Definition, case: Facilitation, to: str) -> None:
    """A step closes only with its output in hand. Raises: NotNow with the output that is missing."""
    ahead = definition.stages[to]
    if flow.is_off_path(definition, to) or case.stage == to:
        return
    done = [
        step for step in definition.steps if step.no < ahead.step or (ahead.kind == "end" and step.no == ahead.step)
    ]
    have = set(case.artefacts.values_list("kind", flat=True)) if done else set()
    for step in done:
        if step.output not in have:
            label = definition.artefacts[step.output].label.text(get_language() or "id")
            raise NotNow(
                _("Langkah %(no)d belum mempunyai keluaran: %(what)s.") % {"no": step.no, "what": label},
                stage=case.stage,
            )


def must_not_be_done(definition: Definition, act: str, case: Facilitation, powers: Powers) -> None:
    """Somebody else was faster: this act was open to this person at an earlier stage, and is done. Raises: NotNow.

    Also for whoever held the position or the role, and for a tier that was merged into another hand's.
    """
    done = set(Turn.objects.filter(facilitation=case, act=act).values_list("stage", flat=True))
    done |= set(case.initials.filter(merged=True).values_list("stage", flat=True))
    done -= {case.stage, case.beside}  # there it is to be done again, by somebody else
    rows = [row for row in definition.acts[act].rows if row.from_stage in done]
    if any(right_for(definition, row, case, powers) for row in rows) or _was_open_to(definition, rows, case, powers):
        raise NotNow(_not_now(definition, case), stage=case.stage)


def _was_open_to(definition: Definition, rows: list[Row], case: Facilitation, powers: Powers) -> bool:
    """Whether this officer has ever held the position or the role that these rows belong to."""
    officer = powers.actor.officer
    if officer is None or not rows or officer.office_id != case.office_id:
        return False
    performers = [one for row in rows for one in flow.performers(definition, row, row.from_stage)]
    codes = {one.target for one in performers if one.kind == "position"}
    roles = {one.target for one in performers if one.kind == "assignment"}
    begun = Appointment.objects.filter(officer=officer, position__code__in=codes, from_at__lte=powers.at)
    return begun.exists() or case.assignments.filter(officer=officer, role__in=roles).exists()


def must_not_be_ahead(occurred_at: datetime, now: datetime) -> None:
    """Nothing has happened in the future. Raises: BadInputs."""
    if occurred_at.tzinfo is None:
        raise _impossible(_("Waktu kejadian memerlukan zona waktu."))
    if occurred_at > now:
        raise _impossible(_("Waktu kejadian tidak boleh di masa depan."))


def arrival(occasion: Occasion) -> datetime:
    """The first moment at which what is done now can have happened: when the case was opened, else when it arrived.

    What is typed from paper was written without opening anything here.
    """
    turn = occasion.turn
    if turn and occasion.paper:
        return turn.arrived_at
    return (turn.opened_at or turn.arrived_at) if turn else occasion.case.registered_at


def must_follow(occasion: Occasion, earliest: datetime) -> None:
    """Nothing happened before what it follows from. Raises: BadInputs."""
    if occasion.occurred_at < earliest:
        moment = moment_text(earliest, occasion.office.time_zone)
        raise _impossible(_("Waktu kejadian tidak boleh sebelum %(moment)s.") % {"moment": moment})


def _impossible(sentence: str) -> BadInputs:
    return BadInputs(sentence, fields={"occurred_at": [sentence]})
