"""What the viewer may do on a case: one main act, the others in a menu by what they do; else whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.queries import guarded, may_open, open_acts
from simcap.facilitation.rights import Powers
from simcap.facilitation.turns import open_among
from simcap.people.authority import Holding, acting
from simcap.procedure import flow

from .queries import Action, actions_of

#: Acts off the SOP's path, by what they do and in the order of the menu.
BACK = ("return_incomplete", "send_back", "reconsider")
CHANGE = ("add_attachment", "postpone", "amend", "supersede")
STOP = ("withdraw", "drop_amendment", "revoke_spt", "decline", "cancel")
#: Acts that take something away from somebody: their button warns.
GRAVE = frozenset((*BACK, *STOP, "supersede")) - {"reconsider"}


@dataclass(frozen=True, slots=True)
class Group:
    """Acts of the menu that do alike. `label` is empty for those that go on; `is_grave`: they end something."""

    label: str
    actions: list[Action]
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Doing:
    """What the viewer may do now: one main act, the others in a menu; whose turn it is where he has no main act.

    `refused`: why the main act, open to his position, is not open to him; `may_open`: whether opening is still to do;
    `beside_turn_of`: whose turn it is in the matter beside the case.
    """

    main: Action | None
    others: list[Action]
    refused: str
    may_open: bool
    turn_of: str
    beside_turn_of: str

    @property
    def menu(self) -> list[Group]:
        """The others by what they do."""
        return menu_of(self.others)


def menu_of(actions: Iterable[Action]) -> list[Group]:
    """Acts by what they do, those that go on first."""
    found = {one.act: one for one in actions}
    further = [one for one in found.values() if one.act not in (*BACK, *CHANGE, *STOP)]
    groups = [
        Group("", further),
        Group(_("Mengembalikan"), list(_named(found, BACK))),
        Group(_("Mengubah"), list(_named(found, CHANGE))),
        Group(_("Menghentikan"), list(_named(found, STOP)), is_grave=True),
    ]
    return [group for group in groups if group.actions]


def _named(found: dict[str, Action], acts: tuple[str, ...]) -> Iterator[Action]:
    return (found[act] for act in acts if act in found)


def offered(case: Facilitation, powers: Powers) -> tuple[list[Action], dict[str, str]]:
    """The acts open to the viewer, and of those that a guard refuses him why. What is refused is in no menu."""
    opened = {one.row.act: one for one in open_acts(case, powers)}
    found = actions_of(case, powers)
    refused = {one.act: guarded(case, opened[one.act], powers, at=powers.at) for one in found}
    return found, {act: sentence for act, sentence in refused.items() if sentence}


def doing_of(case: Facilitation, turns: list[Turn], powers: Powers) -> Doing:
    """What the viewer may do on the case now. Of several acts that carry it on, the first that nothing refuses."""
    found, refused = offered(case, powers)
    onward = [one for one in found if one.carries_on]
    main = next((one for one in onward if one.act not in refused), onward[0] if onward else None)
    turn = open_among(turns, beside=bool(main and main.beside))
    return Doing(
        main=main,
        others=[one for one in found if one is not main and one.act not in refused],
        refused=refused.get(main.act, "") if main else "",
        may_open=bool(main and may_open(case, turn, powers)),
        turn_of=_turn_of(case, case.stage, powers.at) if main is None else "",
        beside_turn_of=_turn_of(case, case.beside, powers.at) if main is None and case.beside else "",
    )


def _turn_of(case: Facilitation, stage_id: str, at: datetime) -> str:
    """Whose turn it is, by post and by name; empty at an end."""
    revision, language = definition(case.definition_id), get_language() or "id"
    stage = revision.stages[stage_id]
    if flow.is_end(revision, stage.id):
        return ""
    performer = revision.performers[stage.performer]
    label = performer.label.text(language)
    names = [_as_held(one) for one in acting(case.office, performer.target, at)] if performer.kind == "position" else []
    if performer.kind == "assignment":
        rows = case.assignments.filter(role=performer.target, until_at=None).order_by("id")
        names = list(rows.values_list("officer__name", flat=True))
    if performer.kind == "position" and not names:
        return _("%(post)s, tetapi jabatan itu belum ada pemegangnya; Administrator perlu menugaskan.") % {
            "post": label
        }
    return f"{label} – {', '.join(names)}" if names else label


def _as_held(holding: Holding) -> str:
    """Who acts, marked where he does so for another."""
    mark = {"plh": " (Plh.)", "plt": " (Plt.)"}.get(holding.appointment.kind, "")
    return f"{holding.officer.name}{mark}"
