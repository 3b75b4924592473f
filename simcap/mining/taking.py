"""Taking the event log (log peristiwa) out: who may, of which days, in which format; and the entry that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from simcap.facilitation.office_rights import OfficeRights
from simcap.facilitation.rights import Powers
from simcap.journal.sentences import Body, says, who
from simcap.people.acts import By, by_of, note
from simcap.people.models import Office
from simcap.registers.models import Export
from simcap.registers.periods import period_text
from simcap.registers.tasks import MAKERS

from .events import Told, cases_of, traces
from .files import sheet, xes

#: Who may take it out: it holds no personal data and no case of class R or SR, but all others.
RIGHTS = OfficeRights({"take_event_log": frozenset({"head", "auditor", "administrator"})})
may_take, must_take = partial(RIGHTS.may, "take_event_log"), partial(RIGHTS.must, "take_event_log")
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


def asked_of(export: Export) -> LogAsked:
    """The log that the worker was asked for."""
    given = dict(parse_qsl(export.query))
    return LogAsked(
        office=export.office, first=date.fromisoformat(given["from_on"]), last=date.fromisoformat(given["until_on"]),
        format=export.format, language=export.language,
    )  # fmt: skip


def _made(export: Export, powers: Powers, out: IO[bytes], told: Told) -> int:
    """What the worker writes, if its owner may still have it."""
    by = by_of(must_take(powers), account=powers.actor.account)
    return take(asked_of(export), out, by=by, told=told)


MAKERS[CODE] = _made


@says("event_log_taken")
def _says_taken(body: Body) -> str:
    return _("%(who)s mengambil log peristiwa %(from)s sampai %(until)s (%(format)s), %(cases)d berkas.") % {
        "who": who(body), "from": body["from"], "until": body["until"], "format": body["format"].upper(),
        "cases": body["cases"],
    }  # fmt: skip
