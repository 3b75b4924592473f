"""The journal (jejak) as people read it: sentences with their times, revision and hash, and what was erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from simcap.declining.models import Ground
from simcap.documents.models import Document
from simcap.facilitation.definitions import all_definitions
from simcap.facilitation.outlook import caution_text
from simcap.facilitation.phrases import moment_text, window_text
from simcap.journal.append import GENESIS
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import ERASE, verify

HASH_SHOWN = 10
#: Keys of detail rows in words; a key that is not here is shown as it stands.
DETAILS = {
    "filter": gettext_lazy("Saringan"),
    "kind": gettext_lazy("Jenis"),
    "note": gettext_lazy("Catatan"),
    "basis": gettext_lazy("Keterangan"),
    "name": gettext_lazy("Nama"),
    "phone": gettext_lazy("Telepon"),
    "email": gettext_lazy("Surel"),
    "title": gettext_lazy("Judul"),
    "measures": gettext_lazy("Tindakan"),
    "reason": gettext_lazy("Alasan"),
    "text": gettext_lazy("Isi"),
    "answer": gettext_lazy("Jawaban"),
    "before": gettext_lazy("Sebelumnya"),
    "institution": gettext_lazy("Instansi"),
    "letter_number": gettext_lazy("Nomor surat"),
    "subject": gettext_lazy("Perihal"),
    "event": gettext_lazy("Kegiatan"),
    "contact_name": gettext_lazy("Narahubung"),
    "contact_phone": gettext_lazy("Telepon"),
    "site": gettext_lazy("Lokasi"),
    "point": gettext_lazy("Titik di peta"),
    "attachments": gettext_lazy("Lampiran"),
    "starts_at": gettext_lazy("Mulai"),
    "ends_at": gettext_lazy("Selesai"),
    "host": gettext_lazy("Tuan rumah"),
    "post": gettext_lazy("Jabatan"),
    "results": gettext_lazy("Hasil"),
    "obstacles": gettext_lazy("Hambatan"),
    "conclusion": gettext_lazy("Simpulan"),
    "suggestions": gettext_lazy("Saran"),
    "purpose": gettext_lazy("Keperluan"),
}
#: Facts of entries in words, in this order; windows are pairs of moments.
FACTS = {
    "window_before": gettext_lazy("Jadwal semula"),
    "window": gettext_lazy("Jadwal"),
    "ground": gettext_lazy("Alasan pokok"),
    "revoked": gettext_lazy("SPT yang dicabut"),
    "crew": gettext_lazy("Tim"),
    "vehicle": gettext_lazy("Kendaraan"),
}
WINDOWS = ("window_before", "window")
#: Acts of the office's own chain; acts of a case are named by its SOP revision.
OFFICE_ACTS = {
    "appoint_officer": gettext_lazy("Penugasan jabatan"),
    "end_appointment": gettext_lazy("Akhir penugasan"),
    "record_absence": gettext_lazy("Ketidakhadiran"),
    "end_absence": gettext_lazy("Kembali bertugas"),
    "acknowledge_hand_back": gettext_lazy("Serah kembali"),
    "setting_changed": gettext_lazy("Perubahan pengaturan"),
    "calendar_changed": gettext_lazy("Perubahan kalender"),
    "checkpoint": gettext_lazy("Titik periksa"),
    "erase_detail": gettext_lazy("Penghapusan rincian"),
    "office_opened": gettext_lazy("Pembukaan kantor"),
    "register_exported": gettext_lazy("Ekspor register"),
    "bundle_taken": gettext_lazy("Pengambilan bundel"),
    "put_hold": gettext_lazy("Penahanan pemusnahan"),
    "lift_hold": gettext_lazy("Pencabutan penahanan"),
    "propose_destruction": gettext_lazy("Usul pemusnahan"),
    "withdraw_destruction": gettext_lazy("Penarikan usul pemusnahan"),
    "approve_destruction": gettext_lazy("Persetujuan pemusnahan"),
    "refuse_destruction": gettext_lazy("Penolakan usul pemusnahan"),
    "destroy_record": gettext_lazy("Pemusnahan"),
    "record_destruction": gettext_lazy("Berita acara pemusnahan"),
    "register_subject_request": gettext_lazy("Permintaan data pribadi"),
    "identify_subject": gettext_lazy("Pemeriksaan identitas"),
    "look_up_person": gettext_lazy("Penelusuran data pribadi"),
    "answer_subject_request": gettext_lazy("Jawaban data pribadi"),
    "deliver_subject_answer": gettext_lazy("Penyerahan data pribadi"),
    "erase_person": gettext_lazy("Penghapusan data pribadi"),
    "note_rectification": gettext_lazy("Perbaikan data pribadi"),
    "report_incident": gettext_lazy("Laporan insiden"),
    "handle_incident": gettext_lazy("Penanganan insiden"),
    "clear_expired": gettext_lazy("Pembersihan berkala"),
    "compute_monitoring_table": gettext_lazy("Angka tabel monitoring"),
    "save_monitoring_table": gettext_lazy("Isian tabel monitoring"),
    "issue_monitoring_table": gettext_lazy("Penerbitan tabel monitoring"),
    "issue_yearly_summary": gettext_lazy("Penerbitan ringkasan tahunan"),
    "event_log_taken": gettext_lazy("Pengambilan log peristiwa"),
    "add_channel": gettext_lazy("Saluran pemberitahuan baru"),
    "remove_channel": gettext_lazy("Penghapusan saluran pemberitahuan"),
    "begin_revision": gettext_lazy("Konsep revisi SOP"),
    "propose_revision": gettext_lazy("Pengajuan revisi SOP"),
    "approve_revision": gettext_lazy("Pengesahan revisi SOP"),
    "reject_revision": gettext_lazy("Penolakan revisi SOP"),
    "withdraw_revision": gettext_lazy("Penarikan revisi SOP"),
    "move_case": gettext_lazy("Pindah revisi SOP"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `recorded` is empty when it was recorded at the moment when it happened; `erased` says by whom."""

    seq: int
    sentence: str
    occurred: str
    recorded: str
    outside_hours: bool
    by: str
    sop: str
    sop_id: str
    hash: str
    details: tuple[tuple[str, str], ...]
    erased: str
    merged: tuple[str, ...]
    warned: tuple[str, ...]

    @property
    def hash_short(self) -> str:
        """The beginning of the hash, enough to compare by eye."""
        return self.hash[:HASH_SHOWN]


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether a chain is whole, and if not, where it breaks. Shape: `breaks` holds (number, reason)."""

    entries: int
    breaks: tuple[tuple[int, str], ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.breaks


def act_label(act: str) -> str:
    """An act's name in the current language."""
    language = get_language() or "id"
    for definition in all_definitions().values():
        if act in definition.acts:
            return definition.acts[act].label.text(language)
    return str(OFFICE_ACTS.get(act, act))


