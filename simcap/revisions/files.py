"""The text of a known revision, wherever it is kept: as a file of the program or of the office, or in the database."""

from __future__ import annotations

from simcap.facilitation.definitions import UnknownRevision, files

from .models import Revision
from .reading import read


def text_of(definition_id: str) -> str:
    """The text from which a revision was read. Raises: UnknownRevision."""
    kept = Revision.objects.filter(definition_id=definition_id, status=Revision.Status.APPROVED).first()
    if kept:
        return kept.text
    for path in files():
        text = path.read_text(encoding="utf-8")
        found = read(text).definition
        if found and found.id == definition_id:
            return text
    raise UnknownRevision(f"No SOP file has the id {definition_id!r}.")
