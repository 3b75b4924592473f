"""The agenda of letters (buku agenda surat masuk): one row a letter, as it came in."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.models import Facilitation
from simcap.step1_disposition.models import Disposition

from .book import Book, Cell, Column, regency, standing


def _rows(cases: QuerySet[Facilitation]) -> QuerySet[Facilitation]:
    valid = Disposition.objects.filter(ended_at=None).prefetch_related("addressees").order_by("tier", "id")
    return cases.select_related("letter").prefetch_related(Prefetch("dispositions", queryset=valid, to_attr="tiers"))


def _addressee(case: Facilitation, tier: int) -> str:
    """Who is responsible by one of the tiers: by the first the letter was forwarded, by the last it is handled."""
    tiers: list[Disposition] = case.tiers  # type: ignore[attr-defined]  # prefetched by `_rows`
    return next((each.label for one in tiers[tier:][:1] for each in one.addressees.all() if each.responsible), "")


def _told(case: Facilitation) -> str:
    tiers: list[Disposition] = case.tiers  # type: ignore[attr-defined]
    return "; ".join([*tiers[0].instructions, *([tiers[0].note] if tiers[0].note else [])]) if tiers else ""


AGENDA = Book(
    code="agenda",
    title=_("Buku agenda surat masuk"),
    about=_("Setiap surat permintaan yang diterima: dari siapa, perihal, diteruskan kepada siapa."),
    rows=_rows, path="", on="registered_at", on_label=_("Tanggal diterima"), mark="agenda_number",
    columns=(
        Column(key="agenda_number", label=_("No. agenda"), value=lambda c: c.agenda_number),
        Column(key="registered_at", label=_("Dicatat"), value=lambda c: c.registered_at, kind="moment"),
        Column(key="received_on", label=_("Tanggal terima"), value=lambda c: c.letter.received_on, kind="date",
               lead=_("Terima"), width=14),
        Column(key="sender", label=_("Surat dari"), value=lambda c: c.institution, width=34),
        Column(key="letter_number", label=_("Nomor surat"), value=lambda c: c.letter.letter_number, width=24,
               lead=_("No.")),
        Column(key="letter_on", label=_("Tanggal surat"), value=lambda c: c.letter.letter_on, kind="date", width=14,
               lead=_("Tgl.")),
        Column(key="subject", label=_("Perihal"), value=lambda c: c.letter.subject, width=40),
        Column(key="event", label=_("Kegiatan"), value=lambda c: c.event, width=36),
        Column(key="purpose", label=_("Tujuan"), value=lambda c: str(c.letter.get_purpose_display()), width=24),
        Column(key="place", label=_("Tempat"), value=lambda c: c.place_label, width=44),
        Column(key="regency", label=_("Kabupaten/kota"), value=regency, width=24),
        Column(key="starts_at", label=_("Mulai"), value=lambda c: c.starts_at, kind="moment"),
        Column(key="ends_at", label=_("Selesai"), value=lambda c: c.ends_at, kind="moment", lead=_("s.d.")),
        Column(key="urgency", label=_("Sifat"), value=lambda c: str(c.get_urgency_display()), width=14),
        Column(key="security", label=_("Keamanan"), value=lambda c: str(c.get_security_display()), width=14),
        Column(key="channel", label=_("Cara masuk"), value=lambda c: str(c.get_channel_display()), width=14),
        Column(key="instructions", label=_("Isi disposisi"), value=_told, width=40),
        Column(key="forwarded", label=_("Diteruskan kepada"), value=lambda c: _addressee(c, 0), width=40),
        Column(key="handler", label=_("Ditangani oleh"), value=lambda c: _addressee(c, -1), width=40),
        Column(key="standing", label=_("Kedudukan"), value=standing, width=28),
        Column(key="closed_at", label=_("Ditutup"), value=lambda c: c.closed_at, kind="moment"),
    ),
    cells=(
        Cell(_("Agenda"), ("agenda_number", "received_on"), 16, "on"),
        Cell(_("Surat dari, nomor, tanggal"), ("sender", "letter_number", "letter_on"), 22),
        Cell(_("Perihal dan kegiatan"), ("subject", "event"), 22),
        Cell(_("Tempat dan jadwal"), ("place", "starts_at", "ends_at"), 22, "schedule"),
        Cell(_("Sifat"), ("urgency",), 8),
        Cell(_("Diteruskan kepada, isi disposisi"), ("forwarded", "instructions"), 20),
        Cell(_("Kedudukan"), ("standing",), 14),
    ),
)  # fmt: skip
