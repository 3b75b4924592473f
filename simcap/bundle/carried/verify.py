"""Verify a SIMCAP case bundle on any machine that has Python 3.8: python3 verify.py [bundle.zip or unpacked folder].

Periksa bundel berkas SIMCAP di komputer mana pun. What it proves, and what it cannot prove: see README.txt.
Exit code 0: everything that can be checked here is right. 1: the first thing that is wrong is named.
"""

import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path

GENESIS, KNOWN, HASH = "0" * 64, 1, re.compile(r"[0-9a-f]{64}")


class Wrong(Exception):
    """The first thing that is wrong, in Indonesian and in English."""


def must(right, indonesian, english):
    """Go on only if this is right."""
    if not right:
        raise Wrong(indonesian, english)


def opened(path):
    """Every file of the bundle: its name, and how to open it."""
    if path.is_dir():
        return {one.relative_to(path).as_posix(): one.open for one in path.rglob("*") if not one.is_dir()}
    bundle = zipfile.ZipFile(str(path))
    names = bundle.namelist()
    for name in names:
        must(names.count(name) == 1, f"{name} ada dua kali dalam bundel", f"{name} is in the bundle twice")
    return {name: lambda mode, name=name: bundle.open(name) for name in names}


def digest(open_it):
    """SHA-256 and size of a file, read piece by piece."""
    total, size = hashlib.sha256(), 0
    with open_it("rb") as stream:
        for part in iter(lambda: stream.read(1 << 20), b""):
            total.update(part)
            size += len(part)
    return total.hexdigest(), size


def read(files, name):
    """A file that must be there."""
    must(name in files, f"{name} tidak ada", f"{name} is missing")
    with files[name]("rb") as stream:
        return stream.read()


def check_manifest(files, manifest):
    """Every listed file is there, byte for byte, and no other."""
    for one in manifest["files"]:
        must(one["path"] in files, f"{one['path']} tidak ada", f"{one['path']} is missing")
        same = digest(files[one["path"]]) == (one["sha256"], one["size"])
        must(same, f"{one['path']} diubah: SHA-256 tidak cocok", f"{one['path']} was changed: its SHA-256 differs")
    for name in sorted(set(files) - {one["path"] for one in manifest["files"]} - {"manifest.json"}):
        raise Wrong(f"{name} ditambahkan: tidak ada dalam manifest.json", f"{name} was added: manifest.json lacks it")


def check_entry(line, where):
    """An entry's text, hashed with its predecessor's hash, gives its own hash, and says where it stands."""
    linked = hashlib.sha256((line["prev_hash"] + "\n" + line["canonical"]).encode()).hexdigest()
    must(line["hash"] == linked, f"{where}: teksnya diubah", f"{where}: its text was changed")
    body = json.loads(line["canonical"])
    known = body["v"] == KNOWN and (body["chain"], body["seq"]) == (line["chain"], line["seq"])
    must(known, f"{where}: tidak sesuai dengan teksnya sendiri", f"{where}: it is not what its own text says")
    return body


def check_detail(line, body, erased, where):
    """The detail row is the one whose salted hash the chain holds, or an entry of the chain says that it was erased."""
    promised, detail = body.get("detail_sha256"), line["detail"]
    if detail is None:
        gone = not promised or line["seq"] in erased
        must(gone, f"{where}: rinciannya hilang", f"{where}: its detail vanished without an erasure")
        return
    salted = hashlib.sha256((line["salt"] + "\n" + detail).encode()).hexdigest()
    must(salted == promised, f"{where}: rinciannya diubah", f"{where}: its detail was changed")


def check_journal(text, chain):
    """The chain from its first entry to its last. Answers lines and bodies by number."""
    lines, bodies, before = {}, {}, GENESIS
    for number, one in enumerate(text.splitlines(), start=1):
        line, where = json.loads(one), f"journal.jsonl #{number}"
        place = (line["chain"], line["seq"]) == (chain, number)
        must(place, f"{where}: ada catatan yang hilang atau tertukar", f"{where}: an entry is missing or out of order")
        must(line["prev_hash"] == before, f"{where}: rantainya terputus", f"{where}: the chain is broken here")
        bodies[number], lines[number], before = check_entry(line, where), line, line["hash"]
    erased = {one["erased_seq"] for one in bodies.values() if one["act"] == "erase_detail"}
    for number, line in lines.items():
        check_detail(line, bodies[number], erased, f"journal.jsonl #{number}")
    return lines, bodies


