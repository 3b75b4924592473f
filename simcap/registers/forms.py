"""What a register is narrowed to: one form for the page, kept views, exports and the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.definitions import in_force
from simcap.facilitation.forms import DayField
from simcap.facilitation.stage_choices import choice_label, stage_choices, stages_chosen
from simcap.intake.forms import PlaceInput
from simcap.intake.models import Region
from simcap.people.days import midnight, today_of
from simcap.people.models import Office, Officer

from .book import Book
from .periods import PERIODS, days_of, period_text
from .queries import Wanted


class PlaceField(forms.CharField):
    """A kabupaten/kota, kecamatan or nagari by its code."""

    widget = PlaceInput
    default_error_messages = {"unknown": _("Tempat ini tidak dikenal.")}

    def clean(self, value: Any) -> str:
        code: str = super().clean(value)
        if code and not Region.objects.filter(code=code).exists():
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return code


class BookFilter(forms.Form):
    """The filter of a register. What does not fit is said beside its field and narrows nothing."""

    q = forms.CharField(
        label=_("Cari"), required=False, max_length=100,
        help_text=_("Kata dari surat, tempat, disposisi, catatan, laporan, atau nomor. Kata berurutan: “dalam kutip”."),
    )  # fmt: skip
    period = forms.ChoiceField(label=_("Periode"), required=False, choices=[("", _("Semua")), *PERIODS.items()])
    from_on = DayField(label=_("Dari tanggal"), required=False)
    until_on = DayField(label=_("Sampai tanggal"), required=False)
    place = PlaceField(label=_("Wilayah"), required=False)
    at = forms.ChoiceField(label=_("Kedudukan berkas"), required=False)
    officer = forms.ModelChoiceField(
        label=_("Petugas"), required=False, queryset=Officer.objects.none(), empty_label=_("Semua"),
        help_text=_("Menandatangani, mengoordinasi, anggota tim, atau mengerjakan salah satu langkah."),
    )  # fmt: skip
    order = forms.ChoiceField(label=_("Urutan"), required=False)

    def __init__(self, data: Mapping[str, Any], *, book: Book, office: Office) -> None:
        super().__init__(data)
        self.book, self.office, self.revision = book, office, in_force(office)
        on = str(book.on_label)
        on = on[:1].lower() + on[1:]
        choices: Any = self.fields
        choices["at"].choices = stage_choices(self.revision)
        choices["officer"].queryset = office.officers.order_by("name")
        choices["from_on"].help_text = _now("Menurut %(on)s.") % {"on": on}
        choices["order"].choices = [
            ("", _now("Terbaru dahulu (%(on)s)") % {"on": on}),
            ("oldest", _now("Terlama dahulu (%(on)s)") % {"on": on}),
            ("soonest", _now("Jadwal kegiatan paling awal")), ("latest", _now("Jadwal kegiatan paling akhir")),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _now("Akhir harus sesudah awal."))
        return cleaned

    def days(self) -> tuple[date | None, date | None]:
        """First and last day; days that were typed count before a period that was chosen."""
        given = self.cleaned_data
        if given.get("from_on") or given.get("until_on"):
            return given.get("from_on"), given.get("until_on")
        if not given.get("period"):
            return None, None
        return days_of(given["period"], today_of(self.office))

    def wanted(self) -> Wanted:
        """What is asked for, as the query takes it."""
        self.is_valid()
        given = self.cleaned_data
        first, last = self.days()
        return Wanted(
            words=given.get("q", ""), from_at=self._midnight(first), place=given.get("place", ""),
            until_at=self._midnight(last + timedelta(days=1) if last else None), is_open=given.get("at") == "open",
            has_beside=given.get("at") == "beside",
            stages=stages_chosen(self.revision, given.get("at", "")), officer=given.get("officer"),
            order=given.get("order") or "newest",
        )  # fmt: skip

    def _midnight(self, day: date | None) -> datetime | None:
        return midnight(day, self.office) if day else None

    def in_words(self) -> str:
        """The filter as a person says it; empty for the whole book."""
        self.is_valid()
        return "; ".join(self._words())

    def _words(self) -> Iterator[str]:
        given = self.cleaned_data
        if said := period_text(*self.days()):
            yield said
        if code := given.get("place"):
            yield ", ".join(_places(code))
        if given.get("at"):
            yield choice_label(self.revision, given["at"])
        if given.get("officer"):
            yield _now("petugas %(name)s") % {"name": given["officer"].name}
        if words := given.get("q"):
            yield _now("memuat “%(words)s”") % {"words": words}

    def query(self, **changed: str) -> str:
        """The filter as in an address, in one spelling: only what was given and fits, some of it changed."""
        self.is_valid()
        kept = {name: self.cleaned_data.get(name) for name in self.fields}
        plain = {name: str(value.pk if isinstance(value, Officer) else value) for name, value in kept.items() if value}
        return urlencode({name: value for name, value in (plain | changed).items() if value})

    @property
    def has_more(self) -> bool:
        """Whether more is asked for than words and a quick period: then the page shows the whole form."""
        return any(self.cleaned_data.get(name) for name in ("from_on", "until_on", "place", "at", "officer", "order"))


def _places(code: str) -> Iterator[str]:
    """From the smallest to the kabupaten."""
    lengths = [one for one in (13, 8, 5) if one <= len(code)]
    names = dict(Region.objects.filter(code__in=[code[:one] for one in lengths]).values_list("code", "name"))
    for one in lengths:
        yield f"Kec. {names[code[:8]]}" if one == 8 else str(names[code[:one]])


def filter_of(query: str, *, book: Book, office: Office) -> BookFilter:
    """The filter that a kept address stands for."""
    return BookFilter(QueryDict(query), book=book, office=office)
