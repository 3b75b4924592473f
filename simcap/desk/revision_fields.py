"""The structured form of a revision: its blocks, each field with its words, and beside it what the loader refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from simcap.revisions import editing
from simcap.revisions.editing import Content, Place, place_named
from simcap.revisions.models import Revision
from simcap.revisions.reading import Reading, id_is_taken
from simcap.revisions.reasons import told

Words = str | Promise
_WORDS: Mapping[str, Words] = {
    "id": _("Kode revisi"), "label.id": _("Sebutan (Indonesia)"), "label.en": _("Sebutan (Inggris)"),
    "public.id": _("Untuk pemohon (Indonesia)"), "public.en": _("Untuk pemohon (Inggris)"),
    "number": _("Nomor SOP"), "unit": _("Nama unit"), "division": _("Nama bidang"), "name": _("Nama SOP"),
    "made_on": _("Tanggal pembuatan"), "revised_on": _("Tanggal revisi"), "effective_on": _("Tanggal efektif"),
    "signed_by_post": _("Disahkan oleh (jabatan)"), "signed_by_name": _("Disahkan oleh (nama)"),
    "signed_by_nip": _("Disahkan oleh (NIP)"), "legal_basis": _("Dasar hukum"),
    "qualifications": _("Kualifikasi pelaksana"), "related": _("Keterkaitan"),
    "equipment": _("Peralatan/perlengkapan"), "warnings": _("Peringatan"), "records": _("Pencatatan dan pendataan"),
    "text": _("Uraian kegiatan"), "performers": _("Pelaksana"), "input_text": _("Kelengkapan"),
    "time_text": _("Waktu seperti tertulis"), "standard": _("Standar (menit kerja)"),
    "tolerance_minutes": _("Toleransi (menit kerja)"), "output_text": _("Output"), "note_text": _("Keterangan"),
    "stages": _("Urutan paraf"),
}  # fmt: skip
_DAY = _("Tulis tahun-bulan-tanggal, misalnya 2026-11-22; kosong bila belum ada.")
_HELP: Mapping[str, Words] = {
    "id": _("Huruf kecil, angka, titik, _, dan -. Harus berbeda dari kode SOP lain."),
    "made_on": _("Tulis tahun-bulan-tanggal, misalnya 2026-11-22."), "revised_on": _DAY, "effective_on": _DAY,
    "time_text": _("Misalnya “± 5 menit”, “1 jam”, “2 hari”, atau “Tentatif”."),
    "standard": _("Bilangan, atau “Tentatif”; sama dengan waktu yang tertulis."),
    "stages": _("Satu tahap sebaris, paling banyak tiga. Bila urutannya diubah, baris alurnya harus ikut diubah."),
}  # fmt: skip
_PER_LINE = _("Satu butir sebaris.")


@dataclass(frozen=True, slots=True)
class Option:
    """One box to mark."""

    name: str
    label: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field on the page. `stored` is what somebody else has saved meanwhile, where it differs."""

    place: Place
    label: Words
    help: Words = ""
    error: str = ""
    stored: str = ""
    options: tuple[Option, ...] = ()
    suffix: str = ""

    @property
    def describers(self) -> str:
        """The ids of what is read out with the control."""
        ids = [f"{self.place.slug}-error"]
        return " ".join([f"{self.place.slug}-help", *ids] if self.help else ids)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: a step, a performer."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the form. `is_folded`: closed until it is asked for, or holds what is refused."""

    anchor: str
    title: Words
    groups: tuple[Group, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the loader makes of a text, in words. `place`: the field that it is about, if the form has one."""

    key: str
    sentence: str
    place: Place | None

    @property
    def is_good(self) -> bool:
        """Whether it can be proposed."""
        return not self.sentence


def verdict_on(reading: Reading, content: Content | None, *, but: Revision) -> Verdict:
    """The first thing that stands in the way, in the reader's language, and where on the form it belongs."""
    known = {one.key: one for one in editing.places(content)} if content is not None else {}
    if reading.definition is None:
        return Verdict(reading.key, told(reading.reason), place_named(reading.key, known))
    if id_is_taken(reading.definition.id, but=but):
        sentence = gettext("SOP dengan kode %(id)s sudah ada; beri kode lain") % {"id": reading.definition.id}
        return Verdict("id", sentence, known.get("id"))
    return Verdict("", "", None)


def blocks_of(content: Content, verdict: Verdict, *, language: str, stored: Content | None = None) -> tuple[Block, ...]:
    """The whole form. `stored`: the content that somebody else has saved since."""
    make = _Maker(content, verdict, language, {one.key: one for one in editing.places(stored)} if stored else {})
    return (
        Block("identitas", gettext_lazy("Identitas SOP"), (make.group("", editing.identity_places(content)),)),
        Block("daftar", gettext_lazy("Isi kotak identitas"), (make.group("", editing.list_places(content)),)),
        Block("langkah", gettext_lazy("Langkah"), make.groups(editing.step_places(content), gettext("Langkah %s"))),
        make.folded("pelaksana", gettext_lazy("Sebutan pelaksana"), editing.performer_places(content)),
        make.folded("paraf", gettext_lazy("Rantai paraf"), {"": editing.paraf_places(content)}),
        make.folded("tahap", gettext_lazy("Sebutan tahap"), editing.stage_places(content)),
        make.folded("tindakan", gettext_lazy("Sebutan tindakan"), editing.act_places(content)),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    content: Content
    verdict: Verdict
    language: str
    stored: Mapping[str, Place]

    def group(self, title: str, places: Sequence[Place]) -> Group:
        return Group(title, tuple(self.field(one) for one in places))

    def groups(self, found: Mapping[str, Sequence[Place]], title: str = "%s") -> tuple[Group, ...]:
        return tuple(self.group(title % key.partition(".")[2] if key else "", one) for key, one in found.items())

    def folded(self, anchor: str, title: Words, found: Mapping[str, Sequence[Place]]) -> Block:
        groups = self.groups(found)
        is_open = any(field.error or field.stored for group in groups for field in group.fields)
        return Block(anchor, title, groups, is_folded=not is_open)

    def field(self, place: Place) -> Field:
        name, short = _name(place.key)
        about = self.verdict.place and self.verdict.place.key == place.key
        help_text = _HELP.get(short, _PER_LINE if place.kind == "list" else "")
        other = self.stored.get(place.key)
        differs = other is not None and (other.value, set(other.marked)) != (place.value, set(place.marked))
        return Field(
            place, _WORDS[short], help_text, error=self.verdict.sentence if about else "",
            stored=_told_value(other) if differs and other else "",
            options=tuple(self._options(place)) if place.kind == "marks" else (),
            suffix=name if place.key.startswith("paraf.") else "",
        )  # fmt: skip

    def _options(self, place: Place) -> Iterator[Option]:
        performers = self.content.get("performers")
        for name, one in performers.items() if isinstance(performers, dict) else ():
            if isinstance(one, dict) and (one.get("in_table") is True or name in place.marked):
                yield Option(name, _label_of(one, self.language) or name, name in place.marked)
        known = performers if isinstance(performers, dict) else {}
        yield from (Option(name, name, is_marked=True) for name in place.marked if name not in known)


def _name(key: str) -> tuple[str, str]:
    """What a key is about, and the part of it that has words."""
    block, _dot, rest = key.partition(".")
    if not rest or block == "label":
        return "", key
    if block == "identity":
        return "", rest
    name, _dot, short = rest.partition(".")
    return name, short


def _label_of(table: Mapping[str, Any], language: str) -> str:
    label = table.get("label")
    return str(label.get("en" if language.startswith("en") else "id", "")) if isinstance(label, dict) else ""


def _told_value(place: Place) -> str:
    return ", ".join(place.marked) if place.kind == "marks" else place.value or "–"


def given_by(data: Mapping[str, Any], keys: Iterable[str]) -> dict[str, list[str]]:
    """What a form has sent for the fields that it has; the empty mark only says that the boxes were there."""
    return {key: [one for one in data.getlist(key) if one or "performers" not in key] for key in keys if key in data}  # type: ignore[attr-defined]
