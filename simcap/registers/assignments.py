"""The register of assignment letters (register SPT): every SPT that was signed, whatever became of it."""

from __future__ import annotations

import json

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Document
from simcap.facilitation.models import Facilitation, Turn
from simcap.people.models import Officer
from simcap.step2_assignment.models import AssignmentLetter, CrewMember

from .book import Book, Cell, Column, of_cases, standing

FORMS = {"plt": "Plt. ", "plh": "Plh. ", "an": "a.n. ", "ub": "u.b. "}


def _rows(cases: QuerySet[Facilitation]) -> QuerySet[AssignmentLetter]:
    found = AssignmentLetter.objects.filter(of_cases(cases), signed_at__isnull=False)
    crew = CrewMember.objects.select_related("officer").order_by("order")
    return found.select_related("facilitation", "document", "vehicle", "amends__document").prefetch_related(
        Prefetch("crew", queryset=crew)
    )


def _officer(officer: Officer, path: str) -> Q:
    """SPTs whose team he belongs to, or at whose case he signed."""
    crew = CrewMember.objects.filter(spt=OuterRef("pk"), officer=officer)
    signed = Turn.objects.filter(facilitation=OuterRef("facilitation"), closed_by=officer, act__startswith="sign_")
    return Q(Exists(crew)) | Q(Exists(signed))


def signer_of(document: Document | None) -> str:
    """Who signed a document and as what, as it stood then."""
    if document is None or not document.signed_by:
        return ""
    block = json.loads(document.signed_by)
    return f"{FORMS.get(block.get('form', ''), '')}{block['title']}: {block['name']}"


def signing_of(document: Document | None) -> str:
    """Whether it was signed here or on paper."""
    return str(document.get_signing_display()) if document else ""


def number_of(spt: AssignmentLetter | None) -> str:
    """The number of an SPT; empty while it has none."""
    return spt.document.number if spt and spt.document else ""


def coordinator_of(spt: AssignmentLetter | None) -> str:
    """The coordinator by the SPT."""
    return next((one.officer.name for one in spt.crew.all() if one.role == "coordinator"), "") if spt else ""


def _crew(spt: AssignmentLetter) -> str:
    return "; ".join(one.officer.name for one in spt.crew.all() if one.role != "coordinator")


ASSIGNMENTS = Book(
    code="assignments",
    title=_("Register SPT"),
    about=_("Setiap Surat Perintah Tugas yang ditandatangani, termasuk yang diganti atau dicabut."),
    rows=_rows, path="facilitation__", on="signed_at", on_label=_("Tanggal SPT"), mark="number", officer=_officer,
    numbered="assignment_letter",
    columns=(
        Column(key="number", label=_("Nomor SPT"), value=number_of, width=36),
        Column(key="signed_at", label=_("Tanggal SPT"), value=lambda s: s.signed_at, kind="moment"),
        Column(key="agenda_number", label=_("No. agenda"), value=lambda s: s.facilitation.agenda_number,
               lead=_("Agenda")),
        Column(key="event", label=_("Kegiatan"), value=lambda s: s.facilitation.event, width=36),
        Column(key="requester", label=_("Pemohon"), value=lambda s: s.facilitation.institution, width=34),
        Column(key="place", label=_("Tempat"), value=lambda s: s.place, width=40),
        Column(key="region", label=_("Wilayah"), value=lambda s: s.facilitation.place_label, width=44),
        Column(key="starts_at", label=_("Mulai"), value=lambda s: s.starts_at, kind="moment"),
        Column(key="ends_at", label=_("Selesai"), value=lambda s: s.ends_at, kind="moment", lead=_("s.d.")),
        Column(key="coordinator", label=_("Koordinator"), value=coordinator_of, width=30),
        Column(key="crew", label=_("Tim teknis"), value=_crew, width=40, lead=_("Tim:")),
        Column(key="vehicle", label=_("Kendaraan"), value=lambda s: str(s.vehicle), width=26),
        Column(key="budget_source", label=_("Sumber anggaran"), value=lambda s: s.budget_source, width=36),
        Column(key="sppd_reference", label=_("Rujukan SPPD"), value=lambda s: s.sppd_reference, width=20,
               lead=_("SPPD")),
        Column(key="signer", label=_("Ditandatangani"), value=lambda s: signer_of(s.document), width=44),
        Column(key="signing", label=_("Cara tanda tangan"), value=lambda s: signing_of(s.document), width=30),
        Column(key="signed_on", label=_("Tanggal tanda tangan basah"), kind="date", width=14, lead=_("ditandatangani"),
               value=lambda s: s.document.signed_on if s.document else None),
        Column(key="status", label=_("Status"), value=lambda s: str(s.get_status_display()), width=12),
        Column(key="replaces", label=_("Menggantikan"), value=lambda s: number_of(s.amends), width=36,
               lead=_("mengganti")),
        Column(key="standing", label=_("Kedudukan berkas"), value=lambda s: standing(s.facilitation), width=28),
    ),
    cells=(
        Cell(_("Nomor dan tanggal SPT"), ("number", "signed_at", "agenda_number"), 22, "on"),
        Cell(_("Kegiatan dan pemohon"), ("event", "requester"), 22),
        Cell(_("Tempat dan jadwal"), ("place", "starts_at", "ends_at"), 22, "schedule"),
        Cell(_("Koordinator dan tim"), ("coordinator", "crew"), 22),
        Cell(_("Kendaraan dan anggaran"), ("vehicle", "budget_source", "sppd_reference"), 18),
        Cell(_("Status"), ("status", "replaces", "signed_on"), 14),
    ),
)  # fmt: skip
