"""Handing a desk over and back (serah terima tugas): what a Plh. takes over, who acts meanwhile, what he has done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from simcap.facilitation.definitions import all_definitions
from simcap.facilitation.models import Facilitation, PerformedRequest, Turn
from simcap.facilitation.phrases import moment_text, short_moment
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers, plh_acts
from simcap.journal.models import Entry
from simcap.people.absence_acts import acknowledge_hand_back
from simcap.people.absences import Away, away_between, days_text
from simcap.people.acts import By
from simcap.people.cover import covers_of_all
from simcap.people.days import ONE_DAY, day_of
from simcap.people.models import Appointment, HandBack, Office
from simcap.people.roster import end_of

from .journal_lines import act_label
from .session import signed_in
from .viewer import office_of, powers_of

#: A taking-over is announced so long before; a hand-back is shown so long after.
SOON, LONG_AGO = timedelta(days=7), timedelta(days=180)
#: Cases that are listed of what waits, and deeds that are listed on the desk.
MOST = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A case as this person may know it: by its event, or by its agenda number alone. `uid` is empty for the latter."""

    text: str
    uid: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that a Plh. did for the position."""

    act: str
    at: str
    case: Named


@dataclass(frozen=True, slots=True)
class TakingOver:
    """An appointment as Plh., running or soon to begin, and what waits at that desk now."""

    appointment: Appointment
    begins: str
    until: str
    waiting_count: int
    waiting: list[Named]


@dataclass(frozen=True, slots=True)
class HandedBack:
    """A Plh. whose time is over, and everything that he did for the position."""

    appointment: Appointment
    days: str
    deeds: list[Deed]

    @property
    def first(self) -> list[Deed]:
        """As many as the desk shows."""
        return self.deeds[:MOST]


@dataclass(frozen=True, slots=True)
class Presence:
    """What the desk says of being there and being stood in for."""

    mine: list[tuple[Away, str]] = field(default_factory=list)
    stood_in_for: list[str] = field(default_factory=list)
    taking_over: list[TakingOver] = field(default_factory=list)
    handed_back: list[HandedBack] = field(default_factory=list)


def presence_of(powers: Powers, office: Office) -> Presence:
    """What the desk says. One statement for an officer without a position; a fixed number for the others."""
    officer = powers.actor.officer
    if officer is None or not officer.is_active:
        return Presence()
    plh = list(_plh_of(powers).select_related("position", "officer__account", "office", "ending"))
    own = [one for one in plh if one.officer_id == officer.pk]
    ended = [one for one in plh if one.officer_id != officer.pk]
    return Presence(
        mine=_mine(powers, office),
        stood_in_for=[
            _stood_in_for(one.appointment.position.code, powers, office) for one in powers.standing.stood_in_for
        ],
        taking_over=_taken_over(own, powers, office) if own else [],
        handed_back=_handed_back(ended, powers, office) if ended else [],
    )


def _own_posts(powers: Powers) -> dict[int, Appointment]:
    """The positions that the officer himself holds and acts for now, by their keys."""
    rows = [one.appointment for one in powers.holdings if not one.delegated]
    return {one.position_id: one for one in rows if one.kind != "plh"}


def _plh_of(powers: Powers) -> QuerySet[Appointment]:
    """One's own as Plh., running or soon; and those that have ended for one's own positions and are not read yet."""
    officer, at = powers.actor.officer, powers.at
    running = (Q(until_at=None) | Q(until_at__gt=at)) & (Q(ending=None) | Q(ending__ended_at__gt=at))
    own = running & Q(officer=officer, from_at__lte=at + SOON)
    over = Q(until_at__lte=at, until_at__gt=at - LONG_AGO) | Q(
        ending__ended_at__lte=at, ending__ended_at__gt=at - LONG_AGO
    )
    read = HandBack.objects.filter(appointment=OuterRef("pk"), officer=officer)
    others = over & Q(position__in=list(_own_posts(powers)), from_at__lte=at) & ~Q(officer=officer) & ~Q(Exists(read))
    return Appointment.objects.filter(own | others, kind="plh").order_by("from_at", "id")


def _mine(powers: Powers, office: Office) -> list[tuple[Away, str]]:
    """One's own absence, now or soon, with the days on which nobody stands in; only for who holds a position."""
    officer = powers.actor.officer
    if officer is None or not (powers.holdings or powers.standing.stood_in_for):
        return []
    today = day_of(powers.at, office)
    found = away_between(office, today, today + SOON, officers=[officer]).get(officer.pk, [])
    covers = covers_of_all(office, found, now=powers.at)
    return [
        (
            one,
            "; ".join(f"{each.position.title}: {each.open_days}" for each in covers[one.absence.pk] if each.open_days),
        )
        for one in found
    ]


def _stood_in_for(code: str, powers: Powers, office: Office) -> str:
    found = next(one for one in powers.standing.stood_in_for if one.appointment.position.code == code)
    end = end_of(found.by[0].appointment)
    until = _("Sampai %(day)s.") % {"day": _last_day(end, office)} if end else ""
    return f"{plh_acts(found)} {until}".strip()


