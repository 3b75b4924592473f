"""The yearly summary (ringkasan tahunan) as tables: one description for the page, the paper and the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from simcap.declining.models import Ground
from simcap.facilitation.models import Facilitation
from simcap.monitoring.figures import Spread, StepFigures

from .yearly import UNTOLD, Area, YearFigures

Cell = str | int | Decimal | None
NOTHING_AREA = Area(received=0, served=0, male=0, female=0, hours=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Heading:
    """One column. `share` is its part of the paper's width; `is_number` puts it to the right."""

    label: str
    share: int
    is_number: bool = True


@dataclass(frozen=True, kw_only=True)
class SummaryTable:
    """One table of the summary. `last_is_sum`: its last row adds up the others; `empty` stands in place of rows."""

    code: str
    title: str
    heads: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    last_is_sum: bool = False


def percent(part: int, whole: int) -> Decimal | None:
    """A share in per cent, with one decimal; None of nothing."""
    return round(Decimal(part) * 100 / whole, 1) if whole else None


def tables_of(now: YearFigures, before: YearFigures, names: Mapping[str, str]) -> tuple[SummaryTable, ...]:
    """All tables of a year beside the year before. `names`: every kabupaten/kota by its code."""
    return (_totals(now, before), _grounds(now, before), _areas(now, before, names), _steps(now, before))


def _years(now: YearFigures, before: YearFigures) -> tuple[Heading, ...]:
    return (
        Heading(label=str(now.year), share=3), Heading(label=str(before.year), share=3),
        Heading(label=_("Selisih"), share=3),
    )  # fmt: skip


def _beside(label: str, now: int | Decimal, before: int | Decimal) -> tuple[Cell, ...]:
    return (label, now, before, now - before)


def _totals(now: YearFigures, before: YearFigures) -> SummaryTable:
    return SummaryTable(
        code="totals", title=_("Permintaan dan hasilnya"),
        heads=(Heading(label=_("Uraian"), share=12, is_number=False), *_years(now, before)),
        rows=tuple(_beside(label, one, other) for (label, one), (_l, other) in zip(_lines(now), _lines(before),
                                                                                 strict=True)),
    )  # fmt: skip


def _lines(one: YearFigures) -> Iterator[tuple[str, int | Decimal]]:
    yield _("Permintaan diterima"), sum(one.received.values())
    for channel in Facilitation.Channel:
        yield _("– melalui %(channel)s") % {"channel": channel.label}, one.received.get(channel.value, 0)
    yield _("Dilayani (kegiatan dilaksanakan)"), one.served
    yield _("Laporan kegiatan diterima Kepala"), one.accepted
    yield _("Ditolak dengan surat"), sum(one.declined.values())
    yield _("Dibatalkan"), one.cancelled
    yield _("Pernah ditunda"), one.postponed
    yield _("Masih berjalan pada akhir tahun"), one.open_at_end
    yield _("Penerima manfaat (pengunjung)"), one.people["male"] + one.people["female"]
    words = {
        "male": _("– laki-laki"), "female": _("– perempuan"), "child": _("– anak"), "adult": _("– dewasa"),
        "elderly": _("– lansia"), "disability": _("– penyandang disabilitas"),
        "device": _("Perangkat yang tersambung"),
    }  # fmt: skip
    for name, label in words.items():
        yield label, one.people[name]
    yield _("Jam mengudara"), one.hours


def _grounds(now: YearFigures, before: YearFigures) -> SummaryTable:
    codes = [code for code in Ground.values if now.declined.get(code) or before.declined.get(code)]
    return SummaryTable(
        code="grounds", title=_("Alasan penolakan"),
        heads=(Heading(label=_("Alasan"), share=12, is_number=False), *_years(now, before)),
        rows=tuple(
            _beside(str(Ground(code).label), now.declined.get(code, 0), before.declined.get(code, 0)) for code in codes
        ),
        empty=_("Tidak ada permintaan yang ditolak pada kedua tahun."),
    )  # fmt: skip


def _areas(now: YearFigures, before: YearFigures, names: Mapping[str, str]) -> SummaryTable:
    """Every kabupaten/kota, also those from which nothing came; then what is not told by place; then the sum."""
    found = {**dict.fromkeys(names), **dict.fromkeys(now.areas)}
    found.pop(UNTOLD, None)
    rows = [(code, names.get(code, code), *_area_cells(now, before, code)) for code in sorted(found)]
    if UNTOLD in now.areas or UNTOLD in before.areas:
        rows.append(("–", _("Tidak dirinci (klasifikasi R/SR)"), *_area_cells(now, before, UNTOLD)))
    sums = [sum(row[at] for row in rows) for at in range(2, 9)]  # type: ignore[misc]
    labels = (
        _("Diterima"), _("Dilayani"), pgettext("laki-laki", "L"), pgettext("perempuan", "P"), _("Pengunjung"),
        _("Jam mengudara"), _("Dilayani %(year)d") % {"year": before.year},
    )  # fmt: skip
    return SummaryTable(
        code="areas", title=_("Menurut kabupaten/kota"),
        heads=(
            Heading(label=_("Kode"), share=2, is_number=False),
            Heading(label=_("Kabupaten/kota"), share=8, is_number=False),
            *(Heading(label=label, share=3) for label in labels),
        ),
        rows=(*rows, ("", _("Jumlah seluruhnya"), *sums)), last_is_sum=True,
    )  # fmt: skip


