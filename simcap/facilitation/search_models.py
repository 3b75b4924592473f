"""What full-text search keeps of a case: its words by where they stand, and the index that an engine makes of them."""

from __future__ import annotations

from django.db import models

from .models import Facilitation

#: Where words can stand in a case, in the order in which a find is told. A new one needs a migration of its own.
SOURCES = ("numbers", "letter", "place", "disposition", "assignment", "log", "report", "decision")
#: What follows it in a source is found, and shown to nobody.
HIDDEN = "\x1f"


class SearchText(models.Model):
    """The words of a case that its dossier shows, one column a source. Written by `searching` only."""

    facilitation = models.OneToOneField(Facilitation, models.CASCADE, primary_key=True, related_name="search_text")
    numbers = models.TextField(default="")
    letter = models.TextField(default="")
    place = models.TextField(default="")
    disposition = models.TextField(default="")
    assignment = models.TextField(default="")
    log = models.TextField(default="")
    report = models.TextField(default="")
    decision = models.TextField(default="")


class SearchIndex(models.Model):
    """The engine's own index over `SearchText`: a table of SQLite's FTS5, on PostgreSQL a view (see `search_tables`).

    `number` is the key of the case once more, as the index orders by it; `words` takes the lookup `matches`.
    """

    facilitation = models.OneToOneField(
        Facilitation, models.DO_NOTHING, primary_key=True, db_column="rowid", related_name="found"
    )
    number = models.BigIntegerField(db_column="oid")
    words = models.TextField(db_column="simcap_search")

    class Meta:
        managed = False
        db_table = "simcap_search"
