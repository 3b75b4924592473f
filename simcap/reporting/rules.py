"""Who reads, fills in and issues the office's periodic reports: one table, deny by default."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from simcap.errors import NotYou
from simcap.facilitation.rights import Powers
from simcap.people.authority import Holding
from simcap.people.models import Office, Position

_ASSESS = frozenset({"head", "secretary", "division_head", "section_head"})
#: Act → position codes. Who is above the performers of a step assesses it; who answers for the service issues.
#: Source: PermenPAN-RB 35/2012, monitoring by superiors of the SOP's performers.
RIGHTS: Mapping[str, frozenset[str]] = {
    "see_reports": _ASSESS | {"front_desk", "auditor", "administrator"},
    "fill_table": _ASSESS,
    "issue_report": _ASSESS - {"section_head"},
}


def may(act: str, powers: Powers) -> bool:
    """Whether this person may."""
    return _holding(act, powers) is not None


def must(act: str, powers: Powers, office: Office) -> Holding:
    """By which appointment this person may. Raises: NotYou, saying who can."""
    holding = _holding(act, powers)
    if holding is None:
        raise NotYou(_("Tindakan ini hanya dapat dilakukan oleh %(who)s.") % {"who": who_can(act, office)})
    return holding


def _holding(act: str, powers: Powers) -> Holding | None:
    return next((one for one in powers.holdings if one.code in RIGHTS[act] and not one.delegated), None)


def who_can(act: str, office: Office) -> str:
    """The posts that may, in the office's own words."""
    titles = Position.objects.filter(office=office, code__in=RIGHTS[act]).order_by("id")
    return _(" atau ").join(titles.values_list("title", flat=True))
