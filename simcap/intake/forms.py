"""Forms of the intake: registering a letter, returning it as incomplete, completing it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from simcap import clock
from simcap.facilitation.forms import ActForm, AttachmentField, AttachmentInput, DayField, MomentField, RowForm, Rows
from simcap.facilitation.models import Security
from simcap.facilitation.occasion import Occasion
from simcap.people.days import today_of

from .models import Power, Purpose, Region, Road, Sender, Service, Signal
from .regions import EAST, NORTH, SOUTH, WEST, chosen_place, pair_in, place_choices, place_label

PHONE = RegexValidator(r"^\+?[0-9][0-9 ()-]{6,20}$", _("Tulis nomor telepon, misalnya 0812 3456 7890."))
#: Nothing is chosen for the requester: a wrong guess would count as his word.
CHOOSE = ("", _("Pilih"))
#: What is usually missing (belum lengkap); an official adds his own words in the note.
REASONS = [
    ("letter_unreadable", _("Surat tidak terbaca atau tidak lengkap")),
    ("letter_unsigned", _("Surat belum ditandatangani pimpinan instansi")),
    ("window_unclear", _("Tanggal atau jam kegiatan belum jelas")),
    ("place_unclear", _("Tempat kegiatan belum jelas")),
    ("contact_missing", _("Narahubung tidak dapat dihubungi")),
    ("site_unclear", _("Keterangan listrik, sinyal, atau akses jalan belum jelas")),
    ("other", _("Lainnya, lihat catatan")),
]


class PlaceInput(forms.Widget):
    """A place by kabupaten → kecamatan → nagari; also without JavaScript, by a button that asks for the next list.

    A page sends three lists, `place_regency`, `place_district` and `place`; the value is the deepest code that fits.
    """

    template_name = "forms/place.html"
    shape = "place"

    @staticmethod
    def words(code: Any) -> str:
        """The place as a printed form names it; empty until a nagari is chosen."""
        known = Region.objects.filter(code=str(code), level=Region.Level.VILLAGE).exists()
        return place_label(str(code)) if known else ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if f"{name}_regency" not in data:  # a program names the village alone
            return data.get(name)
        return chosen_place(*(data.get(key, "") for key in (f"{name}_regency", f"{name}_district", name)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_regency" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_regency" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["choices"] = place_choices(str(value or ""))
        context["described_by"] = context["widget"]["attrs"].get("aria-describedby", "")
        return context


class CoordinateInput(forms.TextInput):
    """One number of a point on the map. A point pasted whole into either box is taken apart."""

    def __init__(self, part: int, *, other: str) -> None:
        super().__init__(attrs={"inputmode": "text", "autocomplete": "off"})
        self.part, self.other = part, other
        self.shape = ("latitude", "longitude")[part]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        own, other = str(data.get(name) or ""), str(data.get(self.other) or "")
        pair = pair_in(own) or (pair_in(other) if not own.strip() else None)
        return pair[self.part] if pair else data.get(name)


class CoordinateField(forms.DecimalField):
    """Degrees with a point or a comma. More decimals than a phone can know are rounded away, not refused."""

    def __init__(self, part: int, *, lowest: Decimal, highest: Decimal, other: str, **kwargs: Any) -> None:
        outside = _("Titik ini di luar Sumatera Barat. Periksa kembali angkanya.")
        super().__init__(
            required=False, max_digits=9, decimal_places=6, min_value=lowest, max_value=highest,
            widget=CoordinateInput(part, other=other),
            error_messages={
                "min_value": outside, "max_value": outside, "invalid": _("Tulis angka, misalnya -0,947083."),
            },
            **kwargs,
        )  # fmt: skip

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.strip().removesuffix("°").replace("−", "-")
            value = value.replace(",", ".") if value.count(",") == 1 and "." not in value else value
        found: Decimal | None = super().to_python(value)
        if found is None or not found.is_finite() or abs(found) > 180:
            return found  # refused by what follows
        return round(found, 6)


class StagedInput(AttachmentInput):
    """A file that was uploaded already, by its name; another is not chosen in its place but beside it."""

    template_name = "forms/staged.html"


class AttachmentLine(RowForm):
    """One further file (lampiran) with the name that its sender gives it; without one it keeps its file's name."""

    file = AttachmentField(label=_("Berkas"), widget=StagedInput)
    title = forms.CharField(label=_("Nama lampiran"), required=False, max_length=100)


