"""What my desk and the list of cases show. Every question takes the viewer; a list costs the same for 1 row and 100."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from simcap.facilitation.definitions import definition
from simcap.facilitation.forms import YEARS
from simcap.facilitation.models import Assignment, Facilitation, PerformedRequest, Turn, Urgency
from simcap.facilitation.queries import inbox, may_open, open_acts, stopped_stages, visible_to
from simcap.facilitation.rights import Powers
from simcap.facilitation.search_excerpts import Excerpt, excerpts
from simcap.facilitation.searching import narrowed
from simcap.facilitation.turns import open_among
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.procedure.definition import BACK, Definition, Row

from .faces import Face, Names, Pace, face_of, names_of, pace_of, turns_of

#: Cards in one section of the desk; more are counted and found in the list of cases.
MOST_CARDS = 40
#: Acts that have a way in of their own: opening comes with the case's main act, filing paper with the sheet's code.
WITHOUT_BUTTON = frozenset({"open", "file_paper"})
RANK = {Urgency.MOST_URGENT: 0, Urgency.URGENT: 1, Urgency.ORDINARY: 2}


@dataclass(frozen=True, slots=True)
class Action:
    """An act that the viewer may do on a case now. `carries_on`: the case waits for it, it is not only possible.

    `beside`: it belongs to the matter that runs beside the case.
    """

    act: str
    label: str
    extension: bool
    carries_on: bool = True
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One case on the desk: its face, its pace, and what the viewer may do.

    Turn and pace are those of the main act; `may_open`: opening it is still to do, and by the viewer.
    """

    face: Face
    pace: Pace | None
    turn: Turn | None
    actions: list[Action] = field(default_factory=list)
    may_open: bool = False

    @property
    def main(self) -> Action | None:
        """The card's one primary action."""
        return main_of(self.actions)

    @property
    def side(self) -> list[Action]:
        """Further acts by which something goes on, such as finishing beside logging."""
        return [one for one in self.actions if one.carries_on and one is not self.main]

    @property
    def signed_path(self) -> list[Action]:
        """Acts of the signed SOP only."""
        return [one for one in self.actions if not one.extension]


@dataclass(frozen=True, slots=True)
class Section:
    """Cards of one section of the desk, and whether there are more."""

    cards: list[Card]
    has_more: bool


def main_of(actions: list[Action]) -> Action | None:
    """The one primary action; none where the viewer could do something, but the case waits for somebody else."""
    return next((one for one in actions if one.carries_on), None)


def actions_of(case: Facilitation, powers: Powers) -> list[Action]:
    """Acts open to the viewer, without opening, what carries the case on first."""
    revision, language = definition(case.definition_id), get_language() or "id"
    return [
        Action(
            row.act, revision.acts[row.act].label.text(language), revision.acts[row.act].extension,
            carries_on=flow.is_onward(revision, row) or _is_answer(revision, row),
            beside=row.from_stage == case.beside,
        )
        for row in (one.row for one in open_acts(case, powers))
        if row.act not in WITHOUT_BUTTON
    ]  # fmt: skip


def _is_answer(revision: Definition, row: Row) -> bool:
    """Whether a suspended case waits for this."""
    return flow.is_suspended(revision, row.from_stage) and row.to == BACK


def cards_of(cases: list[Facilitation], powers: Powers) -> list[Card]:
    """Cards for many cases, in their order, at the cost of three queries."""
    turns, names = turns_of(cases), names_of(cases)
    powers.learn_roles(cases)
    return [_card(case, turns[case.pk], names, powers) for case in cases]


def _card(case: Facilitation, turns: list[Turn], names: Names, powers: Powers) -> Card:
    own, other, actions = open_among(turns), open_among(turns, beside=True), actions_of(case, powers)
    main = main_of(actions)
    beside = bool(main and main.beside)
    pace, turn = pace_of(case, turns, at=powers.at, beside=beside), other if beside else own
    face = face_of(case, own, names=names, other=other)
    return Card(face, pace, turn, actions, may_open=may_open(case, turn, powers))


def waiting_for(powers: Powers) -> Section:
    """What waits for the viewer, most urgent first: disaster, urgency, then the time left against the standard."""
    cases = {turn.facilitation_id: turn.facilitation for turn in inbox(powers)}  # one card, with two matters too
    cards = [card for card in cards_of(list(cases.values()), powers) if card.main]
    cards.sort(key=_how_urgent)
    return Section(cards[:MOST_CARDS], len(cards) > MOST_CARDS)


def _how_urgent(card: Card) -> tuple[bool, int, timedelta, int]:
    case = card.face.case
    left = card.pace.left if card.pace else timedelta.max
    return not case.is_disaster, RANK[Urgency(case.urgency)], left, case.pk


