"""The SOP as values: what one definition file says, after it has been read and checked.

Nothing here knows Django, a database or a person. `loading.load` makes a `Definition`; `flow` answers questions of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["position", "assignment", "outside"]
StageKind = Literal["held", "suspended", "end"]
StagePath = Literal["main", "detour", "beside"]

#: A performer that stands for "whoever the stage is with".
HOLDER = "holder"
#: A to-stage that stands for "where the case came from".
BACK = "back"
#: A to-stage that stands for "what ran beside the case is over".
OVER = "over"
#: A from-stage, in the file only, that stands for every held stage; reading it makes one row for each.
EVERY_HELD = "*"


class ImpossibleDefinition(ValueError):
    """A definition file that cannot be a procedure: which file, which key (dotted, empty for the whole), and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Label:
    """One text in both languages of the screens. Shape: `id` Indonesian, `en` English; neither is empty."""

    id: str
    en: str

    def text(self, language: str) -> str:
        """The text for a language code such as `id`, `en` or `en-gb`; Indonesian for any other."""
        return self.en if language.startswith("en") else self.id


@dataclass(frozen=True, slots=True)
class Identity:
    """Identity block (identitas SOP), verbatim. Dates that the signed text leaves empty are None.

    Source: PermenPAN-RB 35/2012, form of the SOP-AP.
    """

    number: str
    unit: str
    division: str
    name: str
    made_on: date
    revised_on: date | None
    effective_on: date | None
    signed_by_post: str
    signed_by_name: str
    signed_by_nip: str
    related: tuple[str, ...]
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    equipment: tuple[str, ...]
    warnings: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Performer:
    """Performer (pelaksana). `target` is a position code, or the role that the SPT names; empty for outsiders."""

    id: str
    kind: Kind
    target: str
    in_table: bool
    label: Label


@dataclass(frozen=True, slots=True)
class Artefact:
    """A required input (kelengkapan) or an output of the table. `document`: the kind of PDF it is issued as, if any."""

    id: str
    label: Label
    document: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the SOP table (uraian kegiatan with its mutu baku).

    Units: `standard_minutes` and `tolerance_minutes` are working minutes; `standard_minutes` None means *Tentatif*,
    the window agreed in the SPT. `performers` maps a performer to how its mark is known ("signed" or "inferred").
    """

    no: int
    text: str
    label: Label
    performers: dict[str, str]
    confidence: str
    input_text: str
    input: str
    time_text: str
    standard_minutes: int | None
    tolerance_minutes: int
    output_text: str
    output: str
    note_text: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case stands. `performer` is whose inbox it is in; empty at an end.

    `path`: "main" is the SOP's own; on a "detour" the case has left it and may come back to where it was; "beside" is
    a second matter of the case, which itself stays where it is. Only stages of the main path have a step.
    """

    id: str
    step: int
    kind: StageKind
    performer: str
    label: Label
    public: Label
    path: StagePath = "main"


@dataclass(frozen=True, slots=True)
class Row:
    """One move: from a stage by an act to a stage. `to` "" = the stage stands, BACK = where the case came from, OVER =
    the matter beside the case is over.

    `choice`: a further row of the same act and from-stage, taken when the performer picks its to-stage.
    """

    act: str
    from_stage: str
    to: str
    performers: tuple[str, ...]
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    delegable: bool
    choice: bool


@dataclass(frozen=True, slots=True)
class Act:
    """An act (tindakan) of the flow; `extension` marks a path that the signed SOP lacks.

    `question`: what its decision (diamond) asks on the flowchart; "no" leads to this act.
    """

    id: str
    step: int
    label: Label
    extension: bool
    rows: tuple[Row, ...]
    question: Label | None = None


@dataclass(frozen=True, slots=True)
class ParafChain:
    """The order of initials (paraf) before a signature: the acts that draft, initial and sign.

    `initial` is empty only where `stages` is, in an office where nobody initials.
    """

    id: str
    draft: str
    initial: str
    sign: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """One SOP revision. `digest` is the SHA-256 of the file's bytes, hex."""

    id: str
    digest: str
    label: Label
    identity: Identity
    performers: dict[str, Performer]
    artefacts: dict[str, Artefact]
    steps: tuple[Step, ...]
    stages: dict[str, Stage]
    acts: dict[str, Act]
    paraf: dict[str, ParafChain]

    def step(self, no: int) -> Step | None:
        """The row of the table with this number; None for 0, what comes before the table."""
        return next((step for step in self.steps if step.no == no), None)
