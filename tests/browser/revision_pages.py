"""Pages of the SOP's revisions: a draft that can be, one that cannot, and one that was approved for a later day."""

from __future__ import annotations

from datetime import timedelta

from simcap import clock
from simcap.facilitation.definitions import in_force
from simcap.facilitation.occasion import officer_actor
from simcap.facilitation.rights import Powers
from simcap.people.days import today_of
from simcap.people.models import Account, Office
from simcap.revisions import acts
from simcap.revisions.editing import retold
from simcap.revisions.files import text_of
from simcap.revisions.models import Revision

#: Name → (username or "" for a visitor, address).
Pages = dict[str, tuple[str, str]]
NAMES = (
    "revisions", "revision new", "revision draft", "revision impossible", "revision coming", "revision edit",
    "revision edit impossible", "revision text", "revision replay", "revision move",
)  # fmt: skip


def pages_of(office: Office) -> Pages:
    """The addresses of the revisions."""
    if not Revision.objects.filter(office=office).exists():
        _begin(office)
    coming, draft, impossible = Revision.objects.filter(office=office).order_by("id")[:3]
    return {
        "revisions": ("auditor", "/revisi/"),
        "revision new": ("seksi", "/revisi/baru/"),
        "revision draft": ("kabid", f"/revisi/{draft.uid}/"),
        "revision impossible": ("admin", f"/revisi/{impossible.uid}/"),
        "revision coming": ("kadis", f"/revisi/{coming.uid}/"),
        "revision replay": ("kadis", f"/revisi/{coming.uid}/putar-ulang/"),
        "revision move": ("kadis", f"/revisi/pindah/?to={coming.definition_id}"),
        "revision edit": ("seksi", f"/revisi/{draft.uid}/sunting/"),
        "revision edit impossible": ("sekretaris", f"/revisi/{impossible.uid}/sunting/"),
        "revision text": ("seksi", f"/revisi/{impossible.uid}/naskah/"),
    }


def _begin(office: Office) -> None:
    base = in_force(office).id
    for name, wrong in (("revisi-mendatang", {}), ("revisi-konsep", {}), ("revisi-rusak", {"steps.1.standard": ["9"]})):
        text = retold(text_of(base), {"id": [name], "steps.2.tolerance_minutes": ["10"], **wrong})
        made = acts.begin(text=text, base_id=base, why="Hasil monitoring", powers=_powers("seksi"))
        if name == "revisi-mendatang":
            acts.propose(made, edition=made.edition, powers=_powers("seksi"))
            day = today_of(office) + timedelta(days=30)
            acts.approve(made, effective_on=day, decision="", powers=_powers("kadis"))


def _powers(username: str) -> Powers:
    return Powers(officer_actor(Account.objects.select_related("officer__office").get(username=username)), clock.now())
