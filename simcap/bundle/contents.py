"""What goes into a bundle (isi bundel), file by file; the same state of a case gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from string import Template
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify

from simcap.documents.models import Attachment, Document, StoredFile
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestLetter
from simcap.journal.append import moment
from simcap.journal.models import Entry
from simcap.journal.verify import CHECKPOINT
from simcap.people.acts import chain_of

from .archiving import Card, as_csv, as_json, document_card, label_of, letter_card

FORMAT = 1
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the bundle: its name in it, and its bytes or where they are stored."""

    path: str
    source: bytes | StoredFile

    @property
    def size(self) -> int:
        """Units: bytes."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.size

    @property
    def sha256(self) -> str:
        """SHA-256, hex; of a stored file the one under which it is kept."""
        return hashlib.sha256(self.source).hexdigest() if isinstance(self.source, bytes) else self.source.sha256


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A whole bundle (bundel berkas) before it is packed. `head` is the last entry of the case's chain."""

    members: tuple[Member, ...]
    documents: int
    attachments: int
    entries: int
    head: str

    @property
    def size(self) -> int:
        """Units: bytes of all files together."""
        return sum(one.size for one in self.members)


def contents_of(case: Facilitation) -> Contents:
    """Everything of a case, in a fixed order. What came after the journal was read is left for the next bundle."""
    with translation.override("id"):  # the files speak the office's language, whoever takes them
        entries = list(Entry.objects.filter(chain=f"case:{case.uid}").select_related("detail").order_by("seq"))
        named = "\n".join(one.canonical for one in entries)
        papers = list(_documents(case, below=len(entries)))
        enclosures = list(_attachments(case, named))
        told = _told(case, entries)
        members = (*told, *_files(papers), *_files(enclosures), *_archive(case, papers, enclosures))
        members += (Member("index.json", _index(papers, enclosures)),)
    manifest = _manifest(case, members)
    return Contents(
        members=(*members, Member("manifest.json", manifest)),
        documents=len(papers),
        attachments=len(enclosures),
        entries=len(entries),
        head=entries[-1].hash if entries else "",
    )


def _documents(case: Facilitation, *, below: int) -> Iterator[tuple[str, Document]]:
    rows = Document.objects.filter(case_uid=case.uid, of_office=False, chain_seq__lt=below).select_related("file")
    for number, one in enumerate(rows.order_by("id"), start=1):
        name = slugify(label_of(one.kind, case) or one.kind)[:60]
        yield f"documents/{number:02d}-{name}-v{one.version}.pdf", one


def _attachments(case: Facilitation, named: str) -> Iterator[tuple[str, Attachment]]:
    """Originals. Those that no journal entry names stand apart: only the manifest speaks for them."""
    rows = Attachment.objects.filter(case_uid=case.uid, office=case.office).select_related("file")
    for number, one in enumerate(rows.order_by("id"), start=1):
        folder = "attachments" if one.file_id in named else "others"
        stem = slugify(PurePosixPath(one.name).stem)[:60] or "lampiran"
        yield f"{folder}/{number:02d}-{stem}{ENDINGS.get(one.file.media_type, '.bin')}", one


def _files(rows: list[tuple[str, Any]]) -> Iterator[Member]:
    """The files that are still there; what was destroyed lawfully is told of in the index only."""
    return (Member(path, one.file) for path, one in rows if _is_kept(one))


def _is_kept(one: Document | Attachment) -> bool:
    return one.destroyed_at is None and one.file.destroyed_at is None


def _told(case: Facilitation, entries: list[Entry]) -> tuple[Member, ...]:
    checkpoints = Entry.objects.filter(
        chain=chain_of(case.office), act=CHECKPOINT, recorded_at__gte=case.registered_at,
        canonical__contains=f'["case:{case.uid}",',
    )  # fmt: skip
    return (
        Member("README.txt", _readme(case)),
        Member("verify.py", carried("verify.py")),
        Member("journal.jsonl", _lines(entries)),
        Member("checkpoints.jsonl", _lines(checkpoints.order_by("seq"))),
    )


def carried(name: str) -> bytes:
    """A file that every bundle carries as it stands in the program."""
    return files("simcap.bundle").joinpath("carried", name).read_bytes()


def _readme(case: Facilitation) -> bytes:
    path = reverse("checkpoints", kwargs={"office": case.office.slug})
    said = {
        "agenda": case.agenda_number, "event": case.event, "office": case.office.name, "chain": f"case:{case.uid}",
        "published": f"{settings.SIMCAP_PUBLIC_URL}{path}",
    }  # fmt: skip
    return Template(carried("README.txt").decode()).substitute(said).encode()


def _lines(entries: Any) -> bytes:
    """Entries as JSON lines: the canonical text verbatim, what it is hashed with, and its detail where there is one."""
    return b"".join(json.dumps(_line(one), sort_keys=True).encode() + b"\n" for one in entries)


def _line(entry: Entry) -> dict[str, Any]:
    detail = getattr(entry, "detail", None)
    return {
        "chain": entry.chain, "seq": entry.seq, "prev_hash": entry.prev_hash, "hash": entry.hash,
        "canonical": entry.canonical, "salt": detail.salt if detail else None,
        "detail": detail.text if detail else None,
    }  # fmt: skip


def _archive(
    case: Facilitation, papers: list[tuple[str, Document]], enclosures: list[tuple[str, Attachment]]
) -> Iterator[Member]:
    """Cards for SRIKANDI: the letter that came in, then every document."""
    cards: list[tuple[str, Card]] = []
    letter = RequestLetter.objects.select_related("scan__file").filter(facilitation=case).first()
    scans = {one.pk: path for path, one in enclosures}
    if letter and letter.scan_id in scans and _is_kept(letter.scan):
        cards.append(("00-surat-masuk", letter_card(letter, case, file_name=scans[letter.scan_id])))
    for path, one in papers:
        if _is_kept(one):
            cards.append((PurePosixPath(path).stem, document_card(one, case, file_name=path)))
    yield Member("srikandi/naskah.csv", as_csv(card for _name, card in cards))
    yield from (Member(f"srikandi/{name}.json", as_json(card)) for name, card in cards)


def _index(papers: list[tuple[str, Document]], enclosures: list[tuple[str, Attachment]]) -> bytes:
    """What each file is, for people and for verify.py; and which files are no longer there."""
    kept = [(path, one) for path, one in papers if _is_kept(one)]
    every: list[Document | Attachment] = [one for _path, one in papers]
    every += [one for _path, one in enclosures]
    lost = [one for one in every if not _is_kept(one)]
    return as_json({
        "documents": [
            {
                "path": path, "title": one.title, "number": one.number, "kind": one.kind, "version": one.version,
                "status": one.status, "issued_at": moment(one.issued_at), "sha256": one.file_id,
                "chain_seq": one.chain_seq, "chain_hash": one.chain_hash, "token": one.token,
            }
            for path, one in kept
        ],
        "attachments": [
            {"path": path, "name": one.name, "uploaded_at": moment(one.uploaded_at), "sha256": one.file_id}
            for path, one in enclosures if _is_kept(one)
        ],
        "destroyed": [
            {"sha256": one.file_id, "under": one.file.destroyed_under} for one in lost
        ],
    })  # fmt: skip


def _manifest(case: Facilitation, members: tuple[Member, ...]) -> bytes:
    listed = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in members]
    return as_json({
        "format": "simcap-bundle", "v": FORMAT, "chain": f"case:{case.uid}", "office": case.office.slug,
        "files": sorted(listed, key=lambda one: str(one["path"])),
    })  # fmt: skip
