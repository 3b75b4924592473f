"""What is in a bundle, and that the same case gives the same bytes."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from simcap.bundle.archiving import as_csv
from simcap.bundle.contents import contents_of
from simcap.documents.models import Attachment, Document
from simcap.documents.store import FileMissing, path_of
from simcap.facilitation.models import Facilitation
from simcap.journal.models import Entry
from tests.cast import Cast, png

from .conftest import bundle_of, unpacked


def test_everything_of_the_case_is_in_it(cast: Cast) -> None:
    files = unpacked(bundle_of(cast))
    documents = Document.objects.filter(case_uid=cast.case.uid)
    originals = Attachment.objects.filter(case_uid=cast.case.uid)
    held = {name.partition("/")[0] for name in files}
    assert held == {
        "README.txt", "verify.py", "index.json", "journal.jsonl", "checkpoints.jsonl", "documents", "attachments",
        "srikandi", "manifest.json",
    }  # fmt: skip
    assert len([name for name in files if name.startswith("documents/")]) == documents.count()
    assert len([name for name in files if name.startswith("attachments/")]) == originals.count() == 3
    assert len(files["journal.jsonl"].splitlines()) == Entry.objects.filter(chain=f"case:{cast.case.uid}").count()
    assert "attachments/02-foto-lapangan.png" in files


def test_the_same_case_gives_the_same_bytes_though_each_taking_is_noted(cast: Cast) -> None:
    assert bundle_of(cast) == bundle_of(cast)
    noted = [json.loads(one.canonical) for one in Entry.objects.filter(act="bundle_taken").order_by("seq")]
    assert len(noted) == 2
    assert len({one["bundle_sha256"] for one in noted}) == 1
    assert noted[0]["entries"] == Entry.objects.filter(chain=f"case:{cast.case.uid}").count()


def test_the_journal_is_verbatim(cast: Cast) -> None:
    lines = [json.loads(one) for one in unpacked(bundle_of(cast))["journal.jsonl"].splitlines()]
    entries = Entry.objects.filter(chain=f"case:{cast.case.uid}").order_by("seq")
    assert [(one["canonical"], one["hash"]) for one in lines] == list(entries.values_list("canonical", "hash"))


def test_the_cards_for_srikandi_say_what_an_archivist_types(cast: Cast) -> None:
    files = unpacked(bundle_of(cast))
    spt = Document.objects.get(kind="assignment_letter")
    card = json.loads(files["srikandi/02-spt-tim-yang-bertugas-v1.json"])
    assert card == {
        "nomor_naskah": spt.number, "tanggal": "2026-06-08", "hal": spt.title,
        "jenis_naskah": "Surat Perintah/Surat Tugas", "sifat": "Biasa (B)", "urgensi": "Biasa",
        "klasifikasi": "800.1.11.1", "tingkat_perkembangan": "Asli",
        "unit_pencipta": "Dinas Komunikasi dan Informatika Provinsi Sumatera Barat",
        "penanda_tangan": "Kepala Dinas (contoh)",
        "jabatan_penanda_tangan": "Kepala Dinas Komunikasi dan Informatika",
        "uraian": f"Festival Nagari (data contoh), {cast.case.place_label}", "nomor_agenda": cast.case.agenda_number,
        "status": "berlaku", "nama_berkas": "documents/02-spt-tim-yang-bertugas-v1.pdf", "sha256": spt.file_id,
    }  # fmt: skip
    table = list(csv.DictReader(io.StringIO(files["srikandi/naskah.csv"].decode("utf-8-sig"))))
    assert [one["nama_berkas"] for one in table][:2] == [
        "attachments/01-surat.png", "documents/01-disposisi-surat-permintaan-lembar-disposisi-v1.pdf"
    ]  # fmt: skip
    assert len(table) == Document.objects.count() + 1


def test_no_cell_of_the_table_is_taken_for_a_formula() -> None:
    assert as_csv([{"hal": '=HYPERLINK("x")'}]).decode("utf-8-sig") == 'hal\r\n"\'=HYPERLINK(""x"")"\r\n'


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.png", "C:\\Windows\\x.png", "/x", "..", "nama\nbaris.png", "ä" * 80]
)
def test_names_in_the_zip_are_safe_whatever_the_upload_was_called(cast: Cast, name: str) -> None:
    cast.walk("running")
    cast.do("teknisi1", "log", {"photo": cast.upload("teknisi1", name=name)})
    names = list(unpacked(bundle_of(cast)))
    assert [one for one in names if ".." in one or "\\" in one or one.startswith("/") or not one.isascii()] == []


def test_a_file_that_no_entry_names_stands_apart(cast: Cast) -> None:
    uid = cast.upload("agendaris", png() + b"lain", "lain.png")
    Attachment.objects.filter(uid=uid).update(case_uid=cast.case.uid)
    assert [name for name in unpacked(bundle_of(cast)) if name.startswith("others/")] == ["others/04-lain.png"]


def test_a_changed_file_stops_the_bundle_and_nothing_is_noted(cast: Cast) -> None:
    document = Document.objects.first()
    stored = Path(default_storage.path(path_of(document.file_id)))
    kept = stored.read_bytes()
    stored.write_bytes(b"%PDF-palsu")
    try:
        with pytest.raises(FileMissing, match="the file was changed"):
            bundle_of(cast)
    finally:
        stored.write_bytes(kept)
    assert not Entry.objects.filter(act="bundle_taken").exists()


def test_what_was_destroyed_is_told_of_and_not_there(cast: Cast) -> None:
    photo = Attachment.objects.filter(case_uid=cast.case.uid).order_by("id")[1]
    Attachment.objects.filter(pk=photo.pk).update(destroyed_at=cast.case.registered_at)
    files = unpacked(bundle_of(cast))
    assert "attachments/02-foto-lapangan.png" not in files
    assert [one["sha256"] for one in json.loads(files["index.json"])["destroyed"]] == [photo.file_id]


def test_the_number_of_queries_does_not_depend_on_what_is_in_it(cast: Cast, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(13):
        contents_of(Facilitation.objects.select_related("office").get(pk=cast.case.pk))


def test_the_command_writes_it_once_and_names_a_wrong_case(cast: Cast, tmp_path, capsys) -> None:
    target = tmp_path / "b.zip"
    call_command("bundle", cast.case.agenda_number, str(target))
    assert f"{Document.objects.count()} documents, 3 attachments" in capsys.readouterr().out
    assert target.stat().st_mode & 0o077 == 0
    assert target.read_bytes() == bundle_of(cast)
    assert [one.name for one in tmp_path.iterdir()] == ["b.zip"]
    with pytest.raises(CommandError, match="exists already"):
        call_command("bundle", str(cast.case.uid), str(target))
    with pytest.raises(CommandError, match="There is no case 9999/2026"):
        call_command("bundle", "9999/2026", str(tmp_path / "c.zip"))
