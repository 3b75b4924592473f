"""Where what is typed about people stands: every column of a case, and what becomes of it.

A test goes through the columns of all tables about cases: one that is listed neither here nor in `KEPT` fails it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simcap.declining.models import Decline, DeclineLetter
from simcap.facilitation.models import Facilitation, Outbox, PaperSheet
from simcap.intake.models import Completion, LetterAttachment, RequestDraft, RequestLetter
from simcap.step1_disposition.models import Disposition
from simcap.step2_assignment.models import AssignmentLetter, CrewMember
from simcap.step3_fieldwork.models import CheckedItem, EquipmentLine, FieldReport, LogEntry
from simcap.step4_record.models import Record

#: `contact` goes with the requester's data, `dossier` with the whole dossier; `register` stays as the office's book.
Scope = Literal["contact", "dossier", "register"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its word for people; `blank` is what stands there afterwards."""

    name: str
    label: str | Promise
    scope: Scope
    blank: Any = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One table. `case`: the lookup from a row to its case; `office`: to its office, where a row may have no case."""

    model: type[models.Model]
    label: str | Promise
    case: str
    columns: tuple[Column, ...]
    office: str = ""

    @property
    def to_office(self) -> str:
        """The lookup from a row to its office."""
        return self.office or ("office" if self.case == "pk" else f"{self.case}__office")


def _columns(scope: Scope, **labels: str | Promise) -> tuple[Column, ...]:
    return tuple(Column(name, label, scope) for name, label in labels.items())


def _lists(scope: Scope, **labels: str | Promise) -> tuple[Column, ...]:
    return tuple(Column(name, label, scope, []) for name, label in labels.items())


NOTE, REASON = _("Catatan"), _("Alasan")
PLACES: tuple[Place, ...] = (
    Place(
        Facilitation, _("Register fasilitasi"), "pk",
        _columns("register", institution=_("Instansi"), event=_("Kegiatan")),
    ),
    Place(
        RequestLetter, _("Surat permintaan"), "facilitation",
        _columns("register", institution=_("Instansi"), subject=_("Perihal"))
        + _columns(
            "contact", contact_name=_("Narahubung"), contact_phone=_("Telepon"), contact_email=_("Surel"),
        )
        + _columns("dossier", site=_("Lokasi"), notes=_("Keterangan")),
    ),
    Place(
        RequestDraft, _("Konsep permintaan"), "facilitation",
        (Column("inputs", _("Isian"), "contact", {}), Column("mailed_to", _("Surel"), "contact")), office="office",
    ),
    Place(LetterAttachment, _("Lampiran permintaan"), "letter__facilitation", _columns("dossier", title=_("Judul"))),
    Place(
        Completion, _("Kelengkapan permintaan"), "facilitation",
        _columns("dossier", note=NOTE, answer=_("Jawaban pemohon")),
    ),
    Place(Disposition, _("Disposisi"), "facilitation", _columns("dossier", note=NOTE, end_reason=REASON)),
    Place(Decline, _("Penolakan"), "facilitation", _columns("dossier", reason=REASON)),
    Place(
        DeclineLetter, _("Surat penolakan"), "decline__facilitation",
        _columns(
            "dossier", addressee=_("Kepada"), subject=_("Perihal"), body=_("Isi"), suggestion=_("Saran"),
        )
        + _lists("dossier", copies_to=_("Tembusan")),
    ),
    Place(
        AssignmentLetter, _("SPT"), "facilitation",
        _columns("dossier", place=_("Tempat"), note=NOTE)
        + _lists("dossier", tasks=_("Tugas"), copies_to=_("Tembusan")),
    ),
    Place(CrewMember, _("Anggota tim"), "spt__facilitation", _columns("dossier", duty=_("Tugas"))),
    Place(CheckedItem, _("Daftar periksa"), "facilitation", _columns("dossier", note=NOTE)),
    Place(EquipmentLine, _("Serah terima"), "facilitation", _columns("dossier", in_note=NOTE)),
    Place(LogEntry, _("Catatan kegiatan"), "facilitation", _columns("dossier", text=_("Isi"), caption=_("Foto"))),
    Place(
        FieldReport, _("Laporan lapangan"), "facilitation",
        _columns(
            "dossier", host_name=_("Tuan rumah"), host_post=_("Jabatan tuan rumah"), host_place=_("Tempat"),
            summary=_("Ringkasan"), incidents=_("Kejadian"),
        ),
    ),
    Place(
        Record, _("Catatan fasilitasi"), "facilitation",
        _columns(
            "dossier", results=_("Hasil"), obstacles=_("Hambatan"), conclusion=_("Simpulan"), suggestions=_("Saran"),
        )
        + _lists("dossier", differences=_("Selisih")),
    ),
    Place(PaperSheet, _("Formulir kertas"), "facilitation", _columns("dossier", content=_("Isi")), office="office"),
    Place(Outbox, _("Pemberitahuan"), "facilitation", _columns("contact", failure=_("Kegagalan kirim"))),
)  # fmt: skip
#: Columns whose blank depends on the row, because a constraint says which of them stands beside which.
ODD: tuple[tuple[type[models.Model], str, models.Q, str], ...] = (
    (FieldReport, "host_strokes", models.Q(host_way="screen"), "[]"),
    (FieldReport, "host_reason", models.Q(host_way="none"), "–"),
)
#: Words that are typed or made and stay for good: the SOP's own, officials by post and name, numbers of the books.
KEPT: Mapping[str, frozenset[str]] = {
    name: frozenset(columns.split())
    for name, columns in {
        "Addressee": "label",
        "Artefact": "kind",
        "Assignment": "role",
        "AssignmentLetter": "budget_source sppd_reference",
        "Attachment": "name uploader",  # emptied in `wiping`, with the bytes
        "CheckedItem": "text",
        "Completion": "reasons asked_by",
        "CrewMember": "role",
        "Decline": "decided_by",
        "Disposition": "act by_name by_position instructions ended_by",
        # `content` is emptied in `wiping`
        "ClosedMeasurement": "definition_id shares",
        "DayCount": "definition_id performer",
        "Document": "token kind number number_link title content signed_by void_reason chain_hash",
        "DocumentFile": "name",
        "EquipmentLine": "name unit",
        "Facilitation": "definition_id definition_digest stage came_from beside place_code place_label agenda_number"
        " tracking_code",
        "FieldReport": "written_by host_strokes host_reason",  # the last two: see ODD
        "HandOver": "received_by",
        "Initial": "chain stage position_title officer_name because",
        "LogEntry": "by_name",
        "MonthCount": "definition_id performer",
        "NumberSeries": "kind",
        "NumberTemplate": "kind classification template",
        "Outbox": "act",
        "PaperSheet": "token code act stage template",
        "PerformedRequest": "actor_key act digest",
        "Reader": "position_code",
        "Record": "recorded_by",
        "Region": "code name",
        "RegisterEntry": "number recorded_by",
        "RequestDraft": "token_digest",
        "RequestLetter": "letter_number services",
        "SearchIndex": "words",
        "SearchText": "numbers letter place disposition assignment log report decision",  # made anew in `wiping`
        "StoredFile": "sha256 media_type destroyed_under",
        "Turn": "stage kind target act calendar_digest",
    }.items()
}


def blanks(place: Place, *scopes: Scope) -> dict[str, Any]:
    """Column → what stands there afterwards, for these scopes."""
    return {one.name: one.blank for one in place.columns if one.scope in scopes}


def typed_columns(model: type[models.Model]) -> Iterator[str]:
    """Columns of a table that hold words: no choices, no keys, no moments."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    yield from (
        one.name for one in model._meta.concrete_fields if isinstance(one, kinds) and not getattr(one, "choices", None)
    )
