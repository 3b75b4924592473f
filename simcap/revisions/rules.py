"""Who may do what with a revision of the SOP, and when: one table of rights, a pair for each question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.rights import Powers
from simcap.people.acts import By
from simcap.people.authority import Holding
from simcap.people.models import Officer, Position

from .models import Revision

#: Act or view → position codes. What is not listed here, nobody may.
RIGHTS: Mapping[str, frozenset[str]] = {
    "see_revisions": frozenset({"head", "secretary", "division_head", "section_head", "auditor", "administrator"}),
    "draft_revision": frozenset({"secretary", "division_head", "section_head", "administrator"}),
    "propose_revision": frozenset({"secretary", "division_head", "section_head"}),
    "decide_revision": frozenset({"head"}),
    "move_case": frozenset({"head"}),
    "withdraw_revision": frozenset({"head", "secretary", "division_head", "section_head"}),
}


def holding_for(act: str, powers: Powers) -> Holding | None:
    """By which appointment somebody may do this; a delegate (a.n., u.b.) may not."""
    return next((one for one in powers.holdings if not one.delegated and one.code in RIGHTS[act]), None)


def may(act: str, powers: Powers) -> bool:
    """Whether this person may."""
    return holding_for(act, powers) is not None


def must(act: str, powers: Powers) -> Holding:
    """By which appointment this person may. Raises: NotYou, saying who can."""
    holding = holding_for(act, powers)
    if holding is None:
        raise NotYou(_("Tindakan ini hanya dapat dilakukan oleh %(who)s.") % {"who": _who_can(act, powers)})
    return holding


def _who_can(act: str, powers: Powers) -> str:
    officer = powers.actor.officer
    titles = Position.objects.filter(office=officer.office if officer else None, code__in=RIGHTS[act]).order_by("id")
    return _(" atau ").join(titles.values_list("title", flat=True))


def by_of(holding: Holding, *, account: str) -> By:
    """Who does it, as the journal writes him."""
    one = holding.appointment
    return By(holding.officer.name, account, holding.title, one.kind, one.decree)


def must_be(revision: Revision, *statuses: str) -> None:
    """Raises: NotNow, saying where the revision stands."""
    if revision.status not in statuses:
        raise NotNow(_("Revisi ini sudah %(status)s.") % {"status": revision.get_status_display().lower()})


def has_written(revision: Revision, officer: Officer) -> bool:
    """Whether somebody has written the text, or proposed it: then another decides."""
    return revision.proposed_by_id == officer.pk or revision.edits.filter(officer=officer).exists()


def must_be_anothers(revision: Revision, officer: Officer) -> None:
    """Four eyes. Raises: NotYou."""
    if has_written(revision, officer):
        raise NotYou(_("Anda ikut menulis atau mengajukan revisi ini; orang lain yang harus mengesahkannya."))


def must_come_in_time(effective_on: date, today: date) -> None:
    """A revision takes effect today or later: cases that came before were begun by what was in force then.

    Raises: BadInputs.
    """
    if effective_on < today:
        sentence = _("Tanggal efektif tidak boleh di masa lalu.")
        raise BadInputs(_("Periksa kembali isian yang ditandai."), fields={"effective_on": [sentence]})
