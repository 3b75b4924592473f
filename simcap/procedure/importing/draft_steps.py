"""The table in a draft definition: performers, artefacts and steps, with gaps where marks and tolerances are lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simcap.procedure.definition import HOLDER, Label
from simcap.procedure.gaps import gap
from simcap.procedure.signed_form import FormRow, SignedForm
from simcap.procedure.times import StandardTime, read_time

from .labels import plain

LONGEST_NAME = 40
MISSING = {
    "performers": Label(id="pelaksana: tanda dalam tabel hilang", en="performers: the marks in the table are lost"),
    "no_column": Label(id="pelaksana: tabel tidak punya kolom pelaksana", en="performers: the table has no column"),
    "confidence": Label(
        id="keyakinan atas pelaksana: high, medium atau low", en="confidence in the performers: high, medium or low"
    ),
    "kind": Label(
        id="jenis pelaksana: position (tambahkan position = …), assignment (tambahkan role = …) atau outside",
        en="kind of performer: position (add position = …), assignment (add role = …) or outside",
    ),
    "english": Label(id="terjemahan Inggris", en="English translation"),
    "text": Label(id="uraian kegiatan tidak ada", en="the activity is missing"),
    "input": Label(id="kelengkapan tidak ada dalam tabel", en="the required input is not in the table"),
    "output": Label(id="output tidak ada dalam tabel", en="the output is not in the table"),
    "time": Label(id="waktu tidak ada dalam tabel", en="the time is not in the table"),
    "minutes": Label(id="waktu baku dalam menit kerja", en="standard time in working minutes"),
    "tolerance": Label(
        id="toleransi tanda ± dalam menit kerja: tidak ada dalam naskah",
        en="tolerance of the ± sign in working minutes: not in the text",
    ),
    "after_window": Label(
        id="menit kerja sesudah jadwal berakhir: “Tentatif” tidak menyebut batas",
        en="working minutes after the window ends: “Tentatif” names no bound",
    ),
    "artefact": Label(id="nama artefak dari [artefacts]", en="name of an artefact of [artefacts]"),
}
UNREAD = Label(
    id="bukan waktu yang dapat dihitung; tulis seperti “± 5 menit”, “1 jam” atau “Tentatif”",
    en="cannot be counted; write it such as “± 5 menit”, “1 jam” or “Tentatif”",
)
BASE_SAYS = Label(id="SOP contoh:", en="the model SOP:")


@dataclass
class DraftSteps:
    """Builds the tables of a draft about its steps. `like`: the content of the model definition, if its columns fit."""

    form: SignedForm
    like: Mapping[str, Any] | None
    language: str
    doubts: list[Label]
    remarks: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _artefacts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        taken: set[str] = {HOLDER}
        modelled = {plain(one["label"]["id"]): name for name, one in self._model("performers").items()}
        for label in self.form.performers:
            self._names.setdefault(label, modelled.get(plain(label)) or _name(label, taken, "pelaksana"))
            taken.add(self._names[label])
        kept: set[str] = set()
        for text in (words for row in self.form.rows for words in (row.input, row.output)):
            if plain(text) and plain(text) not in self._artefacts:
                self._artefacts[plain(text)] = _name(text, kept, "naskah")
                kept.add(self._artefacts[plain(text)])

    def _model(self, name: str) -> Mapping[str, Any]:
        return self.like[name] if self.like else {}

    def _gap(self, name: str) -> str:
        return gap(MISSING[name].text(self.language))

    def performers(self) -> dict[str, Any] | str:
        """Each column of the table, in order; with a model, its performers as they are."""
        if self.like:
            return dict(self._model("performers"))
        if not self._names:
            return self._gap("no_column")
        return {
            name: {"kind": self._gap("kind"), "in_table": True, "label": {"id": label, "en": self._gap("english")}}
            for label, name in self._names.items()
        }

    def artefacts(self) -> dict[str, Any] | str:
        """Each input and output by its words; with a model, its artefacts as they are."""
        if self.like:
            return dict(self._model("artefacts"))
        words = {plain(text): text for row in self.form.rows for text in (row.output, row.input)}
        if not self._artefacts:
            return self._gap("output")
        return {
            name: {"label": {"id": words[key], "en": self._gap("english")}} for key, name in self._artefacts.items()
        }

    def steps(self) -> list[dict[str, Any]] | str:
        """Every row of the table."""
        return [self._step(row) for row in self.form.rows] or self._gap("text")

    def _step(self, row: FormRow) -> dict[str, Any]:
        model = self._model_step(row)
        label = {"id": row.text or self._gap("text"), "en": self._gap("english")}
        marks = {self._names[name]: "signed" for name in row.marked if name in self._names}
        if model and not marks:
            said = ", ".join(f"{name} ({how})" for name, how in model["performers"].items())
            self.remarks[f"steps.{row.no}.performers"] = [f"{BASE_SAYS.text(self.language)} {said}"]
        return {
            "no": row.no,
            "text": row.text or self._gap("text"),
            "label": dict(model["label"]) if model else label,
            "performers": marks or self._gap("performers"),
            "confidence": "signed" if marks else self._gap("confidence"),
            "input_text": row.input,
            "input": self._artefact(row.input, model, "input"),
            **self._time(row, model),
            "output_text": row.output,
            "output": self._artefact(row.output, model, "output"),
            "note_text": row.note,
        }

    def _model_step(self, row: FormRow) -> Mapping[str, Any] | None:
        """The model's step of the same number and words."""
        steps: list[Mapping[str, Any]] = self.like["steps"] if self.like else []
        alike = (one for one in steps if one["no"] == row.no)
        return next((one for one in alike if plain(one["text"]) == plain(row.text)), None)

    def _artefact(self, text: str, model: Mapping[str, Any] | None, side: str) -> str:
        if not plain(text):
            return self._gap(side)
        if not self.like:
            return self._artefacts[plain(text)]
        if model and plain(model[f"{side}_text"]) == plain(text):
            return str(model[side])
        return self._gap("artefact")

    def _time(self, row: FormRow, model: Mapping[str, Any] | None) -> dict[str, Any]:
        if not row.time:
            return {"time_text": self._gap("time"), "standard_minutes": self._gap("minutes"), "tolerance_minutes": 0}
        try:
            standard = read_time(row.time)
        except ValueError:
            self._doubt(row, UNREAD)
            unread = gap(f"“{row.time}” {UNREAD.text(self.language)}")
            return {"time_text": unread, "standard_minutes": self._gap("minutes"), "tolerance_minutes": 0}
        minutes: dict[str, Any] = {"standard_minutes": standard.minutes}
        if standard.minutes is None:
            minutes = {"standard": "window"}
        return {"time_text": row.time, **minutes, "tolerance_minutes": self._tolerance(row, standard, model)}

    def _tolerance(self, row: FormRow, standard: StandardTime, model: Mapping[str, Any] | None) -> int | str:
        wanted = "after_window" if standard.minutes is None else "tolerance" if standard.is_about else ""
        if standard.least_minutes is not None:
            longer, shorter = standard.minutes, standard.least_minutes
            self._doubt(row, Label(
                id=f"adalah rentang; baku diambil ujung atasnya, {longer} menit kerja (bawah {shorter})",
                en=f"is a range; its longer end, {longer} working minutes, is the standard (shorter {shorter})",
            ))  # fmt: skip
        if wanted and model:
            said = f"{BASE_SAYS.text(self.language)} {model['tolerance_minutes']}"
            self.remarks[f"steps.{row.no}.tolerance_minutes"] = [said]
        return self._gap(wanted) if wanted else 0

    def _doubt(self, row: FormRow, label: Label) -> None:
        said = Label(id=f"Langkah {row.no}: “{row.time}” {label.id}.", en=f"Step {row.no}: “{row.time}” {label.en}.")
        self.doubts.append(said)


def _name(words: str, taken: set[str], otherwise: str) -> str:
    """A name of the file from words: small letters, digits and underscores, not taken yet."""
    slug = re.sub(r"^[0-9_]+", "", plain(words).replace(" ", "_"))[:LONGEST_NAME].strip("_") or otherwise
    number, name = 2, slug
    while name in taken:
        name, number = f"{slug}_{number}", number + 1
    return name
