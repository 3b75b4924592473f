"""Taking the event log (log peristiwa) out: who may, of which days, in which format; and the entry that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import IO
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.facilitation.rights import Powers
from simcap.journal.sentences import Body, says, who
from simcap.people.acts import By, note
from simcap.people.authority import Holding
from simcap.people.models import Office, Position
from simcap.registers.models import Export
from simcap.registers.periods import period_text
from simcap.registers.tasks import MAKERS

from .events import Told, cases_of, traces
from .files import sheet, xes

#: Positions that may take it out: it holds no personal data and no case of class R or SR, but all others.
TAKERS = frozenset({"head", "auditor", "administrator"})
#: What an export by the worker is called.
CODE = "eventlog"
MEDIA_TYPES = {"xes": "application/xml", "csv": "text/csv; charset=utf-8"}
#: More cases than these are written by the worker.
AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class LogAsked:
    """A log (log peristiwa) as wanted: of cases whose letter was registered on these days, both included."""

    office: Office
    first: date
    last: date
    format: str
    language: str = "id"
    book: str = CODE

    @property
    def name(self) -> str:
        """The file's name. Shape: `log-peristiwa-20260101-20261231.xes`."""
        return f"log-peristiwa-{self.first:%Y%m%d}-{self.last:%Y%m%d}.{self.format}"

    @property
    def query(self) -> str:
        """The days, as an export keeps them."""
        return urlencode({"from_on": self.first.isoformat(), "until_on": self.last.isoformat()})

    @property
    def words(self) -> str:
        """The days as a person says them."""
        return period_text(self.first, self.last)

    def count(self) -> int:
        """How many cases it will have."""
        return cases_of(self.office, self.first, self.last).count()


def may_take(powers: Powers) -> bool:
    """Whether this person may take the log out."""
    return _holding(powers) is not None


def must_take(powers: Powers, office: Office) -> Holding:
    """By which appointment he may. Raises: NotYou, saying who can."""
    holding = _holding(powers)
    if holding is None:
        titles = Position.objects.filter(office=office, code__in=TAKERS).order_by("id")
        named = _(" atau ").join(titles.values_list("title", flat=True))
        raise NotYou(_("Tindakan ini hanya dapat dilakukan oleh %(who)s.") % {"who": named})
    return holding


def _holding(powers: Powers) -> Holding | None:
    return next((one for one in powers.holdings if one.code in TAKERS and not one.delegated), None)


def write(asked: LogAsked, out: IO[bytes], *, told: Told = lambda _done, _all: None) -> int:
    """Write the log. Answers how many cases it has."""
    count = 0

    def heard(done: int, total: int) -> None:
        nonlocal count
        count = total
        told(done, total)

    office = asked.office
    found = traces(cases_of(office, asked.first, asked.last), language=asked.language, told=heard)
    title = f"{office.name}, {asked.first.isoformat()}/{asked.last.isoformat()}"
    is_xes = asked.format == "xes"
    for part in xes(found, title=title, zone=office.time_zone) if is_xes else sheet(found, zone=office.time_zone):
        out.write(part)
    return count


def take(asked: LogAsked, out: IO[bytes], *, by: By, told: Told = lambda _done, _all: None) -> int:
    """Write the log and note who took it. Changes: `out`; one entry in the office's chain."""
    count = write(asked, out, told=told)
    facts = {
        "format": asked.format, "from": asked.first.isoformat(), "until": asked.last.isoformat(), "cases": count,
    }  # fmt: skip
    note(asked.office, act="event_log_taken", by=by, facts=facts)
    return count


def by_of(powers: Powers, holding: Holding) -> By:
    """Who takes it, as the journal writes him."""
    one = holding.appointment
    return By(powers.actor.name, powers.actor.account, holding.title, one.kind, one.decree)


def asked_of(export: Export) -> LogAsked:
    """The log that the worker was asked for."""
    given = dict(parse_qsl(export.query))
    return LogAsked(
        office=export.office, first=date.fromisoformat(given["from_on"]), last=date.fromisoformat(given["until_on"]),
        format=export.format, language=export.language,
    )  # fmt: skip


def _made(export: Export, powers: Powers, out: IO[bytes], told: Told) -> int:
    """What the worker writes, if its owner may still have it."""
    holding = must_take(powers, export.office)
    return take(asked_of(export), out, by=by_of(powers, holding), told=told)


MAKERS[CODE] = _made


@says("event_log_taken")
def _says_taken(body: Body) -> str:
    return _("%(who)s mengambil log peristiwa %(from)s sampai %(until)s (%(format)s), %(cases)d berkas.") % {
        "who": who(body), "from": body["from"], "until": body["until"], "format": body["format"].upper(),
        "cases": body["cases"],
    }  # fmt: skip
