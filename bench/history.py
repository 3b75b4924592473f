"""A history of closed cases, as long as wanted, written in bulk (some thousand cases a second).

Each case is a copy of one that went through the doorway: its letter, turns with their measures, roles, artefacts, field
report, measurements and their counts, words for the search, and a chain of journal entries that `simcap verify`
accepts. Files and issued documents are not copied. The journal's triggers stay on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from simcap import clock
from simcap.facilitation import counting
from simcap.facilitation.counting import DayKey
from simcap.facilitation.definitions import definition
from simcap.facilitation.measure_models import ClosedMeasurement
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.search_models import HIDDEN, SearchText
from simcap.intake.models import RequestLetter
from simcap.journal.models import Entry
from simcap.people.calendar import of as calendar_of
from simcap.people.models import Office
from simcap.step3_fieldwork.models import FieldReport

from . import ground
from .acts import Walk
from .bulk import Rows, filling, next_key, prepared
from .chains import Chains, Link
from .copies import Copy, Times
from .courses import Drawing

#: The history reaches back so far and ended so long ago; so many courses are drawn; so many cases a transaction.
SPAN, ENDED, COURSES, LOT = timedelta(days=5 * 365), timedelta(days=10), 10_000, 2_000
#: Open cases at the first stage: a desk is as full as desks are, whatever lies behind it.
WAITING_AT_ONCE = 200
#: Tables whose keys the database gives, or whose sequence has to follow.
NUMBERED = (Facilitation, Turn, Entry, ClosedMeasurement)


class History:
    """Writes copies of one closed case, table by table."""

    def __init__(self, case: Facilitation) -> None:
        self.case, self.letter = case, RequestLetter.objects.get(facilitation=case)
        self.report = FieldReport.objects.get(facilitation=case)
        self.turns = list(Turn.objects.filter(facilitation=case).order_by("id"))
        self.chains = Chains(case, self.turns)
        self.calendar = calendar_of(case.office)
        stays = [(turn.step, turn.stage, turn.kind) for turn in self.turns]
        self.drawing = Drawing(definition(case.definition_id), self.calendar, stays)
        self.uses: Counter[Times] = Counter()

    def times(self, count: int) -> list[Times]:
        """Different courses over the span, in order of time."""
        begun = clock.now() - SPAN - ENDED
        return [Times(self.drawing.course(begun + SPAN * n / count, seed=n), self.case) for n in range(count)]

    def write(self, copies: list[Copy]) -> None:
        """Write these cases and all that belongs to them."""
        closed = [one for one in copies if not one.is_open]
        self._cases(copies)
        self._letters(copies)
        self._turns(closed)
        Turn.objects.bulk_create(self._waiting(one) for one in copies if one.is_open)
        self._held(closed)
        self._measured(closed)
        self._words(copies)
        links = ((Link(one.uid, one.agenda_number, one.event, one.times.said, one.times.stored), one) for one in copies)
        self.chains.write((link, 1 if one.is_open else len(self.chains.texts)) for link, one in links)

    def _cases(self, copies: list[Copy]) -> None:
        rows = Rows(
            self.case, "id", "uid", "stage", "event", "agenda_number", "tracking_code", "starts_at", "ends_at",
            "registered_at", "closed_at",
        )  # fmt: skip
        rows.write(
            rows.made(
                one.pk, prepared(Facilitation, "uid", one.uid), self.turns[0].stage if one.is_open else self.case.stage,
                one.event, one.agenda_number, f"{one.number:014d}", one.times.starts, one.times.ends,
                one.times.registered, None if one.is_open else one.times.stored[-1],
            )
            for one in copies
        )  # fmt: skip

    def _letters(self, copies: list[Copy]) -> None:
        rows = Rows(self.letter, "facilitation", "letter_number", "letter_on", "received_on")
        rows.write(rows.made(one.pk, f"{one.number}/SURAT", one.times.day, one.times.day) for one in copies)

    def _turns(self, closed: list[Copy]) -> None:
        when = ("arrived_at", "opened_at", "closed_at", "waiting", "handling", "late", "calendar_digest")
        tables = [Rows(turn, "facilitation", *when, drop="id") for turn in self.turns]
        digest = self.calendar.digest()
        tables[0].write(
            table.made(one.pk, *stay, digest)
            for one in closed
            for table, stay in zip(tables, one.times.stays, strict=True)
        )

    def _waiting(self, one: Copy) -> Turn:
        first = self.turns[0]
        return Turn(
            facilitation_id=one.pk, office_id=first.office_id, step=first.step, stage=first.stage, kind=first.kind,
            target=first.target, arrived_at=clock.now() - timedelta(days=1),
        )  # fmt: skip

    def _held(self, closed: list[Copy]) -> None:
        """Roles, artefacts that are no document of their own, and the field report."""
        roles = [Rows(one, "facilitation", "from_at", drop="id") for one in self.case.assignments.order_by("id")]
        held = self.case.artefacts.filter(document=None).order_by("id")
        artefacts = [Rows(one, "facilitation", "made_at", drop="id") for one in held]
        for tables in (roles, artefacts):
            tables[0].write(table.made(one.pk, one.times.registered) for one in closed for table in tables)
        reports = Rows(self.report, "facilitation", "started_at", "finished_at", "written_at")
        reports.write(reports.made(one.pk, one.times.starts, one.times.ends, one.times.ends) for one in closed)

    def _measured(self, closed: list[Copy]) -> None:
        """The closed measurement of each step; what is counted of it waits until all are written (`count`)."""
        self.uses.update(one.times for one in closed)
        if closed:
            tables = closed[0].times.measured
            tables[0].write(table.made(one.pk) for one in closed for table in one.times.measured)

    def count(self) -> None:
        """Add what was written to the counts."""
        counts: Counter[DayKey] = Counter()
        for times, number in self.uses.items():
            for key in times.counted:
                counts[key] += number
        counting.add(counts)
        self.uses.clear()

    def _words(self, copies: list[Copy]) -> None:
        rows = Rows(SearchText(facilitation=self.case), "facilitation", "letter", "place", "report")
        place = f"{self.case.place_label}\n{self.letter.site}"
        rows.write(
            rows.made(one.pk, self._letter_words(one), place, "" if one.is_open else self.report.summary)
            for one in copies
        )

    def _letter_words(self, one: Copy) -> str:
        said, code = self.letter, f"{one.number:014d}"
        words = (one.event, said.institution, said.subject, said.notes, f"{one.number}/SURAT", one.agenda_number)
        return "\n".join(word for word in (*words, code, HIDDEN + code) if word)


def whole_case(office: Office) -> Facilitation:
    """A closed case of a scratch office, taken through the doorway at first need: what is copied."""
    if not office.is_demo:
        raise ValueError(f"{office} is no scratch office: nothing is written in bulk there.")
    known = Facilitation.objects.filter(office=office).order_by("pk").first()
    road = Walk(office, ground.ground(office), ground.letter(office), ground.photos(2))
    return known or road.case(1, lambda _act, do: do())


def fill(case: Facilitation, count: int) -> None:
    """Write copies of a closed case until there are so many cases; the first of them are open."""
    present = Facilitation.objects.filter(office=case.office).count()
    if present >= count:
        return
    history = History(case)
    with filling(*NUMBERED):
        for lot in _lots(history, present, count):
            with transaction.atomic():
                history.write(lot)
        with transaction.atomic():
            history.count()


def _lots(history: History, present: int, count: int) -> Iterator[list[Copy]]:
    wanted, key = count - present, next_key(Facilitation) - present
    times = history.times(min(wanted, COURSES))
    for first in range(present, count, LOT):
        yield [
            Copy(
                n, key + n, UUID(int=((n + 1) << 80) + 0x4000_8000_0000_0000_0000),
                times[(n - present) * len(times) // wanted], is_open=n <= WAITING_AT_ONCE,
            )
            for n in range(first, min(first + LOT, count))
        ]  # fmt: skip
