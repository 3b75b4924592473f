"""The words by which the parts of a form are known, in the ways that offices write them."""

from __future__ import annotations

import re
import unicodedata

#: Fields of the identity block: one value, beside the label.
FIELDS = {
    "number": ("nomor standar operasional prosedur", "nomor standard operasional prosedur", "nomor sop", "no sop",
               "nomor sop ap", "nomor standar operasional prosedur sop", "nomor dokumen", "no dokumen"),
    "made_on": ("tanggal pembuatan", "tgl pembuatan", "tanggal dibuat", "tanggal penetapan", "tanggal pembuatan sop"),
    "revised_on": ("tanggal revisi", "tgl revisi", "tanggal perubahan"),
    "effective_on": ("tanggal efektif", "tgl efektif", "tanggal berlaku", "tanggal diberlakukan", "berlaku efektif",
                     "tanggal pengesahan", "tgl pengesahan"),
    "signed_by": ("disahkan oleh", "disahkan", "pengesahan", "disyahkan oleh", "ditetapkan oleh"),
    "name": ("nama standar operasional prosedur", "nama standard operasional prosedur", "nama sop", "judul sop",
             "nama prosedur", "nama sop ap", "judul"),
}  # fmt: skip
#: Boxes of the identity block: a list, below the label or beside it.
BLOCKS = {
    "legal_basis": ("dasar hukum", "landasan hukum", "dasar"),
    "qualifications": ("kualifikasi pelaksana", "kualifikasi pelaksanaan", "kualifikasi", "kualifikasi petugas"),
    "related": ("keterkaitan", "keterkaitan sop", "keterkaitan dengan sop lain", "keterkaitan dengan sop",
                "sop terkait", "keterkaitan sop lain"),
    "equipment": ("peralatan perlengkapan", "peralatan dan perlengkapan", "peralatan", "perlengkapan",
                  "perlengkapan peralatan", "peralatan kelengkapan", "sarana dan prasarana"),
    "warnings": ("peringatan", "perhatian"),
    "records": ("pencatatan dan pendataan", "pencatatan pendataan", "pendataan dan pencatatan",
                "pencatatan dan pelaporan", "pencatatan dan pendokumentasian"),
}  # fmt: skip
#: Columns of the table.
COLUMNS = {
    "no": ("no", "nomor", "no urut", "nomor urut"),
    "text": ("uraian kegiatan", "kegiatan", "aktivitas", "aktifitas", "uraian prosedur", "uraian aktivitas",
             "uraian aktifitas", "uraian", "langkah", "langkah kegiatan", "tahapan", "tahapan kegiatan", "prosedur",
             "kegiatan aktivitas", "uraian langkah", "aktivitas kegiatan", "rincian kegiatan", "langkah langkah"),
    "performers": ("pelaksana", "pelaksana kegiatan", "aktor", "pelaku"),
    "quality": ("mutu baku", "baku mutu", "standar mutu", "mutu baku keterangan"),
    "input": ("kelengkapan", "persyaratan", "persyaratan kelengkapan", "kelengkapan persyaratan", "input", "masukan",
              "persyaratan perlengkapan", "perlengkapan persyaratan", "syarat", "kelengkapan input", "bahan",
              "persyaratan dan kelengkapan", "persyaratan dan perlengkapan", "perlengkapan"),
    "time": ("waktu", "durasi", "lama", "waktu penyelesaian", "lama waktu", "jangka waktu", "waktu menit",
             "waktu jam", "waktu hari", "durasi menit"),
    "output": ("output", "keluaran", "hasil", "produk", "out put", "output hasil", "hasil output"),
    "note": ("keterangan", "ket", "catatan"),
}  # fmt: skip
FIELD_OF = {words: name for name, several in {**FIELDS, **BLOCKS}.items() for words in several}
COLUMN_OF = {words: name for name, several in COLUMNS.items() for words in several}
LONGEST_LABEL = 60
#: Words of the longest field name that may stand before its value without a colon.
LONGEST_NAME = 6


def plain(text: str) -> str:
    """Small letters and figures only, accents taken away, one blank between words."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.casefold()).split())


def field_at(line: str) -> tuple[str, str] | None:
    """The field or box that a line names, and what it says of it beside; None where it names none."""
    head, colon, rest = line.partition(":")
    if len(head) <= LONGEST_LABEL:
        name = FIELD_OF.get(re.sub(r"^(\d{1,2}|[a-z]) ", "", plain(head)))
        if name is not None and (colon or not rest.strip()):
            return name, rest.strip()
    return None if colon else _field_before(line.split())


def _field_before(words: list[str]) -> tuple[str, str] | None:
    """A field at the beginning of a line without a colon, such as "Tanggal Pembuatan 2 Juni 2021"."""
    for count in range(min(LONGEST_NAME, len(words) - 1), 1, -1):
        name, rest = FIELD_OF.get(plain(" ".join(words[:count]))), " ".join(words[count:])
        if name in FIELDS and (name in ("name", "signed_by") or any(each.isdigit() for each in rest)):
            return name, rest
    return None


def column_at(text: str) -> str:
    """The column that a heading names; empty for any other word."""
    return COLUMN_OF.get(plain(text), "") if len(text) <= LONGEST_LABEL else ""