def with_others(powers: Powers, *, without: Section) -> Section:
    """Open cases on which the viewer has acted or is named, and which wait for somebody else now."""
    done = PerformedRequest.objects.filter(facilitation=OuterRef("pk"), actor_key=powers.actor.key).exclude(act="open")
    named = Assignment.objects.filter(facilitation=OuterRef("pk"), officer=powers.actor.officer, until_at=None)
    cases = visible_to(powers).filter(pk__in=under_way(powers)).filter(Q(Exists(done)) | Q(Exists(named)))
    here = [card.face.case.pk for card in without.cards]
    found = list(cases.exclude(pk__in=here).order_by("-id")[: MOST_CARDS + 1])
    return Section(cards_of(found[:MOST_CARDS], powers), len(found) > MOST_CARDS)


def under_way(powers: Powers) -> QuerySet[Turn, int]:
    """Keys of the office's open cases. Each has an open turn or two: few, however many cases are closed."""
    office = powers.actor.officer.office_id if powers.actor.officer else None
    return Turn.objects.filter(office=office, closed_at=None).values_list("facilitation", flat=True)


def this_week(powers: Powers, office: Office) -> list[Face]:
    """What is on the calendar from Monday to Sunday, as far as the viewer may see it; not what was called off."""
    start, end = week_of(powers.at, office.time_zone)
    cases = visible_to(powers).filter(starts_at__lt=end, ends_at__gte=start).exclude(stage__in=stopped_stages())
    # Ordered by their end, the history is not walked through: what has ended comes first in that index, and is skipped.
    found = sorted(cases.order_by("ends_at", "id")[:MOST_CARDS], key=lambda case: (case.starts_at, case.pk))
    turns, names = turns_of(found), names_of(found)
    return [face_of(case, open_among(turns[case.pk]), names=names) for case in found]


def week_of(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """The week of a moment, from Monday's midnight to the next, in the office's time zone."""
    local = at.astimezone(ZoneInfo(zone))
    monday = local.date() - timedelta(days=local.weekday())
    start = datetime.combine(monday, time.min, tzinfo=local.tzinfo)
    return start, start + timedelta(days=7)


#: Cases on one page of the list.
PAGE = 25
#: `found` walks the search index from its newest case on, and stops when the page is full.
ORDERS = {"newest": ("-id",), "found": ("-found__number",), "soonest": ("starts_at", "id")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of cases is narrowed to. `stages` None means all; the window bounds are aware.

    `has_beside`: something runs beside the case, such as a change of its SPT.
    """

    words: str = ""
    is_open: bool = False
    stages: frozenset[str] | None = None
    has_beside: bool = False
    urgency: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None
    order: str = "newest"

    @property
    def walk(self) -> str:
        """The order as it is walked."""
        return "found" if self.words.strip() and self.order == "newest" else self.order


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. `after` leads to the next; empty on the last. `found`: where each case was found."""

    cards: list[Card]
    after: str
    found: dict[int, Excerpt] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[Card, Excerpt | None]]:
        """Each case with where it was found."""
        return [(card, self.found.get(card.face.case.pk)) for card in self.cards]


def cases_page(powers: Powers, wanted: Wanted, *, after: str = "") -> Page:
    """One page of the cases that the viewer may see, paged by the last row's key: page 1,000 costs as page 1."""
    cases = _narrowed(visible_to(powers), wanted)
    found = list(_after(cases, wanted.walk, after).order_by(*ORDERS[wanted.walk])[: PAGE + 1])
    shown = found[:PAGE]
    key = _key(shown[-1], wanted.walk) if len(found) > PAGE else ""
    return Page(cards_of(shown, powers), key, excerpts([case.pk for case in shown], wanted.words))


def _narrowed(cases: QuerySet[Facilitation], wanted: Wanted) -> QuerySet[Facilitation]:
    cases = narrowed(cases, wanted.words)
    if wanted.is_open:
        cases = cases.filter(closed_at=None)
    if wanted.stages is not None:
        cases = cases.filter(stage__in=wanted.stages)
    if wanted.has_beside:
        cases = cases.filter(closed_at=None).exclude(beside="")
    if wanted.urgency:
        cases = cases.filter(urgency=wanted.urgency)
    if wanted.from_at:
        cases = cases.filter(ends_at__gte=wanted.from_at)
    if wanted.until_at:
        cases = cases.filter(starts_at__lt=wanted.until_at)
    return cases


def _key(case: Facilitation, walk: str) -> str:
    return f"{case.starts_at.isoformat()}~{case.pk}" if walk == "soonest" else str(case.pk)


def _after(cases: QuerySet[Facilitation], walk: str, after: str) -> QuerySet[Facilitation]:
    moment, _tilde, pk = after.rpartition("~")
    if not pk.isdecimal() or len(pk) > 18:
        return cases
    if walk != "soonest":
        return cases.filter(**{"found__number__lt" if walk == "found" else "pk__lt": int(pk)})
    try:
        start = datetime.fromisoformat(moment)
    except ValueError:
        return cases
    if start.tzinfo is None or start.year not in YEARS:
        return cases
    return cases.filter(Q(starts_at__gt=start) | Q(starts_at=start, pk__gt=int(pk)))
