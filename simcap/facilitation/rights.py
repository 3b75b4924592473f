"""Rights on a case: who may do a row of the SOP now, as a pair: one that answers, one that raises with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.people.authority import Holding, Standing, StoodInFor, standing
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Performer, Row

from .models import Assignment, Facilitation
from .occasion import Actor, Right


@dataclass
class Powers:
    """What one actor holds at one moment, read once: positions by appointment, roles by assignment."""

    actor: Actor
    at: datetime
    _standing: Standing | None = None
    _roles: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """What the officer holds, and where a Plh. stands in for him; nothing for a requester."""
        if self._standing is None:
            officer = self.actor.officer
            self._standing = standing(officer, self.at) if officer and officer.is_active else Standing((), ())
        return self._standing

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """The officer's holdings; none for a requester."""
        return self.standing.holdings

    def at_home(self, office_id: int) -> bool:
        """Whether this is the actor's own office; a requester is at home nowhere and everywhere."""
        officer = self.actor.officer
        return officer is None or officer.office_id == office_id

    def codes(self) -> frozenset[str]:
        """Codes of the positions that are held (delegates only sign; they are left out)."""
        return frozenset(one.code for one in self.holdings if not one.delegated)

    def signing_codes(self) -> frozenset[str]:
        """Codes of the positions that this officer may sign for by delegation (a.n., u.b.)."""
        return frozenset(one.code for one in self.holdings if one.delegated)

    def reading_codes(self) -> frozenset[str]:
        """Codes of the positions whose cases this officer may read: those he acts or signs for, and those that a Plh.
        fills while he is away."""
        stood_in_for = frozenset(one.appointment.position.code for one in self.standing.stood_in_for)
        return self.codes() | self.signing_codes() | stood_in_for

    def learn_roles(self, cases: Iterable[Facilitation]) -> None:
        """Read the roles on many cases at once, so that a list costs one query."""
        found: dict[int, set[str]] = {case.pk: set() for case in cases}
        officer = self.actor.officer
        if officer and officer.is_active:
            mine = Assignment.objects.filter(facilitation__in=found, officer=officer, from_at__lte=self.at)
            for pk, role, until in mine.values_list("facilitation", "role", "until_at"):
                if until is None or until > self.at:
                    found[pk].add(role)
        self._roles |= {pk: frozenset(roles) for pk, roles in found.items()}

    def roles(self, case: Facilitation) -> frozenset[str]:
        """Roles on a case at that moment."""
        if case.pk not in self._roles:
            officer = self.actor.officer if self.actor.officer and self.actor.officer.is_active else None
            mine = Assignment.objects.filter(facilitation=case, officer=officer, from_at__lte=self.at)
            self._roles[case.pk] = (
                frozenset(
                    role for role, until in mine.values_list("role", "until_at") if until is None or until > self.at
                )
                if officer
                else frozenset()
            )
        return self._roles[case.pk]


def _candidates(performer: Performer, row: Row, case: Facilitation | None, powers: Powers) -> Iterator[Right]:
    title = performer.label.id  # goes into the journal and onto paper, in whatever language the screen is
    if performer.kind == "outside" and powers.actor.kind == "requester":
        yield Right(performer.id, "")
    if performer.kind == "position":
        for one in powers.holdings:
            if one.code == performer.target and (row.delegable or not one.delegated):
                yield Right(performer.id, one.title, one)
    if performer.kind == "assignment" and case is not None and performer.target in powers.roles(case):
        yield Right(performer.id, title)


def right_for(
    definition: Definition, row: Row, case: Facilitation | None, powers: Powers, *, stage: str = ""
) -> Right | None:
    """By which right this actor may do this row; None when by none. The first performer that fits counts.

    `stage`: another stage than the row's own, to ask who its holder is.
    """
    stage = stage or row.from_stage
    if case and not powers.at_home(case.office_id):
        return None
    for performer in flow.performers(definition, row, stage):
        for right in _candidates(performer, row, case, powers):
            return right
    return None


def must_belong(powers: Powers, office: Office) -> None:
    """Officers act in their own office only. Raises: NotYou."""
    if not powers.at_home(office.pk):
        raise NotYou(_("Berkas ini milik kantor lain."))


def must_have_right(
    definition: Definition, rows: Sequence[Row], case: Facilitation | None, powers: Powers
) -> tuple[Row, Right]:
    """The row that this actor may do, with his right, or the refusal that says who can. Raises: NotYou.

    Of several rows the first one counts; opening goes to what has not been opened.
    """
    found = [(row, right) for row in rows if (right := right_for(definition, row, case, powers))]
    if not found:
        raise NotYou(_by_plh(definition, rows, powers) or _only(definition, rows, case))
    if len(found) > 1 and case and found[0][0].act == "open":
        waiting = set(case.turns.filter(closed_at=None, opened_at=None).values_list("stage", flat=True))
        return next((one for one in found if one[0].from_stage in waiting), found[0])
    return found[0]


def _only(definition: Definition, rows: Sequence[Row], case: Facilitation | None) -> str:
    names = dict.fromkeys(who_can(definition, row, case) for row in rows)
    return _("Tindakan ini hanya dapat dilakukan oleh %(who)s.") % {"who": _(" atau ").join(names)}


def _by_plh(definition: Definition, rows: Sequence[Row], powers: Powers) -> str:
    """Why the holder of a position does not act while a Plh. does; empty when that is not the reason."""
    targets = {
        one.target for row in rows for one in flow.performers(definition, row, row.from_stage) if one.kind == "position"
    }
    found = next((one for one in powers.standing.stood_in_for if one.appointment.position.code in targets), None)
    return plh_acts(found) if found else ""


def plh_acts(stood_in_for: StoodInFor) -> str:
    """Who acts while the holder only reads."""
    return _(
        "Selama ini %(who)s bertindak sebagai Plh. %(post)s. Anda dapat membaca berkasnya, tetapi tidak bertindak."
    ) % {
        "who": _(" dan ").join(one.officer.name for one in stood_in_for.by),
        "post": stood_in_for.appointment.position.title,
    }


def who_can(definition: Definition, row: Row, case: Facilitation | None) -> str:
    """The performers of a row in words."""
    language = get_language() or "id"
    names = [performer.label.text(language) for performer in flow.performers(definition, row, row.from_stage)]
    return _(" atau ").join(names)
