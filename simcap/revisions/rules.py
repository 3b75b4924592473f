"""Who may do what with a revision of the SOP, and when: one table of rights, a pair for each question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.office_rights import OfficeRights
from simcap.people.models import Officer

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
_OWN = OfficeRights(RIGHTS)
may, must = _OWN.may, _OWN.must


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
