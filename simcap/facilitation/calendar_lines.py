"""What a change of the calendar moved, line by line, as one viewer may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.people.models import Office

from .definitions import definition
from .models import Facilitation
from .phrases import short_moment, working_text
from .queries import visible_to
from .rights import Powers

#: Cases on one page.
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One open case before and after. `event` and `url` are empty where the viewer may not see the case."""

    agenda_number: str
    event: str
    url: str
    stage: str
    clock: str
    is_begun: bool
    passed: tuple[str, str]
    due: tuple[str, str]
    verdict: tuple[str, str]
    turned: str

    @property
    def passed_moves(self) -> bool:
        """Whether more or less working time has passed than before."""
        return self.passed[0] != self.passed[1]

    @property
    def due_moves(self) -> bool:
        """Whether it has to be done earlier or later than before."""
        return self.due[0] != self.due[1]


@dataclass(frozen=True, slots=True)
class MovedPage:
    """One page of the list; `earlier` and `later` are numbers of pages, 0 where there is none.

    `cases`: how many cases there are in the whole list; one may have two turns, its own and that of a second matter.
    """

    lines: list[Line]
    cases: int
    number: int
    earlier: int
    later: int


def page_of(moved: Sequence[Mapping[str, Any]], *, office: Office, powers: Powers, wanted: str = "") -> MovedPage:
    """A page of what `Moved.facts` tell. Two statements."""
    pages = max(1, -(-len(moved) // PAGE_SIZE))
    number = min(int(wanted), pages) if wanted.isdecimal() and 0 < len(wanted) < 6 and int(wanted) else 1
    rows = moved[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    numbers = [row["agenda_number"] for row in rows]
    cases = {one.agenda_number: one for one in Facilitation.objects.filter(office=office, agenda_number__in=numbers)}
    seen = set(visible_to(powers).filter(pk__in=[one.pk for one in cases.values()]).values_list("pk", flat=True))
    lines = [_line(row, cases.get(row["agenda_number"]), seen, office) for row in rows]
    cases_count = len({row["agenda_number"] for row in moved})
    return MovedPage(lines, cases_count, number, number - 1, number + 1 if number < pages else 0)


def _line(row: Mapping[str, Any], case: Facilitation | None, seen: set[int], office: Office) -> Line:
    opened = case if case and case.pk in seen else None
    before, after = row["verdict"]
    return Line(
        agenda_number=row["agenda_number"], event=opened.event if opened else "",
        url=reverse("case", args=[opened.uid]) if opened else "", stage=_stage(row["stage"], case),
        clock=_clock(row["clock"]),
        is_begun=row["clock"] != "waiting", passed=_pair(working_text(timedelta(minutes=n)) for n in row["minutes"]),
        due=_pair(_due(text, office) for text in row["due_at"]), verdict=(_verdict(before), _verdict(after)),
        turned="" if before == after else after,
    )  # fmt: skip


def _pair(texts: Any) -> tuple[str, str]:
    before, after = texts
    return before, after


def _stage(stage: str, case: Facilitation | None) -> str:
    if case is None:
        return stage
    return definition(case.definition_id).stages[stage].label.text(get_language() or "id")


def _due(text: str | None, office: Office) -> str:
    return short_moment(datetime.fromisoformat(text), office.time_zone) if text else "–"


def _clock(name: str) -> str:
    return {"waiting": _("menunggu"), "handling": _("dikerjakan"), "late": _("sesudah jadwal SPT")}[name]


def _verdict(name: str) -> str:
    """An open step in words; where no standard holds there is nothing to say."""
    return {"running": _("dalam standar"), "exceeded": _("melewati standar"), "": ""}[name]
