"""What the archive's tests do over and over: propose, destroy, look at what is left."""

from __future__ import annotations

import io

from django.core.management import call_command

from simcap.documents.models import Attachment, Document, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.stewardship import destruction as acts
from simcap.stewardship.execution import carry_out
from simcap.stewardship.models import Destruction, Kind
from simcap.stewardship.rules import Steward
from tests.cast import Cast


def propose(
    cast: Cast, *cases: Facilitation, kind: str = Kind.DOSSIER, basis: str = "", by: str = "agendaris"
) -> Destruction:
    return acts.propose(
        cast.office, kind=kind, uids=[case.uid for case in cases], basis=basis, steward=Steward(cast.powers(by))
    )


def destroyed(cast: Cast, *cases: Facilitation, kind: str = Kind.DOSSIER) -> Destruction:
    """Proposed, approved and carried out."""
    made = acts.approve(propose(cast, *cases, kind=kind), steward=Steward(cast.powers("kadis")))
    assert carry_out(made)
    made.refresh_from_db()
    return made


def files_of(case: Facilitation) -> list[StoredFile]:
    keys = set(Document.objects.filter(case_uid=case.uid).values_list("file", flat=True))
    for column in ("file", "view"):
        keys |= set(Attachment.objects.filter(case_uid=case.uid).values_list(column, flat=True))
    return list(StoredFile.objects.filter(pk__in=keys - {None}))


def said(*args: str) -> str:
    out = io.StringIO()
    call_command("verify", *args, stdout=out)
    return out.getvalue()
