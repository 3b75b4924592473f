"""What somebody may do to a bundle who wants another history, and what verify.py then says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from .conftest import Files

Tamper = Callable[[Files], None]


def relisted(files: Files) -> None:
    """Write the manifest anew, as somebody would who covers his tracks."""
    manifest = json.loads(files["manifest.json"])
    names = sorted(set(files) - {"manifest.json"})
    manifest["files"] = [
        {"path": name, "size": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()} for name in names
    ]
    files["manifest.json"] = json.dumps(manifest).encode()


def lines(files: Files, name: str = "journal.jsonl") -> list[dict[str, Any]]:
    return [json.loads(one) for one in files[name].splitlines()]


def rewrite(files: Files, found: list[dict[str, Any]], name: str = "journal.jsonl") -> None:
    files[name] = b"".join(json.dumps(one).encode() + b"\n" for one in found)


def rehash(found: list[dict[str, Any]], start: int) -> None:
    """Compute a chain anew from an entry on."""
    for number in range(start, len(found)):
        one = found[number]
        one["prev_hash"] = found[number - 1]["hash"] if number else "0" * 64
        one["hash"] = hashlib.sha256(f"{one['prev_hash']}\n{one['canonical']}".encode()).hexdigest()


def drop_file(name: str) -> Tamper:
    return lambda files: files.pop(name) and None


def cut(name: str, number: int) -> Tamper:
    def tamper(files: Files) -> None:
        found = lines(files, name)
        del found[number]
        rewrite(files, found, name)
        relisted(files)

    return tamper


def swap(files: Files) -> None:
    found = lines(files)
    found[3], found[4] = found[4], found[3]
    rewrite(files, found)
    relisted(files)


def change_text(files: Files) -> None:
    found = lines(files)
    found[5]["canonical"] = found[5]["canonical"].replace("Kepala", "Wakil", 1)
    rewrite(files, found)
    relisted(files)


def change_text_and_hash(files: Files) -> None:
    found = lines(files)
    found[1]["canonical"] = found[1]["canonical"].replace("Kepala", "Wakil", 1)
    found[1]["hash"] = hashlib.sha256(f"{found[1]['prev_hash']}\n{found[1]['canonical']}".encode()).hexdigest()
    rewrite(files, found)
    relisted(files)


def rewrite_the_chain(files: Files) -> None:
    found = lines(files)
    found[1]["canonical"] = found[1]["canonical"].replace("Kepala", "Wakil", 1)
    rehash(found, 1)
    rewrite(files, found)
    relisted(files)


def rewrite_the_tail(files: Files) -> None:
    found = lines(files)
    found[-1]["canonical"] = found[-1]["canonical"].replace("Kepala", "Wakil", 1)
    rehash(found, len(found) - 1)
    rewrite(files, found)
    relisted(files)


def add_an_entry(files: Files) -> None:
    found = lines(files)
    found.insert(2, dict(found[2]))
    rewrite(files, found)
    relisted(files)


def change_detail(files: Files) -> None:
    found = lines(files)
    found[0]["detail"] = found[0]["detail"].replace("Nagari", "Kota")
    rewrite(files, found)
    relisted(files)


def change_salt(files: Files) -> None:
    found = lines(files)
    found[0]["salt"] = "0" * 32
    rewrite(files, found)
    relisted(files)


def remove_detail(files: Files) -> None:
    found = lines(files)
    found[0]["detail"] = None
    rewrite(files, found)
    relisted(files)


def add_detail(files: Files) -> None:
    found = lines(files)
    bare = next(one for one in found if one["detail"] is None)
    bare["salt"], bare["detail"] = "00", "{}"
    rewrite(files, found)
    relisted(files)


def other_chain(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["chain"] = "case:00000000-0000-4000-8000-000000000000"
    files["manifest.json"] = json.dumps(manifest).encode()


def newer_version(files: Files) -> None:
    files["manifest.json"] = files["manifest.json"].replace(b'"v": 1', b'"v": 2')


def change_document(files: Files) -> None:
    name = min(one for one in files if one.startswith("documents/"))
    files[name] += b"%"
    relisted(files)


def change_document_and_index(files: Files) -> None:
    name = min(one for one in files if one.startswith("documents/"))
    old = hashlib.sha256(files[name]).hexdigest()
    files[name] += b"%"
    files["index.json"] = files["index.json"].replace(old.encode(), hashlib.sha256(files[name]).hexdigest().encode())
    relisted(files)


def swap_documents(files: Files) -> None:
    first, second = sorted(one for one in files if one.startswith("documents/"))[:2]
    files[first], files[second] = files[second], files[first]
    relisted(files)


def drop(kind: str) -> Tamper:
    def tamper(files: Files) -> None:
        index = json.loads(files["index.json"])
        files.pop(index[kind].pop(1)["path"])
        files["index.json"] = json.dumps(index).encode()
        relisted(files)

    return tamper


def add(name: str) -> Tamper:
    def tamper(files: Files) -> None:
        files[name] = b"%PDF-palsu"
        relisted(files)

    return tamper


def move_a_noted_head(files: Files) -> None:
    index = json.loads(files["index.json"])
    index["documents"][0]["chain_hash"] = "f" * 64
    files["index.json"] = json.dumps(index).encode()
    relisted(files)


def forge_checkpoint(files: Files) -> None:
    found = lines(files, "checkpoints.jsonl")
    found[0]["canonical"] = found[0]["canonical"].replace("SIMCAP", "simcap")
    rewrite(files, found, "checkpoints.jsonl")
    relisted(files)


def foreign_checkpoint(files: Files) -> None:
    rewrite(files, lines(files)[:1], "checkpoints.jsonl")
    relisted(files)


def truncate_checkpoint(files: Files) -> None:
    files["checkpoints.jsonl"] = files["checkpoints.jsonl"][:-40]
    relisted(files)


def empty_journal(files: Files) -> None:
    files["journal.jsonl"] = b""
    relisted(files)


def garbage(files: Files) -> None:
    files["journal.jsonl"] = b'{"seq": 1'
    relisted(files)


LAST = "documents/07-laporan-kegiatan-v1.pdf"
SPT = "documents/02-spt-tim-yang-bertugas-v1.pdf"
FIRST = "documents/01-disposisi-surat-permintaan-lembar-disposisi-v1.pdf"
BROKEN = "the bundle cannot be read"
#: What is done to a bundle → what verify.py says, or how it begins. All but the first few rewrite the manifest too.
TAMPERED: dict[str, tuple[Tamper, str]] = {
    "a file is gone": (drop_file(SPT), f"{SPT} is missing"),
    "the manifest is gone": (drop_file("manifest.json"), "manifest.json is missing"),
    "a file is there that nobody lists": (
        lambda files: files.update({"documents/99.pdf": b""}), "documents/99.pdf was added: manifest.json lacks it"
    ),
    "the first entry is gone": (cut("journal.jsonl", 0), "journal.jsonl #1: an entry is missing or out of order"),
    "an entry is gone": (cut("journal.jsonl", 6), "journal.jsonl #7: an entry is missing or out of order"),
    "the last entry is gone": (cut("journal.jsonl", -1), LAST + ": no journal entry"),
    "two entries are swapped": (swap, "journal.jsonl #4: an entry is missing or out of order"),
    "an entry stands twice": (add_an_entry, "journal.jsonl #4: an entry is missing or out of order"),
    "a text is changed": (change_text, "journal.jsonl #6: its text was changed"),
    "a text and its hash are changed": (change_text_and_hash, "journal.jsonl #3: the chain is broken here"),
    "the chain is computed anew": (rewrite_the_chain, f"{FIRST}: the journal is not the one it noted"),
    "the tail is computed anew": (rewrite_the_tail, "checkpoints.jsonl #1: entry #16"),
    "a detail is changed": (change_detail, "journal.jsonl #1: its detail was changed"),
    "a salt is changed": (change_salt, "journal.jsonl #1: its detail was changed"),
    "a detail is removed": (remove_detail, "journal.jsonl #1: its detail vanished without an erasure"),
    "a detail is added": (add_detail, "journal.jsonl #"),
    "it is said to be another case's": (other_chain, "journal.jsonl #1: an entry is missing or out of order"),
    "its version is not known": (newer_version, "this version of the bundle is not known"),
    "a document is changed": (change_document, f"{FIRST}: no journal entry names its SHA-256"),
    "a document and its index are changed": (change_document_and_index, f"{FIRST}: no journal entry names its SHA-256"),
    "two documents are swapped": (swap_documents, f"{FIRST}: the journal is not the one it noted"),
    "a document is gone": (drop("documents"), "journal.jsonl #8: its file"),
    "an attachment is gone": (drop("attachments"), "journal.jsonl #11: its file"),
    "a document is added": (add("documents/99-palsu.pdf"), "documents/99-palsu.pdf: no journal entry names its"),
    "an attachment is added": (add("attachments/99-palsu.pdf"), "attachments/99-palsu.pdf: no journal entry names its"),
    "a noted head is moved": (move_a_noted_head, f"{FIRST}: the journal is not the one it noted"),
    "a checkpoint is forged": (forge_checkpoint, "checkpoints.jsonl #1: its text was changed"),
    "a checkpoint is something else": (foreign_checkpoint, "checkpoints.jsonl #1: not a checkpoint of it"),
    "a checkpoint is cut": (truncate_checkpoint, BROKEN),
    "the journal is empty": (empty_journal, "journal.jsonl is empty"),
    "the journal is garbage": (garbage, BROKEN),
}  # fmt: skip
