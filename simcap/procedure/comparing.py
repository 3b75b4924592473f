"""Two revisions of an SOP side by side: what was added, removed, changed, and whether that touches the way of a case.

A revision is taken apart into its leaves, one for each thing that a reader would name (a standard time, a paraf chain,
a row of the flow); two revisions differ where their leaves do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from simcap.procedure.chart_words import WORDS
from simcap.procedure.definition import BACK, HOLDER, OVER, Act, Definition, Label, ParafChain, Row, Stage, Step

Block = Literal["identity", "steps", "performers", "artefacts", "stages", "acts", "paraf"]

_IDENTITY = {
    "number": Label("Nomor SOP", "Number"), "unit": Label("Unit", "Unit"), "division": Label("Bidang", "Division"),
    "name": Label("Nama SOP", "Name"), "made_on": Label("Tanggal pembuatan", "Made on"),
    "revised_on": Label("Tanggal revisi", "Revised on"), "effective_on": Label("Tanggal efektif", "Effective on"),
    "signed_by_post": Label("Disahkan oleh (jabatan)", "Signed by (post)"),
    "signed_by_name": Label("Disahkan oleh (nama)", "Signed by (name)"),
    "signed_by_nip": Label("Disahkan oleh (NIP)", "Signed by (NIP)"), "related": Label("Keterkaitan", "Related SOPs"),
    "legal_basis": Label("Dasar hukum", "Legal basis"),
    "qualifications": Label("Kualifikasi pelaksana", "Qualifications of performers"),
    "equipment": Label("Peralatan/perlengkapan", "Equipment"), "warnings": Label("Peringatan", "Warnings"),
    "records": Label("Pencatatan dan pendataan", "Records"),
}  # fmt: skip
_TEXT = Label("Uraian kegiatan", "Activity")
_STANDARD = Label("Waktu", "Standard time")
_TOLERANCE = Label("Toleransi", "Tolerance")
_PERFORMERS = WORDS["performers"]
_INPUT = Label("Kelengkapan", "Required input")
_OUTPUT = WORDS["output"]
_NOTE = WORDS["note"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that a revision says. `flow`: a case goes another way, or is judged otherwise, when it differs."""

    block: Block
    label: Label
    value: Label
    flow: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two revisions say differently.

    Shape: `key` is dotted, such as `steps.2.standard_minutes`; `old` is None where it was added, `new` where it was
    removed. `flow`: it touches the way of a case or how it is judged, not only words.
    """

    key: str
    block: Block
    label: Label
    old: Label | None
    new: Label | None
    flow: bool

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What happened to it."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


def differences(old: Definition, new: Definition) -> tuple[Difference, ...]:
    """What `new` says otherwise than `old`, in the order of the SOP form, then of the flow. Empty for the same."""
    before, after = dict(leaves(old)), dict(leaves(new))
    order = {block: place for place, block in enumerate(_ORDER)}
    found = [
        _difference(key, before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if _value(before.get(key)) != _value(after.get(key))
    ]
    whole = {one.key for one in found if one.kind != "changed"}
    told = (one for one in found if one.key.rpartition(".")[0] not in whole)  # its words went or came with it
    return tuple(sorted(told, key=lambda one: order[one.block]))


def _value(leaf: Leaf | None) -> Label | None:
    return leaf.value if leaf else None


_ORDER: tuple[Block, ...] = ("identity", "steps", "performers", "artefacts", "paraf", "stages", "acts")


def _difference(key: str, old: Leaf | None, new: Leaf | None) -> Difference:
    shown = new or old
    assert shown
    return Difference(
        key, shown.block, shown.label, old.value if old else None, new.value if new else None, shown.flow
    )  # fmt: skip


def leaves(definition: Definition) -> Iterator[tuple[str, Leaf]]:
    """Everything that a revision says, by its dotted key; its own id and digest are not among it."""
    yield from _identity(definition)
    for step in definition.steps:
        yield from _step(definition, step)
    for performer in definition.performers.values():
        text = _both(f"{performer.kind} {performer.target}".strip(), performer.label)
        yield f"performers.{performer.id}", Leaf("performers", performer.label, text, True)
    for artefact in definition.artefacts.values():
        text = _both(artefact.document, artefact.label)
        yield f"artefacts.{artefact.id}", Leaf("artefacts", artefact.label, text, True)
    for chain in definition.paraf.values():
        yield f"paraf.{chain.id}", Leaf("paraf", _named(chain), _chain(definition, chain), True)
    for stage in definition.stages.values():
        yield from _stage(definition, stage)
    for act in definition.acts.values():
        yield from _act(definition, act)


def _identity(definition: Definition) -> Iterator[tuple[str, Leaf]]:
    yield "label", Leaf("identity", Label("Nama layanan", "Name of the service"), definition.label, False)
    for one in fields(definition.identity):
        value = getattr(definition.identity, one.name)
        yield f"identity.{one.name}", Leaf("identity", _IDENTITY[one.name], _plain(value), False)


def _step(definition: Definition, step: Step) -> Iterator[tuple[str, Leaf]]:
    def leaf(label: Label, value: Label, *, flow: bool) -> Leaf:
        return Leaf("steps", _joined(step, label), value, flow)

    key, standard = f"steps.{step.no}", step.standard_minutes
    minutes = WORDS["window"] if standard is None else _minutes(standard)
    yield f"{key}.text", leaf(_TEXT, _plain(step.text), flow=False)
    yield f"{key}.label", leaf(Label("Sebutan", "Label"), step.label, flow=False)
    yield f"{key}.time_text", leaf(Label("Waktu tertulis", "Time as written"), _plain(step.time_text), flow=False)
    yield f"{key}.standard_minutes", leaf(_STANDARD, minutes, flow=True)
    yield f"{key}.tolerance_minutes", leaf(_TOLERANCE, _minutes(step.tolerance_minutes), flow=True)
    yield f"{key}.performers", leaf(_PERFORMERS, _performers(definition, step.performers), flow=True)
    yield f"{key}.input_text", leaf(_INPUT, _plain(step.input_text), flow=False)
    yield f"{key}.input", leaf(_INPUT, definition.artefacts[step.input].label, flow=True)
    yield f"{key}.output_text", leaf(_OUTPUT, _plain(step.output_text), flow=False)
    yield f"{key}.output", leaf(_OUTPUT, definition.artefacts[step.output].label, flow=True)
    yield f"{key}.note_text", leaf(_NOTE, _plain(step.note_text), flow=False)


def _stage(definition: Definition, stage: Stage) -> Iterator[tuple[str, Leaf]]:
    who = definition.performers[stage.performer].label if stage.performer else Label("–", "–")
    text = Label(
        f"langkah {stage.step}, {stage.kind}, {stage.path}, {who.id}",
        f"step {stage.step}, {stage.kind}, {stage.path}, {who.en}",
    )
    yield f"stages.{stage.id}", Leaf("stages", stage.label, text, True)
    yield f"stages.{stage.id}.label", Leaf("stages", stage.label, stage.label, False)
    yield f"stages.{stage.id}.public", Leaf("stages", stage.label, stage.public, False)


def _act(definition: Definition, act: Act) -> Iterator[tuple[str, Leaf]]:
    kind = Label("perluasan", "extension") if act.extension else Label("jalur SOP", "path of the SOP")
    steps = Label(f"langkah {act.step}, {kind.id}", f"step {act.step}, {kind.en}")
    yield f"acts.{act.id}", Leaf("acts", act.label, steps, True)
    yield f"acts.{act.id}.label", Leaf("acts", act.label, act.label, False)
    if act.question:
        yield f"acts.{act.id}.question", Leaf("acts", act.label, act.question, False)
    for number, row in enumerate(act.rows):
        again = sum(1 for one in act.rows[:number] if (one.from_stage, one.to) == (row.from_stage, row.to))
        key = f"acts.{act.id}.{row.from_stage or 'new'}.{row.to or 'stands'}" + (f".{again}" if again else "")
        yield key, Leaf("acts", _from(definition, act, row), _row(definition, row), True)


def _from(definition: Definition, act: Act, row: Row) -> Label:
    if not row.from_stage:
        return act.label
    stage = definition.stages[row.from_stage].label
    return Label(f"{act.label.id} – dari “{stage.id}”", f"{act.label.en} – from “{stage.en}”")


def _row(definition: Definition, row: Row) -> Label:
    who = _performers(definition, row.performers)
    needs, gives = _artefacts(definition, row.needs), _artefacts(definition, row.gives)
    to = _stage_named(definition, row)
    marks_id = "".join((", dapat didelegasikan" if row.delegable else "", ", pilihan" if row.choice else ""))
    marks_en = "".join((", delegable" if row.delegable else "", ", by choice" if row.choice else ""))
    return Label(
        f"{who.id} → {to.id}; perlu: {needs.id}; menghasilkan: {gives.id}{marks_id}",
        f"{who.en} → {to.en}; needs: {needs.en}; gives: {gives.en}{marks_en}",
    )


def _stage_named(definition: Definition, row: Row) -> Label:
    if row.to in definition.stages:
        return definition.stages[row.to].label
    return {
        BACK: Label("kembali ke tahap semula", "back to where it came from"),
        OVER: Label("selesai di samping berkas", "over, beside the case"),
    }.get(row.to, Label("tahap tetap", "the stage stands"))


def _chain(definition: Definition, chain: ParafChain) -> Label:
    posts = [definition.performers[definition.stages[one].performer].label for one in chain.stages]
    acts = [definition.acts[one].label for one in (chain.draft, chain.initial, chain.sign) if one]
    return Label(
        " → ".join([acts[0].id, *(one.id for one in posts), acts[-1].id]),
        " → ".join([acts[0].en, *(one.en for one in posts), acts[-1].en]),
    )


def _named(chain: ParafChain) -> Label:
    return Label(f"Rantai paraf {chain.id}", f"Paraf chain {chain.id}")


def _performers(definition: Definition, names: Iterable[str]) -> Label:
    held = Label("pemegang tahap", "whoever holds the stage")
    return _listed([held if name == HOLDER else definition.performers[name].label for name in names])


def _artefacts(definition: Definition, names: Iterable[str]) -> Label:
    return _listed([definition.artefacts[name].label for name in names])


def _listed(labels: list[Label]) -> Label:
    return Label(", ".join(one.id for one in labels) or "–", ", ".join(one.en for one in labels) or "–")


def _joined(step: Step, label: Label) -> Label:
    return Label(f"Langkah {step.no}: {label.id}", f"Step {step.no}: {label.en}")


def _both(text: str, label: Label) -> Label:
    return Label(f"{label.id} ({text})", f"{label.en} ({text})") if text else label


def _minutes(minutes: int) -> Label:
    return Label(f"{minutes} menit", f"{minutes} min")


def _plain(value: str | date | tuple[str, ...] | None) -> Label:
    """A value that is the same in both languages; an empty one is shown as a dash."""
    text = "\n".join(value) if isinstance(value, tuple) else str(value or "")
    return Label(text or "–", text or "–")
