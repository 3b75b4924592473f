"""Revisions kept in the database, as the program reads them beside its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from simcap.facilitation import definitions
from simcap.facilitation.definitions import all_definitions, definition, in_force, learn, parsed
from simcap.people.models import Office
from simcap.procedure.definition import Definition, ImpossibleDefinition

from .models import Revision

#: What an error calls the text of a revision that has no file.
FILE = "revisi"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program makes of a text: the revision, or the first thing that stands in the way (key and reason)."""

    definition: Definition | None
    key: str = ""
    reason: str = ""


def read(text: str) -> Reading:
    """Read a text as the SOP that it is to be. Nothing is raised: a draft may be unfinished."""
    try:
        return Reading(parsed(text, file=FILE))
    except ImpossibleDefinition as impossible:
        return Reading(None, impossible.key, impossible.reason)


def compared_with(row: Revision) -> Definition:
    """What a revision is held against: the SOP in force or, once that is the revision itself, what it came from."""
    current = in_force(row.office)
    return definition(row.base_id) if current.id == row.definition_id and row.base_id else current


def id_is_taken(definition_id: str, *, but: Revision) -> bool:
    """Whether a revision of this id is known beside this one: as a file, or proposed or approved in the database."""
    learn()
    withdrawn = Q(status="withdrawn", decided_at__isnull=False)  # approved once: a process may know its text
    kept = withdrawn | Q(status__in=["proposed", "approved"])
    others = Revision.objects.filter(kept, definition_id=definition_id).exclude(pk=but.pk)
    return definition_id in all_definitions() or others.exists()


def known_to(office: Office) -> dict[str, Definition]:
    """The revisions that an office may work by: those in files, and its own approved ones; never another office's."""
    learn()
    theirs = Revision.objects.exclude(office=office).filter(decided_at__isnull=False)
    own = set(Revision.objects.filter(office=office, status="approved").values_list("definition_id", flat=True))
    others = set(theirs.exclude(status="rejected").values_list("definition_id", flat=True))
    return {name: one for name, one in all_definitions().items() if name in own or name not in others}


def approved(known: Collection[str]) -> Iterable[tuple[str, str]]:
    """Id and text of every approved revision that is not known yet."""
    rows = Revision.objects.filter(status=Revision.Status.APPROVED).exclude(definition_id__in=known).order_by("id")
    return rows.values_list("definition_id", "text")


definitions.read_also(approved)
