"""What an archivist types when a document goes into SRIKANDI: one card (kartu naskah) per document, as data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from simcap.documents.models import Document, NumberTemplate
from simcap.documents.numbering import DEFAULTS
from simcap.facilitation.definitions import definition
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestLetter

Card = dict[str, str]
#: Kind of document → jenis naskah dinas. A kind that is not here is called as the SOP calls it.
#: Source: common practice after Permendagri 1/2023; the archivist's own list may name them otherwise.
NASKAH = {
    "disposition_sheet": "Lembar Disposisi",
    "assignment_letter": "Surat Perintah/Surat Tugas",
    "hand_over_list": "Berita Acara",
    "host_confirmation": "Berita Acara",
    "field_report": "Laporan",
    "facilitation_record": "Laporan",
    "activity_report": "Laporan",
    "decline_letter": "Surat Dinas",
}
#: What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def label_of(kind: str, case: Facilitation) -> str:
    """What the SOP calls a kind of document; empty for one that it does not know."""
    found = (one for one in definition(case.definition_id).artefacts.values() if one.document == kind)
    return next((one.label.id for one in found), "")


def document_card(document: Document, case: Facilitation, *, file_name: str) -> Card:
    """The card (kartu naskah) of an issued document."""
    signed: dict[str, str] = json.loads(document.signed_by) if document.signed_by else {}
    issued = document.issued_at.astimezone(ZoneInfo(case.office.time_zone))
    return {
        "nomor_naskah": document.number,
        "tanggal": issued.date().isoformat(),
        "hal": document.title,
        "jenis_naskah": NASKAH.get(document.kind) or label_of(document.kind, case) or document.title,
        **_of_case(case),
        "klasifikasi": _classification(document),
        "tingkat_perkembangan": "Asli",
        "unit_pencipta": case.office.name,
        "penanda_tangan": signed.get("name", ""),
        "jabatan_penanda_tangan": signed.get("title", ""),
        "status": str(document.get_status_display()),
        "nama_berkas": file_name,
        "sha256": document.file_id,
    }


def letter_card(letter: RequestLetter, case: Facilitation, *, file_name: str) -> Card:
    """The card (kartu naskah) of the letter that came in."""
    return {
        "nomor_naskah": letter.letter_number,
        "tanggal": letter.letter_on.isoformat(),
        "hal": letter.subject,
        "jenis_naskah": "Surat Dinas (masuk)",
        **_of_case(case),
        "klasifikasi": "",
        "tingkat_perkembangan": "Salinan",
        "unit_pencipta": letter.institution,
        "penanda_tangan": "",
        "jabatan_penanda_tangan": "",
        "status": f"diterima {letter.received_on.isoformat()}",
        "nama_berkas": file_name,
        "sha256": letter.scan.file_id,
    }


def _of_case(case: Facilitation) -> Card:
    return {
        "sifat": str(case.get_security_display()),
        "urgensi": str(case.get_urgency_display()),
        "uraian": f"{case.event}, {case.place_label}",
        "nomor_agenda": case.agenda_number,
    }


def _classification(document: Document) -> str:
    if not document.number:
        return ""
    chosen = NumberTemplate.objects.filter(office=document.office_id, kind=document.kind).first()
    return chosen.classification if chosen else DEFAULTS.get(document.kind, ("", ""))[0]


def as_json(value: object) -> bytes:
    """JSON as a person may read it, always spelt the same."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def as_csv(cards: Iterable[Card]) -> bytes:
    """All cards as one table. Shape: RFC 4180, UTF-8 with its mark; no cell is taken for a formula."""
    rows = list(cards)
    text = io.StringIO(newline="")
    sheet = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["nomor_naskah"])
    sheet.writeheader()
    sheet.writerows(
        {key: f"'{value}" if value.startswith(FORMULA) else value for key, value in one.items()} for one in rows
    )
    return text.getvalue().encode("utf-8-sig")