def _area_cells(now: YearFigures, before: YearFigures, code: str) -> tuple[int | Decimal, ...]:
    one, earlier = now.areas.get(code, NOTHING_AREA), before.areas.get(code, NOTHING_AREA)
    people = one["male"] + one["female"]
    return one["received"], one["served"], one["male"], one["female"], people, one["hours"], earlier["served"]


def _steps(now: YearFigures, before: YearFigures) -> SummaryTable:
    earlier = {one.step.no: one for one in before.steps} if before.revision == now.revision else {}
    return SummaryTable(
        code="steps", title=_("Pemenuhan standar menurut langkah SOP"),
        heads=(
            Heading(label=_("No."), share=1), Heading(label=_("Langkah"), share=9, is_number=False),
            Heading(label=_("Mutu baku waktu"), share=5, is_number=False), Heading(label=_("Kasus"), share=2),
            Heading(label=_("Memenuhi"), share=3), Heading(label=_("% memenuhi"), share=3),
            Heading(label=_("%% memenuhi %(year)d") % {"year": before.year}, share=3),
            Heading(label=_("Nilai tengah (menit)"), share=3),
            Heading(label=_("90% kasus (menit)"), share=3),
        ),
        rows=tuple(_step_cells(one, earlier.get(one.step.no)) for one in now.steps),
    )  # fmt: skip


def _step_cells(one: StepFigures, before: StepFigures | None) -> tuple[Cell, ...]:
    taken = measured(one)
    return (
        one.step.no, one.step.label.text(get_language() or "id"), standard_text(one), one.cases, one.kept,
        percent(one.kept, one.cases), percent(before.kept, before.cases) if before else None,
        taken.p50 if taken else None, taken.p90 if taken else None,
    )  # fmt: skip


def measured(one: StepFigures) -> Spread | None:
    """What the standard is held against: handling or, where it is Tentatif, the time after the window of the SPT."""
    return one.handling if one.step.standard_minutes is not None else one.late


def standard_text(one: StepFigures) -> str:
    """The standard as signed, with the tolerance by which it is measured."""
    tolerance = one.step.tolerance_minutes
    words = ngettext("toleransi %(n)d menit", "toleransi %(n)d menit", tolerance) % {"n": tolerance}
    return f"{one.step.time_text} ({words})"


def meanings() -> tuple[str, ...]:
    """What each figure counts, and in which year a case counts; printed below the tables."""
    return (
        _("Permintaan diterima: surat yang mendapat nomor agenda; dihitung pada tahun pendaftarannya."),
        _("Dilayani: kegiatan yang selesai dilaksanakan dengan laporan lapangan; dihitung pada tahun kegiatan selesai, "
          "juga bila laporan kegiatannya baru diterima tahun berikutnya. Penerima manfaat dan jam mengudara berasal "
          "dari laporan lapangan yang sama."),
        _("Laporan kegiatan diterima: berkas yang selesai menurut SOP; dihitung pada tahun penerimaan laporan."),
        _("Ditolak: permintaan yang surat penolakannya telah ditandatangani; dihitung pada tahun penandatanganan."),
        _("Dibatalkan: berkas yang berhenti tanpa surat penolakan; dihitung pada tahun pembatalan."),
        _("Pernah ditunda: berkas yang jadwalnya diundurkan pada tahun itu, dihitung satu kali; berkas itu juga "
          "terhitung pada hasil akhirnya."),
        _("Masih berjalan: terdaftar sampai akhir tahun dan belum berakhir pada hari terakhir tahun itu."),
        _("Pengunjung dihitung tiap kegiatan; orang yang datang ke dua kegiatan terhitung dua kali."),
        _("Kabupaten/kota menurut kode Kemendagri tempat kegiatan. Berkas klasifikasi R dan SR dihitung, tetapi "
          "tempatnya tidak dirinci."),
        _("Pemenuhan standar: tiap langkah dihitung saat selesai; memenuhi bila waktu pengerjaan (menit kerja, tanpa "
          "waktu tunggu) tidak melewati mutu baku waktu beserta toleransinya. Langkah “Tentatif” diukur dari akhir "
          "jadwal pada SPT. Tiap tahun dihitung menurut SOP yang terbanyak dipakai; tahun dengan SOP lain tidak "
          "diperbandingkan."),
    )  # fmt: skip
