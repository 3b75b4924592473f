"""`simcap verify`: check every chain, checkpoint and document, and say exactly where one breaks."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from simcap.documents import store
from simcap.documents.models import Document, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.journal import triggers
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.revisions.acts import digest_of_text
from simcap.revisions.models import Revision


def has_database() -> bool:
    """Whether there is a database with a journal; looking does not make one."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    return "journal_entry" in connection.introspection.table_names()


class Command(BaseCommand):
    """Exit code 1 on any flaw; each flaw is a line of its own."""

    help = "Check every journal chain, every checkpoint, every stored file and every document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", help="one office only, by its code")
        parser.add_argument("--chain", help="one chain only, for example case:<uid>")

    def handle(self, *, office: str | None = None, chain: str | None = None, **options: Any) -> None:
        if not has_database():
            raise CommandError("No SIMCAP database is here. For the demonstration: SIMCAP_MODE=demo simcap verify.")
        verdict = verify(office_slug=office, chain=chain)
        flaws = [f"trigger {name} is missing" for name in triggers.missing(connection)]
        flaws += [str(each) for each in verdict.breaks]
        self.stdout.write(f"{verdict.entries} entries in {verdict.chains} chains")
        for line in verdict.erased:
            self.stdout.write(line)
        if chain is None:
            flaws += self._files() + self._documents(office) + self._revisions(office)
        for flaw in flaws:
            self.stderr.write(flaw)
        if flaws:
            raise CommandError(f"{len(flaws)} flaw(s) found.")
        self.stdout.write("All sound.")

    def _files(self) -> list[str]:
        found, count = [], 0
        destroyed: Counter[str] = Counter()
        for file in StoredFile.objects.order_by("pk").iterator():
            count += 1
            if wrong := store.flaw(file):
                found.append(f"file {wrong}")
            elif file.destroyed_at:
                destroyed[f"{file.destroyed_under}, {file.destroyed_at:%Y-%m-%d}"] += 1
        self.stdout.write(f"{count} stored files")
        for under, number in destroyed.items():
            self.stdout.write(f"  {number} of them destroyed: {under}")
        return found

    def _documents(self, office: str | None) -> list[str]:
        documents = Document.objects.select_related("office").order_by("id")
        if office:
            documents = documents.filter(office__slug=office)
        found, count = [], 0
        for document in documents.iterator():
            count += 1
            name = f"document {document.title} ({document.uid})"
            head = Entry.objects.filter(chain=document.chain, seq=document.chain_seq).first()
            if head is None or head.hash != document.chain_hash:
                found.append(f"{name}: the chain does not have the head that the document recorded")
            issuing = Entry.objects.filter(chain=document.chain, seq=document.chain_seq + 1).first()
            if issuing is None or document.file_id not in issuing.canonical:
                found.append(f"{name}: no journal entry names its SHA-256 {document.file_id}")
        self.stdout.write(f"{count} documents")
        return found

    def _revisions(self, office: str | None) -> list[str]:
        """The texts of revisions that the office wrote: each is what its SHA-256, and what cases under it, say."""
        kept = Revision.objects.exclude(status=Revision.Status.DRAFT).order_by("id")
        if office:
            kept = kept.filter(office__slug=office)
        found = []
        for revision in kept.iterator():
            name = f"SOP revision {revision.definition_id or revision.uid}"
            if digest_of_text(revision.text) != revision.digest:
                found.append(f"{name}: its text does not have its SHA-256 {revision.digest}")
            cases = Facilitation.objects.filter(definition_id=revision.definition_id)
            approved = revision.status == Revision.Status.APPROVED
            if approved and cases.exclude(definition_digest=revision.digest).exists():
                found.append(f"{name}: a case began under another text of this name")
        self.stdout.write(f"{kept.count()} SOP revisions")
        return found
