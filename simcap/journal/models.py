"""The chained record (jejak): rows that are written once. Triggers refuse everything else (see `triggers`)."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One entry of the journal: its canonical text, hashed verbatim with its predecessor's hash.

    Shape: `chain` is `case:<uid>` or `office:<slug>`; `seq` counts from 1; hashes are SHA-256, hex.
    """

    chain = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    office_slug = models.CharField(max_length=31)
    act = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    canonical = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_entry"
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="journal_chain_seq_once")]
        indexes = [models.Index(fields=["office_slug", "id"])]


class EntryDetail(models.Model):
    """Personal data and free text of an entry. The chain has its salted SHA-256 only, so it can be erased lawfully."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    text = models.TextField()

    class Meta:
        db_table = "journal_detail"