def _taken_over(own: list[Appointment], powers: Powers, office: Office) -> list[TakingOver]:
    codes = {one.position.code for one in own}
    turns = Turn.objects.filter(office=office, closed_at=None, kind="position", target__in=codes)
    waiting: dict[str, list[int]] = {}
    for target, case in turns.order_by("arrived_at", "id").values_list("target", "facilitation"):
        waiting.setdefault(target, []).append(case)
    shown = [case for found in waiting.values() for case in found[:MOST]]
    named = _named(Facilitation.objects.filter(pk__in=shown), powers)
    return [_taking_over(one, waiting.get(one.position.code, []), named, powers, office) for one in own]


def _taking_over(
    one: Appointment, waiting: list[int], named: dict[int, Named], powers: Powers, office: Office
) -> TakingOver:
    end, is_ahead = end_of(one), one.from_at > powers.at
    return TakingOver(
        one, _begins(one, powers, office) if is_ahead else "",
        _last_day(end, office) if end else "", len(waiting),
        [named[case] for case in waiting[:MOST]] if is_ahead else [],
    )  # fmt: skip


def _last_day(end: datetime, office: Office) -> str:
    last = day_of(end - timedelta(microseconds=1), office)
    return days_text(last, last)


def _begins(one: Appointment, powers: Powers, office: Office) -> str:
    if day_of(one.from_at, office) == day_of(powers.at, office) + ONE_DAY:
        return _("mulai besok")
    return _("mulai %(moment)s") % {"moment": moment_text(one.from_at, office.time_zone)}


def _named(cases: QuerySet[Facilitation], powers: Powers) -> dict[int, Named]:
    """Cases as this person may know them: two statements."""
    seen = set(visible_to(powers).filter(pk__in=cases).values_list("pk", flat=True))
    return {
        one.pk: Named(one.event, str(one.uid)) if one.pk in seen else Named(one.agenda_number, "")
        for one in cases.only("uid", "event", "agenda_number")
    }


def _handed_back(ended: list[Appointment], powers: Powers, office: Office) -> list[HandedBack]:
    """What each Plh. did, from the journal: two further statements, however many there are."""
    held = _own_posts(powers)
    rows = [one for one in ended if held[one.position_id].from_at < _over(one) and one.from_at < _over(one)]
    bodies = [json.loads(text) for text in _entries(rows)]
    uids = {_uid(body) for body in bodies}
    cases = Facilitation.objects.filter(office=office, uid__in=uids)
    named = {str(case.uid): case.pk for case in cases.only("uid")} if uids else {}
    words = _named(cases, powers) if uids else {}
    return [_back(one, bodies, lambda body: words[named[_uid(body)]], office) for one in rows]


def _back(
    one: Appointment, bodies: list[dict[str, Any]], case_of: Callable[[dict[str, Any]], Named], office: Office
) -> HandedBack:
    first, last = day_of(one.from_at, office), day_of(_over(one) - timedelta(microseconds=1), office)
    deeds = [_deed(body, case_of(body), office) for body in bodies if _is_by(body, one)]
    return HandedBack(one, days_text(first, last), deeds)


def _uid(body: dict[str, Any]) -> str:
    return str(body["chain"]).removeprefix("case:")


def _over(appointment: Appointment) -> datetime:
    end = end_of(appointment)
    if end is None:
        raise ValueError("An appointment that has ended has an end.")
    return end


def _entries(ended: Iterable[Appointment]) -> list[str]:
    """Canonical texts of what these people did in that time, in order; opening is no deed."""
    wanted = Q(pk=None)
    for one in ended:
        account = one.officer.account
        done = PerformedRequest.objects.filter(actor_key=f"account:{account.pk}" if account else "-").values("entry")
        wanted |= Q(pk__in=done, recorded_at__gte=one.from_at, recorded_at__lt=_over(one))
    rows = Entry.objects.filter(wanted, chain__startswith="case:").exclude(act="open")
    return list(rows.order_by("id").values_list("canonical", flat=True))


def _is_by(body: dict[str, Any], appointment: Appointment) -> bool:
    """Whether an entry was made by this appointment, and not by another right of the same person."""
    actor, revision = body["actor"], all_definitions().get(body["sop"]["id"])
    performer = revision.performers.get(actor.get("performer", "")) if revision else None
    same_post = performer is not None and performer.target == appointment.position.code
    account = appointment.officer.account
    by_him = account is not None and actor.get("account") == account.get_username()
    return by_him and same_post and (actor.get("appointment"), actor.get("decree")) == ("plh", appointment.decree)


def _deed(body: dict[str, Any], case: Named, office: Office) -> Deed:
    at = datetime.fromisoformat(body["recorded_at"])
    return Deed(act_label(body["act"]), short_moment(at, office.time_zone), case)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a Plh. did for one's own position; the button says that it has been read (serah kembali)."""
    office, powers = office_of(request), powers_of(request)
    found = next((one for one in presence_of(powers, office).handed_back if one.appointment.pk == pk), None)
    officer = powers.actor.officer
    if found is None or officer is None:
        if request.method == "POST":
            return redirect("desk")  # it has been read already
        raise Http404
    if request.method == "POST":
        holding = next(
            one
            for one in powers.holdings
            if one.appointment.position_id == found.appointment.position_id and not one.delegated
        )
        by = By(
            powers.actor.name, powers.actor.account, holding.title, holding.appointment.kind, holding.appointment.decree
        )
        acknowledge_hand_back(found.appointment, officer=officer, by=by)
        return redirect("desk")
    return render(request, "desk/hand_back.html", {"back": found})
