"""verify.py, as it is given away: a bundle that was tampered with in any way is refused, and the flaw is named."""

from __future__ import annotations

import ast
import hashlib
import zipfile
from pathlib import Path

import pytest

from simcap import clock
from simcap.bundle.contents import carried
from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation
from simcap.journal.append import append
from simcap.journal.erase import erase_detail
from simcap.journal.models import Entry
from tests.cast import Cast

from .conftest import Files, Verify, bundle_of, packed, unpacked
from .tampering import BROKEN, TAMPERED, lines, relisted, rewrite

pytestmark = pytest.mark.once


@pytest.fixture
def files(cast: Cast) -> Files:
    return unpacked(bundle_of(cast))


def wrong(said: str) -> str:
    """The flaw in English."""
    return said.splitlines()[1].removeprefix("WRONG: ").removesuffix(".")


def test_an_untouched_bundle_is_right_as_a_zip_and_unpacked(cast: Cast, files: Files, verify: Verify, tmp_path) -> None:
    (tmp_path / "b.zip").write_bytes(bundle_of(cast))
    code, said = verify(tmp_path / "b.zip")
    head, point = Entry.objects.filter(chain=f"case:{cast.case.uid}").last(), Entry.objects.get(act="checkpoint")
    assert code == 0
    assert said.splitlines() == [
        f"OK case:{cast.case.uid}: {len(files) - 1} files, {head.seq} entries",
        "   0 details erased, 0 destructions",
        f"   {Document.objects.count()} documents as journalled; 0 files in others/ stand in the manifest only",
        f"   head:       #{head.seq} {head.hash}",
        f"   manifest:   {hashlib.sha256(files['manifest.json']).hexdigest()}",
        f"   checkpoint: {point.chain} #{point.seq} {point.hash} covers entries 1-{head.seq}",
        "   Compare it with the one that the office publishes / Bandingkan dengan yang diumumkan kantor.",
    ]
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        bundle.extractall(tmp_path / "unpacked")
    assert verify(tmp_path / "unpacked") == (0, said)


def test_a_bit_turned_in_any_file_is_named(files: Files, verify: Verify, tmp_path) -> None:
    for name in sorted(set(files) - {"manifest.json"}):
        changed = dict(files)
        middle = len(changed[name]) // 2
        changed[name] = changed[name][:middle] + bytes([changed[name][middle] ^ 1]) + changed[name][middle + 1 :]
        code, said = verify(packed(changed, tmp_path / "b.zip"))
        assert (code, wrong(said)) == (1, f"{name} was changed: its SHA-256 differs")


def test_a_bit_turned_in_the_manifest_never_passes_unseen(files: Files, verify: Verify, tmp_path) -> None:
    data = files["manifest.json"]
    for place in range(0, len(data), len(data) // 12):
        changed = {**files, "manifest.json": data[:place] + bytes([data[place] ^ 2]) + data[place + 1 :]}
        code, said = verify(packed(changed, tmp_path / "b.zip"))
        genuine = hashlib.sha256(data).hexdigest()
        assert code == 1 or genuine not in said, place


def test_whatever_is_done_to_a_bundle_is_named(files: Files, verify: Verify, tmp_path: Path) -> None:
    said = {}
    for what, (tamper, sentence) in TAMPERED.items():
        changed = dict(files)
        tamper(changed)
        code, text = verify(packed(changed, tmp_path / "b.zip"))
        if code != 1 or not wrong(text).startswith(sentence):
            said[what] = (code, text)
    assert said == {}


def test_a_zip_that_holds_a_name_twice_or_is_cut_is_refused(files: Files, verify: Verify, tmp_path) -> None:
    path = packed(files, tmp_path / "b.zip")
    whole = path.read_bytes()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as bundle:
        bundle.writestr("index.json", b"{}")
    assert wrong(verify(path)[1]) == "index.json is in the bundle twice"
    path.write_bytes(whole[: len(whole) // 2])
    assert wrong(verify(path)[1]).startswith(f"{BROKEN}: BadZipFile")
    assert wrong(verify(tmp_path / "none.zip")[1]).startswith(f"{BROKEN}: FileNotFoundError")


def test_without_a_checkpoint_it_says_so_and_with_a_later_entry_it_says_how_far_it_reaches(
    cast: Cast, verify: Verify, tmp_path
) -> None:
    last = Entry.objects.filter(chain=f"case:{cast.case.uid}").last()
    erase_detail(
        Entry.objects.get(chain=last.chain, seq=1), actor={"kind": "officer", "name": "x"}, reason="retensi",
        at=clock.now(),
    )  # fmt: skip
    files = unpacked(bundle_of(cast))
    code, said = verify(packed(files, tmp_path / "b.zip"))
    assert code == 0
    assert f"{last.seq + 1} entries\n   1 details erased, 0 destructions\n" in said
    assert f"covers entries 1-{last.seq}\n" in said
    files["checkpoints.jsonl"] = b""
    relisted(files)
    assert "   checkpoint: none in this bundle" in verify(packed(files, tmp_path / "b.zip"))[1]


@pytest.mark.parametrize(("kind", "name", "excused"), [
    ("photos", "foto-lapangan", True), ("contact", "foto-lapangan", False), ("photos", "surat", False),
    ("dossier", "surat", True),
])  # fmt: skip
def test_a_missing_file_is_excused_by_the_destruction_of_its_kind_only(
    cast: Cast, verify: Verify, tmp_path, kind: str, name: str, excused: bool
) -> None:
    append(
        f"case:{cast.case.uid}", office_slug=cast.office.slug, act="destroy_record", occurred_at=clock.now(),
        recorded_at=clock.now(), facts={"kind": kind, "number": "1/2036", "actor": {"kind": "system"}},
    )  # fmt: skip
    files = unpacked(bundle_of(cast))
    sha256 = next(
        hashlib.sha256(data).hexdigest() for path, data in files.items() if path.startswith("att") and name in path
    )
    for path in [path for path, data in files.items() if hashlib.sha256(data).hexdigest() == sha256]:
        del files[path]
    relisted(files)
    code, said = verify(packed(files, tmp_path / "b.zip"))
    assert (code == 0, "1 destructions" in said) == (excused, excused)


def test_an_erasure_of_another_entry_excuses_nothing(cast: Cast, verify: Verify, tmp_path) -> None:
    entries = Entry.objects.filter(chain=f"case:{cast.case.uid}", detail__isnull=False).order_by("seq")
    erase_detail(entries[0], actor={"kind": "officer", "name": "x"}, reason="retensi", at=clock.now())
    files = unpacked(bundle_of(cast))
    found = lines(files)
    other = entries[0].seq
    found[other - 1]["detail"] = None
    rewrite(files, found)
    relisted(files)
    assert wrong(verify(packed(files, tmp_path / "b.zip"))[1]) == (
        f"journal.jsonl #{other}: its detail vanished without an erasure"
    )


def test_it_runs_on_python_3_8_and_imports_the_standard_library_only() -> None:
    text = carried("verify.py").decode("ascii")
    tree = ast.parse(text, feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names == {"hashlib", "json", "pathlib", "re", "sys", "zipfile"}


def test_every_case_of_the_office_gives_a_bundle_that_is_right(cast: Cast, verify: Verify, tmp_path) -> None:
    cast.walk("with_division")
    cast.do("kabid", "return_incomplete")
    for case in Facilitation.objects.all():
        cast.case = case
        (tmp_path / "b.zip").write_bytes(bundle_of(cast))
        assert verify(tmp_path / "b.zip")[0] == 0
