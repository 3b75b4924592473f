"""A form as read → a draft definition; whatever the form cannot say is left as a named gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simcap.procedure.definition import Label
from simcap.procedure.gaps import gap
from simcap.procedure.reading import FORMAT
from simcap.procedure.signed_form import BLOCKS, SignedForm
from simcap.procedure.writing import toml_text

from .draft_steps import DraftSteps
from .labels import plain

LONGEST_ID = 60
HEAD = Label(
    id="Konsep definisi SOP hasil impor. Nilai yang diawali ??? adalah celah: isi dahulu, lalu jalankan "
    "simcap sop check. Kata-kata naskah tidak diubah, termasuk salah tulisnya.",
    en="Draft of an SOP definition, imported. A value that begins with ??? is a gap: fill it, then run "
    "simcap sop check. The words of the text are unchanged, its slips included.",
)
DOUBTS = Label(id="Yang perlu diperiksa:", en="To be checked:")
#: What no table tells: how a case moves.
MOVES = {
    "stages": Label(
        id="tahap berkas (held, suspended, end) tidak ada dalam naskah; ambil dengan --like dari SOP serupa",
        en="the stages of a case (held, suspended, end) are not in the text; take them with --like from a similar SOP",
    ),
    "acts": Label(
        id="tindakan dan perpindahan tahap tidak ada dalam naskah; ambil dengan --like",
        en="the acts and their moves are not in the text; take them with --like",
    ),
    "paraf": Label(
        id="rantai paraf tidak ada dalam naskah; ambil dengan --like", en="the paraf chains are not in the text; take "
        "them with --like",
    ),
}  # fmt: skip
NOT_LIKE = Label(
    id="Kolom pelaksana tidak sama dengan SOP contoh; tahap, tindakan, dan rantai paraf tidak diambil.",
    en="The performers’ columns differ from the model SOP; stages, acts and paraf chains were not taken from it.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft definition (konsep): its TOML, its content, and every doubt about it."""

    text: str
    content: dict[str, Any]
    warnings: tuple[Label, ...]


def draft_of(
    form: SignedForm, *, warnings: Iterable[Label] = (), like: Mapping[str, Any] | None = None, language: str = "id"
) -> Draft:
    """The draft of a form.

    `like`: the content of a definition file with the same performers' columns, from which performers, artefacts,
    stages, acts and paraf chains are taken; marks and tolerances are not. `language`: of gaps and remarks.
    """
    doubts = list(warnings)
    if like is not None and _columns(form) != _columns_of(like):
        doubts.append(NOT_LIKE)
        like = None
    steps = DraftSteps(form, like, language, doubts)
    content: dict[str, Any] = {"id": _revision(form, language), "format": FORMAT}
    content |= {} if like else {name: gap(why.text(language)) for name, why in MOVES.items()}
    content |= {
        "identity": _identity(form, language), "label": _label(form, like, language),
        "performers": steps.performers(), "artefacts": steps.artefacts(), "steps": steps.steps(),
    }  # fmt: skip
    if like:
        content |= {name: like[name] for name in MOVES if name in like}
    remarks = {"": _remarks(doubts, language), **steps.remarks}
    return Draft(toml_text(content, comments=remarks), content, tuple(dict.fromkeys(doubts)))


def _remarks(doubts: list[Label], language: str) -> list[str]:
    head = [HEAD.text(language)]
    return head if not doubts else [*head, DOUBTS.text(language), *(f"- {one.text(language)}" for one in doubts)]


def _columns(form: SignedForm) -> set[str]:
    return {plain(name) for name in form.performers}


def _columns_of(like: Mapping[str, Any]) -> set[str]:
    return {plain(one["label"]["id"]) for one in like["performers"].values() if one.get("in_table")}


def _revision(form: SignedForm, language: str) -> str:
    slug = re.sub(r"[^a-z0-9._-]+", "-", form.number.lower())[:LONGEST_ID].strip("-._")
    missing = Label(
        id="kode revisi: huruf kecil, angka, titik dan tanda hubung", en="id of the revision: small letters, digits, "
        "dots and hyphens",
    )  # fmt: skip
    return slug or gap(missing.text(language))


def _identity(form: SignedForm, language: str) -> dict[str, Any]:
    needed = {
        "number": Label(id="nomor SOP", en="number of the SOP"),
        "unit": Label(id="nama perangkat daerah", en="name of the office"),
        "name": Label(id="nama SOP", en="name of the SOP"),
        "made_on": Label(id="tanggal pembuatan, misalnya 2021-06-02", en="date made, such as 2021-06-02"),
        "signed_by_post": Label(id="jabatan yang mengesahkan", en="post of who signed"),
        "signed_by_name": Label(id="nama yang mengesahkan", en="name of who signed"),
    }
    identity: dict[str, Any] = {}
    for name in (
        "number", "unit", "division", "name", "made_on", "revised_on", "effective_on", "signed_by_post",
        "signed_by_name", "signed_by_nip",
    ):  # fmt: skip
        value = getattr(form, name) or ""
        if name in form.unread:
            unread = Label(id="bukan tanggal yang dikenal", en="is no date that is known")
            value = gap(f"“{form.unread[name]}” {unread.text(language)}")
        elif value == "" and name in needed:
            value = gap(needed[name].text(language))
        identity[name] = value
    return identity | {name: list(form.block(name)) for name in ("related", *(b for b in BLOCKS if b != "related"))}


def _label(form: SignedForm, like: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    short = " ".join(re.sub(r"\([^()]*\)", " ", form.name).split())
    if like and plain(like["label"]["id"]) == plain(short):
        return dict(like["label"])
    missing = Label(id="nama layanan", en="name of the service")
    english = Label(id="nama layanan dalam bahasa Inggris", en="name of the service in English")
    return {"id": short or gap(missing.text(language)), "en": gap(english.text(language))}
