"""What was said before on a case, and must be read before going on: dispositions, the requester's answers, a reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simcap.facilitation.forms import ActForm
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.phrases import short_moment
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.procedure import flow
from simcap.step1_disposition.queries import TierState, tiers
from simcap.step4_record.queries import Gap, differences

from .dossier_parts import Asked, asked_of

#: Where an entry keeps what its writer wants the next one to read.
WORDS = ("reason", "note", "answer")
#: Until this step the dispositions are what one works by (then the disposition sheet is); until this the answers.
THREAD_UNTIL, ANSWERS_UNTIL = 1, 2
#: Acts on the dispositions themselves, at whatever stage.
ON_DISPOSITIONS = frozenset({"withdraw", "supersede"})
#: So many entries back the last word on the matter beside the case is looked for; the case itself goes on meanwhile.
FAR_BACK = 40


@dataclass(frozen=True, slots=True)
class LastWord:
    """The latest entry of the case with the words that its writer added."""

    sentence: str
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """Everything that stands above the form."""

    tiers: list[TierState]
    asked: list[Asked]
    last: LastWord | None


def said_before(occasion: Occasion) -> SaidBefore:
    """What the person must have read before he acts."""
    case = occasion.case
    stage = occasion.definition.stages[case.stage]
    if stage.kind == "suspended":  # what is asked of the requester says it all
        return SaidBefore([], asked_of(case), None)
    beside = flow.is_beside(occasion.definition, occasion.row.from_stage)
    step = stage.step
    thread = tiers(case) if step <= THREAD_UNTIL or occasion.act in ON_DISPOSITIONS else []
    asked = asked_of(case) if step <= ANSWERS_UNTIL and not beside else []
    return SaidBefore(thread, asked, _last(case, beside=beside))


def _last(case: Facilitation, *, beside: bool) -> LastWord | None:
    entries = Entry.objects.filter(chain=f"case:{case.uid}").exclude(act="open").select_related("detail")
    latest = [(one, json.loads(one.canonical)) for one in entries.order_by("-seq")[: FAR_BACK if beside else 1]]
    wanted = [(one, body) for one, body in latest if not beside or _moved_beside(body)]
    if not wanted or not hasattr(wanted[0][0], "detail"):
        return None
    last, body = wanted[0]
    detail = last.detail
    said = json.loads(detail.text)
    words = next((str(said[name]) for name in WORDS if said.get(name)), "")
    if not words or "responsible" in body["facts"]:  # a disposition stands in the thread already
        return None
    return LastWord(sentence(body), words, short_moment(last.occurred_at, case.office.time_zone))


def _moved_beside(body: dict[str, Any]) -> bool:
    return body.get("beside_before", "") != body.get("beside_after", "")


def explained(form: ActForm, case: Facilitation) -> list[tuple[Any, Gap | None]]:
    """Each line that explains a difference, with what was planned and what happened."""
    gaps = {gap.key: gap for gap in differences(case)}
    return [(line, gaps.get(str(line["key"].value()))) for line in form.lists["differences"]]