def promised_files(value):
    """Name and SHA-256 of every file that an entry says it took or made."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key.endswith("_sha256") and key != "detail_sha256" and isinstance(one, str) and HASH.fullmatch(one):
                yield key, one
            yield from promised_files(one)
    elif isinstance(value, list):
        for one in value:
            yield from promised_files(one)


def check_files(manifest, index, lines, bodies):
    """Documents and attachments are those that the journal names, all of them, and the heads are those they noted."""
    named = "\n".join(line["canonical"] + (line["detail"] or "") for line in lines.values())
    held = {one["sha256"]: one["path"] for one in manifest["files"]}
    for sha256, path in sorted(held.items(), key=lambda one: one[1]):
        if path.startswith(("documents/", "attachments/")):
            must(sha256 in named, f"{path}: tidak disebut dalam jejak", f"{path}: no journal entry names its SHA-256")
    destroyed = [(number, body["kind"]) for number, body in bodies.items() if body["act"] == "destroy_record"]
    for number, body in bodies.items():
        kinds = {kind for later, kind in destroyed if later > number}
        for key, sha256 in promised_files(body):
            gone = "dossier" in kinds or ("photos" in kinds and key == "photo_sha256")
            told = f"journal.jsonl #{number}"
            must(
                sha256 in held or gone, f"{told}: berkasnya {sha256} tidak ada", f"{told}: its file {sha256} is missing"
            )
    for one in index["documents"]:
        known = lines[one["chain_seq"]]["hash"] if one["chain_seq"] else GENESIS
        same = known == one["chain_hash"] and held.get(one["sha256"]) == one["path"]
        must(same, f"{one['path']}: tidak cocok dengan jejak", f"{one['path']}: the journal is not the one it noted")


def check_checkpoints(text, chain, lines):
    """Each checkpoint of the office promised a head of this chain. Answers the last number and its checkpoint."""
    covered, last = 0, None
    for number, one in enumerate(text.splitlines(), start=1):
        line, where = json.loads(one), f"checkpoints.jsonl #{number}"
        body = check_entry(line, where)
        heads = [head for head in body.get("heads", ()) if head[0] == chain]
        must(body["act"] == "checkpoint" and heads, f"{where}: bukan titik periksa", f"{where}: not a checkpoint of it")
        for _chain, seq, promised in heads:
            same = seq in lines and lines[seq]["hash"] == promised
            must(same, f"{where}: jejak #{seq} berbeda", f"{where}: entry #{seq} is missing or other than promised")
            covered, last = max((covered, last), (seq, line), key=lambda pair: pair[0])
    return covered, last


def verify(path):
    """Check everything, in order. Answers what was verified."""
    files = opened(path)
    manifest = json.loads(read(files, "manifest.json"))
    must(manifest["v"] == KNOWN, "versi bundel tidak dikenal", "this version of the bundle is not known")
    check_manifest(files, manifest)
    lines, bodies = check_journal(read(files, "journal.jsonl"), manifest["chain"])
    must(bool(lines), "journal.jsonl kosong", "journal.jsonl is empty")
    index = json.loads(read(files, "index.json"))
    check_files(manifest, index, lines, bodies)
    covered, point = check_checkpoints(read(files, "checkpoints.jsonl"), manifest["chain"], lines)
    erased = sum(1 for number, line in lines.items() if line["detail"] is None and "detail_sha256" in bodies[number])
    ended = sum(1 for body in bodies.values() if body["act"] == "destroy_record")
    others = sum(1 for one in manifest["files"] if one["path"].startswith("others/"))
    yield f"OK {manifest['chain']}: {len(manifest['files'])} files, {len(lines)} entries"
    yield f"   {erased} details erased, {ended} destructions"
    yield f"   {len(index['documents'])} documents as journalled; {others} files in others/ stand in the manifest only"
    yield f"   head:       #{len(lines)} {lines[len(lines)]['hash']}"
    yield f"   manifest:   {digest(files['manifest.json'])[0]}"
    if point is None:
        yield "   checkpoint: none in this bundle / belum ada titik periksa dalam bundel ini"
    else:
        yield f"   checkpoint: {point['chain']} #{point['seq']} {point['hash']} covers entries 1-{covered}"
        yield "   Compare it with the one that the office publishes / Bandingkan dengan yang diumumkan kantor."


if __name__ == "__main__":
    try:
        print("\n".join(verify(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)))
    except Wrong as wrong:
        sys.exit(f"SALAH: {wrong.args[0]}.\nWRONG: {wrong.args[1]}.")
    except Exception as broken:  # whatever a damaged file leads to is a flaw of the bundle
        sys.exit(f"SALAH: bundel tidak terbaca.\nWRONG: the bundle cannot be read: {type(broken).__name__}: {broken}.")
