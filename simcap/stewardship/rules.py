"""Who may do what with the archive and with personal data: one table, a pair for each question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from simcap.facilitation.models import Facilitation
from simcap.facilitation.office_rights import OfficeRights
from simcap.facilitation.queries import chain_positions
from simcap.facilitation.rights import Powers
from simcap.people.authority import Holding, acting

#: The designated role (Pejabat PDP), and who does its work where nobody is appointed to it.
DATA_OFFICER = "data_officer"
STAND_INS = frozenset({"secretary", "administrator"})
_WATCH = frozenset({"head", "auditor", "administrator", DATA_OFFICER})
_EVERYBODY = _WATCH | {"front_desk", "secretary"}
#: Act or view → position codes. What is not listed here, nobody may.
RIGHTS: Mapping[str, frozenset[str]] = {
    "see_archive": _EVERYBODY,
    "put_hold": frozenset({"head", "secretary", DATA_OFFICER}),
    "lift_hold": frozenset({"head", "secretary", DATA_OFFICER}),
    "propose_destruction": frozenset({"front_desk"}),
    "withdraw_destruction": frozenset({"front_desk"}),
    "decide_destruction": frozenset({"head", "secretary"}),
    "resume_destruction": frozenset({"front_desk", "head", "secretary"}),
    "register_request": frozenset({"front_desk", DATA_OFFICER}),
    "see_requests": frozenset({"head", "auditor", DATA_OFFICER}),
    "handle_request": frozenset({DATA_OFFICER}),
    "see_incidents": _WATCH,
    "report_incident": _EVERYBODY - {"auditor"},
    "handle_incident": frozenset({DATA_OFFICER}),
    "see_readings": frozenset({"head", "auditor", DATA_OFFICER}),
}
_OWN = OfficeRights(RIGHTS)
who_can = _OWN.who_can


@dataclass(frozen=True)
class Steward:
    """One person before the archive: what he holds, read once."""

    powers: Powers

    @cached_property
    def codes(self) -> frozenset[str]:
        """Positions held, the designated role among them where he stands in for it."""
        held, officer = self.powers.codes(), self.powers.actor.officer
        if officer is None or DATA_OFFICER in held or not held & STAND_INS:
            return held
        vacant = not acting(officer.office, DATA_OFFICER, self.powers.at)
        return held | {DATA_OFFICER} if vacant else held

    def holding(self, act: str) -> Holding | None:
        """By which appointment he may do this; the designated role's own before a stand-in's."""
        direct = _OWN.holding(act, self.powers)
        if direct or DATA_OFFICER not in RIGHTS[act] & self.codes:
            return direct
        held = (one for one in self.powers.holdings if not one.delegated)
        return next((one for one in held if one.code in STAND_INS), None)


def may(act: str, steward: Steward) -> bool:
    """Whether this person may."""
    return bool(RIGHTS[act] & steward.codes)


def must(act: str, steward: Steward) -> Holding:
    """By which appointment this person may. Raises: NotYou, saying who can."""
    holding = steward.holding(act)
    if holding is None:
        raise _OWN.refusal(act, steward.powers)
    return holding


def may_see_readings(case: Facilitation, steward: Steward) -> bool:
    """Whether somebody who sees the case may see who read it: head, auditor, data officer, and the case's chain."""
    if may("see_readings", steward):
        return True
    reached = case.turns.filter(kind="position", target__in=steward.powers.codes() & chain_positions())
    return reached.exists()
