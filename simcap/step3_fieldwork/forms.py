"""Forms of step 3: preparation and hand-over, start, log, finish with the field report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simcap.documents.models import Attachment
from simcap.facilitation.forms import ActForm, AttachmentField, MomentField, RowForm, Rows
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.signature import SignatureField
from simcap.resources.models import ChecklistItem

from .models import EquipmentLine, FieldReport, LogEntry
from .queries import HOST_STATEMENT, equipment_of, handed_over, host_place, log_figures

TWO_ROWS = forms.Textarea(attrs={"rows": 2})
RATE: dict[str, Any] = {"min_value": 0, "max_value": 100_000, "max_digits": 8, "decimal_places": 2, "localize": True}


class CheckRow(RowForm):
    """One line of the checklist (daftar periksa)."""

    item = forms.CharField(max_length=120, widget=forms.HiddenInput)
    ok = forms.BooleanField(label=_("Sudah"), required=False)
    note = forms.CharField(
        label=_("Catatan"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Catatan")}),
    )


class EquipmentRow(RowForm):
    """One line of the equipment that goes out."""

    name = forms.CharField(label=_("Peralatan"), max_length=120)
    unit = forms.CharField(label=_("Satuan"), max_length=20, required=False)
    out_count = forms.IntegerField(label=_("Jumlah"), min_value=0, max_value=999)
    out_condition = forms.ChoiceField(label=_("Keadaan"), choices=EquipmentLine.Condition.choices)


class PrepareForm(ActForm):
    """The preparation checklist, ticked, and the equipment that goes out (serah terima)."""

    odometer_out_km = forms.IntegerField(label=_("Odometer berangkat (km)"), min_value=0, max_value=9_999_999)
    rows = {
        "checks": Rows(CheckRow, label=_("Daftar periksa"), at_most=80),
        "equipment": Rows(EquipmentRow, label=_("Peralatan yang dibawa"), at_least=1, at_most=80),
    }

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        items = list(ChecklistItem.objects.filter(office=occasion.office, is_active=True))
        return {
            "checks": [{"item": one.text} for one in items if one.kind == ChecklistItem.Kind.CHECK],
            "equipment": [
                {"name": one.text, "unit": one.unit, "out_count": one.usual_count, "out_condition": "good"}
                for one in items
                if one.kind == ChecklistItem.Kind.EQUIPMENT
            ],
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.occasion is None:
            return cleaned
        items = ChecklistItem.objects.filter(office=self.occasion.office, is_active=True, required=True)
        ticked = {
            line.cleaned_data.get("item")
            for line in self.lists["checks"].forms
            if line.is_valid() and line.cleaned_data.get("ok")
        }
        out = {
            line.cleaned_data.get("name")
            for line in self.lists["equipment"].forms
            if line.is_valid() and line.cleaned_data.get("out_count")
        }
        self._check_names()
        for item in items:
            if item.text not in (ticked if item.kind == ChecklistItem.Kind.CHECK else out):
                self._refuse(item)
        return cleaned

    def _check_names(self) -> None:
        seen: set[str] = set()
        for line in self.lists["equipment"].forms:
            name = line.cleaned_data.get("name") if line.is_valid() else None
            if name and name in seen:
                line.add_error("name", _("Peralatan ini sudah ada dalam daftar."))
            seen.add(name or "")

    def _refuse(self, item: ChecklistItem) -> None:
        sentence = (
            _("Wajib diperiksa sebelum berangkat: %(item)s.")
            if item.kind == ChecklistItem.Kind.CHECK
            else _("Peralatan wajib belum dibawa: %(item)s.")
        )
        name, key = ("checks", "item") if item.kind == ChecklistItem.Kind.CHECK else ("equipment", "name")
        for line in self.lists[name].forms:
            if line.is_valid() and line.cleaned_data.get(key) == item.text:
                line.add_error("ok" if name == "checks" else "out_count", sentence % {"item": item.text})
                return
        self.add_error(None, sentence % {"item": item.text})


class StartForm(ActForm):
    """The start of the activity."""

    text = forms.CharField(label=_("Catatan awal"), max_length=1000, required=False, widget=TWO_ROWS)


class LogForm(ActForm):
    """One log entry (catatan kegiatan): a note, a measurement, an outage, an incident, visitors, a photo."""

    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[choice for choice in LogEntry.Kind.choices if choice[0] != LogEntry.Kind.START]
    )
    text = forms.CharField(label=_("Uraian"), max_length=2000, required=False, widget=TWO_ROWS)
    down_mbps = forms.DecimalField(label=_("Unduh (Mbps)"), required=False, **RATE)
    up_mbps = forms.DecimalField(label=_("Unggah (Mbps)"), required=False, **RATE)
    latency_ms = forms.IntegerField(label=_("Latensi (ms)"), required=False, min_value=0, max_value=100_000)
    users_count = forms.IntegerField(
        label=_("Pengguna/pengunjung saat ini"), required=False, min_value=0, max_value=1_000_000
    )
    outage_minutes = forms.IntegerField(label=_("Lama gangguan (menit)"), required=False, min_value=0, max_value=10_000)
    photo = AttachmentField(label=_("Foto"), required=False, pictures_only=True)
    caption = forms.CharField(label=_("Keterangan foto"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        measured = [
            cleaned.get(name) for name in ("down_mbps", "up_mbps", "latency_ms", "users_count", "outage_minutes")
        ]
        if kind == LogEntry.Kind.MEASUREMENT and all(value is None for value in measured[:3]):
            self.add_error("down_mbps", _("Isi sedikitnya satu hasil pengukuran."))
        if kind == LogEntry.Kind.VISITORS and cleaned.get("users_count") is None:
            self.add_error("users_count", _("Isi jumlah pengunjung."))
        if kind == LogEntry.Kind.OUTAGE and cleaned.get("outage_minutes") is None:
            self.add_error("outage_minutes", _("Isi lama gangguan."))
        if (
            not cleaned.get("text")
            and not cleaned.get("photo")
            and all(value is None for value in measured)
            and not self.errors
        ):
            self.add_error("text", _("Tulis uraian, isi pengukuran, atau lampirkan foto."))
        return cleaned


class ReturnRow(RowForm):
    """One line of the equipment that comes back."""

    name = forms.CharField(label=_("Peralatan"), max_length=120, widget=forms.HiddenInput)
    in_count = forms.IntegerField(label=_("Kembali"), min_value=0, max_value=999)
    in_condition = forms.ChoiceField(label=_("Keadaan"), choices=EquipmentLine.Condition.choices)
    in_note = forms.CharField(label=_("Penjelasan"), max_length=200, required=False)


def _count(label: Any, *, at_most: int = 1_000_000) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=at_most)


#: What each way of the host's confirmation needs, and what is said when it is not there.
HOST_NEEDS = {
    FieldReport.HostWay.SCREEN: "host_strokes", FieldReport.HostWay.PAGE: "host_page",
    FieldReport.HostWay.NONE: "host_reason",
}  # fmt: skip
HOST_MISSING = {
    "host_strokes": _("Tanda tangan belum digambar."),
    "host_page": _("Unggah foto halaman yang ditandatangani."),
    "host_reason": _("Tuliskan sebabnya."),
}


def check_host(form: ActForm, cleaned: dict[str, Any]) -> None:
    """The host confirms in one way, and only what belongs to that way is taken."""
    if (way := cleaned.get("host_way")) is None:
        return
    needed = HOST_NEEDS[way]
    for name, sentence in HOST_MISSING.items():
        if name != needed:
            cleaned[name] = None if name == "host_page" else ""
            form.errors.pop(name, None)
        elif not cleaned.get(name) and name not in form.errors:
            form.add_error(name, sentence)
    signed = cleaned.get("host_signed_at")
    if signed and form.occasion and signed > form.occasion.recorded_at:
        form.add_error("host_signed_at", _("Waktu tidak boleh di masa depan."))


class FinishForm(ActForm):
    """The field report (laporan lapangan): figures, equipment back, the host's confirmation."""

    finished_at = MomentField(label=_("Layanan berakhir"), help_text=_("Saat layanan dimatikan."))
    on_air_hours = forms.DecimalField(
        label=_("Lama mengudara (jam)"), min_value=0, max_value=9999, max_digits=6, decimal_places=2, localize=True
    )
    male_count = _count(_("Pengunjung laki-laki"))
    female_count = _count(_("Pengunjung perempuan"))
    child_count = _count(_("Anak (di bawah 18 tahun)"))
    adult_count = _count(_("Dewasa (18–59 tahun)"))
    elderly_count = _count(_("Lansia (60 tahun ke atas)"))
    disability_count = _count(_("Penyandang disabilitas"))
    device_count = _count(_("Perangkat terhubung (terbanyak)"))
    down_mbps = forms.DecimalField(label=_("Unduh rata-rata (Mbps)"), **RATE)
    up_mbps = forms.DecimalField(label=_("Unggah rata-rata (Mbps)"), **RATE)
    latency_ms = _count(_("Latensi rata-rata (ms)"), at_most=100_000)
    outage_count = _count(_("Jumlah gangguan"), at_most=10_000)
    outage_minutes = _count(_("Total gangguan (menit)"), at_most=100_000)
    genset_hours = forms.DecimalField(
        label=_("Jam genset"), min_value=0, max_value=9999, max_digits=6, decimal_places=2, localize=True
    )
    fuel_litres = forms.DecimalField(
        label=_("BBM terpakai (liter)"), min_value=0, max_value=99999, max_digits=7, decimal_places=2, localize=True
    )
    odometer_in_km = forms.IntegerField(label=_("Odometer kembali (km)"), min_value=0, max_value=9_999_999)
    incidents = forms.CharField(label=_("Kejadian"), max_length=2000, required=False, widget=TWO_ROWS)
    summary = forms.CharField(label=_("Ringkasan kegiatan"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    host_name = forms.CharField(label=_("Nama tuan rumah"), max_length=100)
    host_post = forms.CharField(label=_("Jabatan tuan rumah"), max_length=100)
    host_place = forms.CharField(label=_("Tempat"), max_length=300, required=False)
    host_signed_at = MomentField(label=_("Waktu"), required=False)
    host_way = forms.ChoiceField(
        label=_("Cara pernyataan"), choices=FieldReport.HostWay.choices, widget=forms.RadioSelect
    )
    host_strokes = SignatureField(label=_("Tanda tangan tuan rumah"), required=False)
    host_page = AttachmentField(label=_("Foto halaman yang ditandatangani tuan rumah"), required=False)
    host_reason = forms.CharField(
        label=_("Mengapa tuan rumah tidak menandatangani"), max_length=500, required=False, widget=TWO_ROWS,
        help_text=_("Tulis siapa yang seharusnya menandatangani dan sebabnya; dicetak dalam berita acara."),
    )  # fmt: skip
    #: What the host signs, word for word as the berita acara prints it.
    statement = HOST_STATEMENT
    rows = {"equipment": Rows(ReturnRow, label=_("Peralatan kembali"), at_most=80)}

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        lines = [
            {"name": one.name, "in_count": one.out_count, "in_condition": one.out_condition}
            for one in equipment_of(occasion.case)
        ]
        host = {
            "host_place": host_place(occasion.case), "host_signed_at": occasion.recorded_at,
            "host_way": FieldReport.HostWay.SCREEN,
        }  # fmt: skip
        return {**log_figures(occasion.case), **host, "equipment": lines}

    @classmethod
    def inputs_from_paper(cls, template: str, scan: Attachment) -> dict[str, Any]:
        if template != "host_confirmation":
            return {}
        return {"host_way": FieldReport.HostWay.PAGE, "host_page": scan}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_visitors(cleaned)
        check_host(self, cleaned)
        if self.occasion is None:
            return cleaned
        start, end = log_figures(self.occasion.case)["started_at"], cleaned.get("finished_at")
        if end and end > self.occasion.recorded_at:
            self.add_error("finished_at", _("Waktu tidak boleh di masa depan."))
        elif end and end < start:
            self.add_error("finished_at", _("Layanan tidak dapat berakhir sebelum dimulai."))
        elif (
            end
            and cleaned.get("on_air_hours") is not None
            and float(cleaned["on_air_hours"]) > (end - start).total_seconds() / 3600 + 0.1
        ):
            self.add_error("on_air_hours", _("Lebih lama daripada waktu antara mulai dan berakhir."))
        out = handed_over(self.occasion.case).odometer_out_km
        if (back := cleaned.get("odometer_in_km")) is not None and back < out:
            self.add_error("odometer_in_km", _("Tidak boleh kurang dari odometer berangkat (%(km)d km).") % {"km": out})
        self._check_equipment()
        return cleaned

    def _check_visitors(self, cleaned: dict[str, Any]) -> None:
        by_sex, by_age = ("male_count", "female_count"), ("child_count", "adult_count", "elderly_count")
        if any(cleaned.get(name) is None for name in (*by_sex, *by_age)):
            return
        total, aged = sum(cleaned[name] for name in by_sex), sum(cleaned[name] for name in by_age)
        if total != aged:
            sentence = _("Jumlah menurut umur (%(age)d) harus sama dengan jumlah pengunjung (%(total)d).")
            self.add_error("child_count", sentence % {"age": aged, "total": total})
        if (cleaned.get("disability_count") or 0) > total:
            self.add_error("disability_count", _("Melebihi jumlah pengunjung."))

    def _check_equipment(self) -> None:
        if self.occasion is None:
            return
        expected = {one.name: one for one in equipment_of(self.occasion.case)}
        for form in self.lists["equipment"].forms:
            if not form.is_valid() or not form.cleaned_data:  # a line left empty says nothing
                continue
            line = expected.pop(form.cleaned_data["name"], None)
            if line is None:
                form.add_error("name", _("Peralatan ini tidak dibawa."))
                continue
            back, note = form.cleaned_data["in_count"], form.cleaned_data["in_note"]
            if back > line.out_count:
                form.add_error("in_count", _("Yang dibawa hanya %(count)d.") % {"count": line.out_count})
            elif (back < line.out_count or form.cleaned_data["in_condition"] == "broken") and not note:
                form.add_error("in_note", _("Jelaskan yang kurang atau rusak."))
        for name in expected:
            self.add_error(None, _("Belum ada keterangan kembali untuk: %(name)s.") % {"name": name})
