"""The register of dispositions (buku disposisi): one row a tier, ended ones too."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.models import Facilitation
from simcap.people.models import Officer
from simcap.step1_disposition.models import Addressee, Disposition

from .book import Book, Cell, Column, of_cases, standing


def _rows(cases: QuerySet[Facilitation]) -> QuerySet[Disposition]:
    found = Disposition.objects.filter(of_cases(cases))
    return found.select_related("facilitation__letter").prefetch_related("addressees")


def _officer(officer: Officer, path: str) -> Q:
    """Dispositions that he gave, or that were given to him by name."""
    return Q(by=officer) | Q(Exists(Addressee.objects.filter(disposition=OuterRef("pk"), officer=officer)))


def _to(one: Disposition, *, responsible: bool) -> str:
    return "; ".join(each.label for each in one.addressees.all() if each.responsible == responsible)


def _status(one: Disposition) -> str:
    return str(one.get_ending_display()) if one.ending else _now("berlaku")


DISPOSITIONS = Book(
    code="dispositions",
    title=_("Buku disposisi"),
    about=_("Setiap disposisi, tingkat demi tingkat: dari siapa, kepada siapa, apa isinya."),
    rows=_rows, path="facilitation__", on="at", on_label=_("Tanggal disposisi"), mark="agenda_number",
    officer=_officer,
    columns=(
        Column(key="agenda_number", label=_("No. agenda"), value=lambda d: d.facilitation.agenda_number),
        Column(key="at", label=_("Tanggal disposisi"), value=lambda d: d.at, kind="moment"),
        Column(key="tier", label=_("Tingkat"), value=lambda d: d.tier, kind="number", width=9, lead=_("Tingkat")),
        Column(key="sender", label=_("Surat dari"), value=lambda d: d.facilitation.institution, width=34),
        Column(key="letter_number", label=_("Nomor surat"), value=lambda d: d.facilitation.letter.letter_number,
               width=24, lead=_("No.")),
        Column(key="subject", label=_("Perihal"), value=lambda d: d.facilitation.letter.subject, width=40),
        Column(key="giver", label=_("Dari"), value=lambda d: d.by_position, width=36),
        Column(key="giver_name", label=_("Nama"), value=lambda d: d.by_name, width=30),
        Column(key="to", label=_("Diteruskan kepada"), value=lambda d: _to(d, responsible=True), width=36),
        Column(key="informed", label=_("Untuk diketahui"), value=lambda d: _to(d, responsible=False), width=36,
               lead=_("Tembusan:")),
        Column(key="instructions", label=_("Isi disposisi"), value=lambda d: "; ".join(d.instructions), width=40),
        Column(key="note", label=_("Catatan"), value=lambda d: d.note, width=40),
        Column(key="urgency", label=_("Sifat"), value=lambda d: str(d.get_urgency_display()), width=14),
        Column(key="security", label=_("Keamanan"), value=lambda d: str(d.get_security_display()), width=14),
        Column(key="due_on", label=_("Batas waktu"), value=lambda d: d.due_on, kind="date", width=14,
               lead=_("Batas")),
        Column(key="status", label=_("Status"), value=_status, width=14),
        Column(key="ended_at", label=_("Berakhir"), value=lambda d: d.ended_at, kind="moment"),
        Column(key="standing", label=_("Kedudukan berkas"), value=lambda d: standing(d.facilitation), width=28),
    ),
    cells=(
        Cell(_("Agenda"), ("agenda_number", "at", "tier"), 14, "on"),
        Cell(_("Surat dari dan perihal"), ("sender", "subject"), 24),
        Cell(_("Dari"), ("giver", "giver_name"), 18),
        Cell(_("Diteruskan kepada"), ("to", "informed"), 18),
        Cell(_("Isi disposisi dan catatan"), ("instructions", "note"), 26),
        Cell(_("Sifat"), ("urgency", "due_on"), 10),
        Cell(_("Status"), ("status",), 10),
    ),
)  # fmt: skip
