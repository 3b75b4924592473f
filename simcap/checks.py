"""System checks: SIMCAP refuses to start without the journal's triggers, or with an SOP file that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from simcap.facilitation import search_tables
from simcap.facilitation.definitions import UnknownRevision, all_definitions, definition
from simcap.facilitation.models import Facilitation
from simcap.journal import triggers
from simcap.people.models import Office
from simcap.procedure.loading import ImpossibleDefinition


@register()
def sop_files(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Every shipped SOP file loads."""
    try:
        all_definitions()
    except ImpossibleDefinition as impossible:
        return [Error(str(impossible), id="simcap.E001")]
    return []


@register(Tags.database)
def journal_triggers(app_configs: Any, databases: Any = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """The triggers that keep the journal append-only are in the database."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if "journal_entry" in connection.introspection.table_names():
            found += [
                Error(f"The trigger {name} is missing: the journal is not protected.", id="simcap.E002")
                for name in triggers.missing(connection)
            ]
    return found


@register(Tags.database)
def search_index(app_configs: Any, databases: Any = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """The index of full-text search is there and follows what is written."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        written = search_tables.TABLE in connection.introspection.table_names()
        if written and search_tables.missing(connection):
            found.append(checks.Warning("Search finds nothing new.", hint="Run `simcap reindex`.", id="simcap.W002"))
    return found


@register(Tags.database)
def revisions_in_use(app_configs: Any, databases: Any = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """Every revision that an office or a running case names has its file, and the file is still what it was."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        tables = connections[alias].introspection.table_names()
        if {"simcap_facilitation", "simcap_revision"} <= set(tables) and not sop_files(None):
            running = Facilitation.objects.using(alias).filter(closed_at=None).order_by()
            used = set(running.values_list("definition_id", "definition_digest").distinct())
            named = {sop_id for sop_id, _digest in used}
            offices = Office.objects.using(alias).values_list("sop_id", "next_sop_id")
            used |= {(sop_id, "") for pair in offices for sop_id in pair if sop_id and sop_id not in named}
            found += [message for one in sorted(used) if (message := _fault(*one))]
    return found


def _fault(revision: str, digest: str) -> CheckMessage | None:
    try:
        known = definition(revision)
    except ImpossibleDefinition as impossible:
        return Error(str(impossible), id="simcap.E004")
    except UnknownRevision:
        return Error(f"The SOP revision {revision} is in use and its file is not here.", id="simcap.E003")
    if digest and known.digest != digest:
        sentence = f"The file of the SOP revision {revision} was changed while cases run under it."
        return checks.Warning(sentence, hint="A revised SOP is a new file with an id of its own.", id="simcap.W001")
    return None