def lines_of(entries: Iterable[Entry], *, zone: str) -> list[Line]:
    """Entries (with their detail rows) as lines. One further query when a detail is missing."""
    read = [(entry, json.loads(entry.canonical)) for entry in entries]
    missing = any("detail_sha256" in body and not hasattr(entry, "detail") for entry, body in read)
    erasures = _erasures(read[0][0].chain, zone) if missing else {}
    return [_line(entry, body, erasures, zone) for entry, body in read]


def _erasures(chain: str, zone: str) -> dict[int, str]:
    found = {}
    for entry in Entry.objects.filter(chain=chain, act=ERASE):
        body = json.loads(entry.canonical)
        found[body["erased_seq"]] = _("Rincian dihapus oleh %(who)s pada %(moment)s: %(reason)s") % {
            "who": body.get("actor", {}).get("name", "SIMCAP"),
            "moment": moment_text(entry.recorded_at, zone),
            "reason": body["reason"],
        }
    return found


def _line(entry: Entry, body: dict[str, Any], erasures: Mapping[int, str], zone: str) -> Line:
    detail = getattr(entry, "detail", None)
    lost = "detail_sha256" in body and detail is None
    late = entry.occurred_at != entry.recorded_at
    sop = body.get("sop", {})
    return Line(
        seq=entry.seq,
        sentence=sentence(body),
        occurred=moment_text(entry.occurred_at, zone),
        recorded=moment_text(entry.recorded_at, zone) if late else "",
        outside_hours=bool(body.get("outside_hours")),
        by=_authority(body.get("actor", {})),
        sop=sop.get("number", ""),
        sop_id=sop.get("id", ""),
        hash=entry.hash,
        details=(*_facts(body.get("facts", {}), zone), *(_details(json.loads(detail.text)) if detail else ())),
        erased=erasures.get(entry.seq, _("Rincian tidak ada lagi, tanpa jejak penghapusan.")) if lost else "",
        merged=tuple(f"{one['position']}: {_(one['because'])}" for one in body.get("merged", ())),
        warned=tuple(caution_text(one) for one in body.get("facts", {}).get("warnings", ())),
    )


def _authority(actor: Mapping[str, Any]) -> str:
    """By which appointment the actor held his position."""
    return _("berdasarkan %(decree)s") % {"decree": actor["decree"]} if actor.get("decree") else ""


def _facts(facts: Mapping[str, Any], zone: str) -> Iterable[tuple[str, str]]:
    """What an act changed, of what its sentence does not say."""
    for key, label in FACTS.items():
        value = facts.get(key)
        if not value:
            continue
        if key in WINDOWS:
            first, last = (datetime.fromisoformat(one) for one in value)
            yield str(label), window_text(first, last, zone)
        elif key == "ground":
            yield str(label), str(Ground(value).label) if value in Ground.values else str(value)
        else:
            yield str(label), ", ".join(value) if isinstance(value, list) else str(value)


def _details(detail: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in detail.items():
        label = str(DETAILS.get(key, key))
        if isinstance(value, Mapping):
            yield from ((f"{label}, {name.lower()}", text) for name, text in _details(value))
        elif value:
            yield label, str(value)


def state_of(chain: str, *, office_slug: str) -> ChainState:
    """Check one chain from its first entry to its head, and against the documents that remember where it stood."""
    verdict = verify(office_slug=office_slug, chain=chain)
    breaks = [(one.seq, one.reason if one.chain == chain else f"{one.chain}: {one.reason}") for one in verdict.breaks]
    return ChainState(verdict.entries, (*breaks, *_against_documents(chain)))


def _against_documents(chain: str) -> Iterable[tuple[int, str]]:
    """A document keeps the head that the chain had when it was issued; a chain that was rewritten does not fit it."""
    kind, _colon, uid = chain.partition(":")
    if kind != "case":
        return
    hashes = dict(Entry.objects.filter(chain=chain).values_list("seq", "hash"))
    for title, seq, promised in Document.objects.filter(case_uid=uid).values_list("title", "chain_seq", "chain_hash"):
        if hashes.get(seq, GENESIS) != promised:
            yield seq, _("berbeda dari yang dicatat naskah “%(title)s”") % {"title": title}