#: As many files may go along with a letter, or be added at once.
MOST_ATTACHMENTS = 10


class FileRows(Rows):
    """A list of files, with its own sentences for too few and too many."""

    def __init__(self, *, at_least: int = 0) -> None:
        super().__init__(AttachmentLine, label=_("Lampiran"), at_least=at_least, at_most=MOST_ATTACHMENTS)
        self.formset.default_error_messages = {
            "too_few_forms": _("Pilih paling sedikit satu berkas."),
            "too_many_forms": _("Paling banyak sepuluh berkas sekaligus."),
        }


#: A date that lies further back than this is taken for a mistyped year.
A_YEAR = timedelta(days=366)


def check_window(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """The end lies after the start. Adds the error beside the end."""
    start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
    if start and end and end <= start:
        form.add_error("ends_at", _("Waktu selesai harus sesudah waktu mulai."))


def check_not_over(form: ActForm, cleaned: dict[str, Any]) -> None:
    """Nobody asks online for what is over; a letter on paper may be registered late. Adds the error beside the end."""
    asks_online = form.occasion is not None and form.occasion.actor.kind == "requester"
    if asks_online and cleaned.get("ends_at") and cleaned["ends_at"] < clock.now():
        form.add_error("ends_at", _("Kegiatan ini sudah lewat. Periksa tanggalnya."))


class RegisterForm(ActForm):
    """The request letter (surat permintaan) and what it asks for. A requester fills it online, Agendaris from paper."""

    rows: ClassVar[dict[str, Rows]] = {"attachments": FileRows()}
    #: What a requester is asked, by what it is about; each is a page of the public form.
    groups: ClassVar[dict[str, tuple[str, ...]]] = {
        "sender": ("institution", "institution_kind", "contact_name", "contact_phone", "contact_email"),
        "event": ("event", "purpose", "starts_at", "ends_at", "visitors_count", "services"),
        "place": ("place", "site", "latitude", "longitude", "road", "power", "signal"),
        "letter": ("letter", "letter_number", "letter_on", "subject", "attachments", "notes"),
    }

    institution = forms.CharField(label=_("Instansi pemohon"), max_length=150)
    institution_kind = forms.ChoiceField(label=_("Jenis instansi"), required=False, choices=[CHOOSE, *Sender.choices])
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=80)
    letter_on = DayField(label=_("Tanggal surat"))
    received_on = DayField(label=_("Diterima tanggal"), required=False)
    subject = forms.CharField(label=_("Perihal"), max_length=200)
    security = forms.ChoiceField(label=_("Klasifikasi keamanan"), choices=Security.choices, required=False)
    event = forms.CharField(label=_("Nama kegiatan"), max_length=200)
    purpose = forms.ChoiceField(label=_("Tujuan"), choices=[CHOOSE, *Purpose.choices])
    place = forms.CharField(label=_("Nagari/desa/kelurahan"), max_length=13, widget=PlaceInput)
    site = forms.CharField(label=_("Lokasi"), max_length=200, help_text=_("Misalnya: halaman kantor wali nagari."))
    latitude = CoordinateField(0, lowest=SOUTH, highest=NORTH, other="longitude", label=_("Lintang"))
    longitude = CoordinateField(1, lowest=WEST, highest=EAST, other="latitude", label=_("Bujur"))
    starts_at = MomentField(label=_("Mulai"))
    ends_at = MomentField(label=_("Selesai"))
    visitors_count = forms.IntegerField(label=_("Perkiraan pengunjung"), min_value=1, max_value=1_000_000)
    power = forms.ChoiceField(label=_("Listrik di lokasi"), choices=[CHOOSE, *Power.choices])
    signal = forms.ChoiceField(label=_("Sinyal di lokasi"), choices=[CHOOSE, *Signal.choices])
    road = forms.ChoiceField(label=_("Akses jalan"), choices=[CHOOSE, *Road.choices])
    services = forms.MultipleChoiceField(
        label=_("Layanan yang diminta"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    contact_name = forms.CharField(label=_("Nama narahubung"), max_length=100)
    contact_phone = forms.CharField(label=_("Telepon narahubung"), max_length=30, validators=[PHONE])
    contact_email = forms.EmailField(label=_("Surel narahubung"), required=False)
    notes = forms.CharField(
        label=_("Keterangan lain"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    letter = AttachmentField(label=_("Surat permintaan (PDF atau foto)"))

    def prepare(self, occasion: Occasion) -> None:
        if occasion.actor.kind == "requester":
            del self.fields["received_on"], self.fields["security"]

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        today = today_of(occasion.office)
        return {"received_on": today, "security": Security.ORDINARY}

    def clean_place(self) -> str:
        code: str = self.cleaned_data["place"]
        if not Region.objects.filter(code=code, level=Region.Level.VILLAGE).exists():
            raise ValidationError(_("Pilih nagari, desa, atau kelurahan dari daftar."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_window(self, cleaned)
        self._check_point(cleaned)
        check_not_over(self, cleaned)
        letter, received = cleaned.get("letter_on"), cleaned.get("received_on")
        zone = ZoneInfo(self.occasion.office.time_zone) if self.occasion else ZoneInfo("Asia/Jakarta")
        today = clock.now().astimezone(zone).date()
        if letter and letter < today - A_YEAR:
            self.add_error("letter_on", _("Periksa tahunnya: surat ini berumur lebih dari satu tahun."))
        if cleaned.get("ends_at") and cleaned["ends_at"] < clock.now() - A_YEAR:
            self.add_error("ends_at", _("Periksa tahunnya: kegiatan ini sudah lewat lebih dari satu tahun."))
        if letter and letter > today:
            self.add_error("letter_on", _("Tanggal surat tidak boleh di masa depan."))
        if received and received > today:
            self.add_error("received_on", _("Tanggal terima tidak boleh di masa depan."))
        if letter and received and received < letter:
            self.add_error("received_on", _("Surat diterima paling cepat pada tanggal surat."))
        return cleaned

    def _check_point(self, cleaned: dict[str, Any]) -> None:
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if cleaned.get(other) is not None and name in cleaned and cleaned[name] is None:
                self.add_error(name, _("Isi lintang dan bujur, atau kosongkan keduanya."))


class ReturnIncompleteForm(ActForm):
    """What is missing (belum lengkap); the requester reads it as it stands."""

    reasons = forms.MultipleChoiceField(
        label=_("Yang belum lengkap"), choices=REASONS, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Catatan untuk pemohon"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "other" in cleaned.get("reasons", []) and not cleaned.get("note"):
            self.add_error("note", _("Tuliskan apa yang belum lengkap."))
        return cleaned


class ResubmitForm(ActForm):
    """The requester's completion (kelengkapan). Everything that was sent before is kept beside it."""

    answer = forms.CharField(label=_("Jawaban Anda"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    site = forms.CharField(label=_("Lokasi"), max_length=200)
    starts_at = MomentField(label=_("Mulai"))
    ends_at = MomentField(label=_("Selesai"))
    contact_phone = forms.CharField(label=_("Telepon narahubung"), max_length=30, validators=[PHONE])
    attachment = AttachmentField(label=_("Surat atau lampiran baru (PDF atau foto)"), required=False)

    @classmethod
    def initial_inputs(cls, occasion: Occasion) -> dict[str, Any]:
        case = occasion.case
        return {
            "site": case.letter.site,
            "starts_at": case.starts_at,
            "ends_at": case.ends_at,
            "contact_phone": case.letter.contact_phone,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_window(self, cleaned)
        check_not_over(self, cleaned)
        return cleaned


class AddAttachmentForm(ActForm):
    """Files that come after the request (lampiran susulan)."""

    rows: ClassVar[dict[str, Rows]] = {"attachments": FileRows(at_least=1)}
