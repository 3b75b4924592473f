"""What held a step up in a half-year (hambatan): sent back, asked to be completed and why, and where it waited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from simcap.facilitation.models import PerformedRequest, Turn
from simcap.intake.forms import REASONS
from simcap.monitoring.figures import StepFigures
from simcap.people.models import Office
from simcap.procedure.definition import Definition

from .periods import Bounds, bounds


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """What held one step up (hambatan).

    Units: `longest` is (performer, working minutes of waiting at the median), None where nobody waited.
    """

    sent_back: int = 0
    asked: int = 0
    reason: str = ""
    longest: tuple[str, int] | None = None


def hindrances(
    office: Office, first: date, last: date, *, sop: Definition, figures: Mapping[tuple[int, str], StepFigures]
) -> dict[int, Hindrance]:
    """By the number of the step. `figures`: those of the same days and revision, by step and performer."""
    span = bounds(office, first, last)
    back, asked = _counts(office, span, "send_back"), _counts(office, span, "return_incomplete")
    reasons, longest = _reasons(office, span), _longest(sop, figures)
    return {
        step.no: Hindrance(
            sent_back=back[step.no], asked=asked[step.no], reason=reasons.get(step.no, ""),
            longest=longest.get(step.no),
        )
        for step in sop.steps
    }  # fmt: skip


def _turns(office: Office, act: str) -> QuerySet[Turn]:
    """Turns that an act ended, looked for among the cases on which it was performed at all."""
    performed = PerformedRequest.objects.filter(act=act, facilitation__office=office).values("facilitation")
    return Turn.objects.filter(facilitation__in=performed, act=act)


def _counts(office: Office, span: Bounds, act: str) -> Counter[int]:
    rows = _turns(office, act).filter(closed_at__gte=span[0], closed_at__lt=span[1])
    return Counter(dict(rows.values_list("step").annotate(n=Count("pk")).order_by()))


def _reasons(office: Office, span: Bounds) -> dict[int, str]:
    """The reason that was given most often for each step; of equals the one that the form names first."""
    asked = "facilitation__completions"
    rows = _turns(office, "return_incomplete").filter(
        facilitation__completions__asked_at__gte=span[0], facilitation__completions__asked_at__lt=span[1]
    )
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    counted = rows.values_list("step", f"{asked}__reasons").annotate(n=Count(asked, distinct=True))
    for step, codes, n in counted.order_by():
        found[step].update(dict.fromkeys(codes, n))
    words = {code: str(label) for code, label in REASONS}
    order = list(words)
    return {
        step: words[max(sorted(codes, key=order.index), key=lambda code: codes[code])] for step, codes in found.items()
    }


def _longest(sop: Definition, figures: Mapping[tuple[int, str], StepFigures]) -> dict[int, tuple[str, int]]:
    """With whom each step waited longest, at the median; a Tentatif one waits for its day, which is no hindrance."""
    tentative = {step.no for step in sop.steps if step.standard_minutes is None}
    found: dict[int, tuple[str, int]] = {}
    for (step, performer), one in figures.items():
        wait = one.waiting.p50 if performer and one.waiting and step not in tentative else 0
        if wait > found.get(step, ("", 0))[1]:
            found[step] = (sop.performers[performer].label.text("id"), wait)
    return found
