"""Who may do what outside a case: a table of rights by position, and the questions that are asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.people.authority import Holding
from simcap.people.models import Office, Position

from .rights import Powers


@dataclass(frozen=True, slots=True)
class OfficeRights:
    """Deny by default. Shape of `table`: act or view → position codes; what is not listed, nobody may."""

    table: Mapping[str, frozenset[str]]

    def holding(self, act: str, powers: Powers) -> Holding | None:
        """By which appointment somebody may do this; a delegate (a.n., u.b.) may not."""
        return next((one for one in powers.holdings if not one.delegated and one.code in self.table[act]), None)

    def may(self, act: str, powers: Powers) -> bool:
        """Whether this person may."""
        return self.holding(act, powers) is not None

    def must(self, act: str, powers: Powers) -> Holding:
        """By which appointment this person may. Raises: NotYou, saying who can."""
        holding = self.holding(act, powers)
        if holding is None:
            raise self.refusal(act, powers)
        return holding

    def refusal(self, act: str, powers: Powers) -> NotYou:
        """The error for somebody who may not."""
        officer = powers.actor.officer
        who = self.who_can(act, officer.office if officer else None)
        return NotYou(_("Tindakan ini hanya dapat dilakukan oleh %(who)s.") % {"who": who})

    def who_can(self, act: str, office: Office | None) -> str:
        """The posts that may, in the office's own words."""
        titles = Position.objects.filter(office=office, code__in=self.table[act]).order_by("id")
        return _(" atau ").join(titles.values_list("title", flat=True))
