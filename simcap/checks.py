"""System checks: SIMCAP refuses to start without the journal's triggers, or with an SOP file that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from simcap.facilitation.definitions import all_definitions
from simcap.journal import triggers
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
