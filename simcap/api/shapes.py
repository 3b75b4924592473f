"""What goes in and out as JSON. Moments are UTC with `Z`; texts are in the caller's language."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from .reading import moment

Moment = Annotated[datetime, BeforeValidator(moment), WithJsonSchema({"type": "string", "format": "date-time"})]


class ActRequest(Schema):
    """An act. `request_id` is the caller's own and makes repeating safe; `occurred_at` tells when it happened."""

    model_config = ConfigDict(extra="forbid")
    request_id: UUID
    occurred_at: Moment | None = None
    inputs: dict[str, Any] = Field(default_factory=dict)


class RegisterRequest(ActRequest):
    """A letter to register (pendaftaran surat)."""


class Named(Schema):
    """A code with its name."""

    id: str
    label: str


class Standing(Named):
    """Where a case stands: stage, with whom, since when, opened when.

    `step` is the SOP's step that it is in; with `off_path`, the one that it left or that this runs beside.
    """

    step: int
    off_path: bool
    kind: Literal["held", "suspended", "end"]
    performer: str
    since: datetime | None
    opened_at: datetime | None


class Coming(Named):
    """What comes next by the signed SOP, or off its path by the paraf chain; and who performs it."""

    performers: list[str]


class Place(Schema):
    """A place by its Kemendagri code."""

    code: str
    label: str


class Face(Schema):
    """The face of a case (fasilitasi): event, place and window, where it stands, what comes next.

    `beside` is a second matter that runs while the case stays where it is, such as a change of its SPT.
    """

    id: UUID
    agenda_number: str
    tracking_code: str
    institution: str
    event: str
    place: Place
    starts_at: datetime
    ends_at: datetime
    urgency: Named
    security: Named
    is_disaster: bool
    channel: Named
    stage: Standing
    beside: Standing | None
    next: Coming | None
    registered_at: datetime
    closed_at: datetime | None
    href: str


class Listing(Schema):
    """One page of cases, newest first. `next_cursor` asks for the following page; null at the end."""

    items: list[Face]
    next_cursor: str | None


class Measure(Schema):
    """A step against its standard time (mutu baku waktu).

    Units: working minutes, rounded down. `standard_minutes` is null for Tentatif, which `late_minutes` after the window
    of the SPT is measured by. `verdict` is running too while the step is not begun.
    """

    step: int
    label: str
    performers: list[str]
    time_text: str
    standard_minutes: int | None
    tolerance_minutes: int
    begun: bool
    done: bool
    waiting_minutes: int
    handling_minutes: int
    late_minutes: int | None
    verdict: Literal["kept", "exceeded", "running"]


class Member(Schema):
    """One who is named on a case: Koordinator TIM or TIM Teknis."""

    role: Named
    name: str
    from_at: datetime
    until_at: datetime | None


class Paper(Schema):
    """An issued document (naskah)."""

    id: UUID
    kind: Named
    title: str
    number: str
    version: int
    status: Named
    issued_at: datetime
    sha256: str
    size: int
    href: str


class Revision(Schema):
    """The SOP revision that a case keeps."""

    id: str
    number: str
    label: str


class Dossier(Face):
    """A case as a whole."""

    sop: Revision
    steps: list[Measure]
    crew: list[Member]
    documents: list[Paper]


class Claim(Schema):
    """By which right the caller may act; `appointment` is empty for a role of the case."""

    performer: str
    title: str
    appointment: str


class Offer(Schema):
    """An act that is open to the caller. `refused` is the sentence by which a guard refuses it to this person.

    `before` and `after` are stages of the matter that it belongs to: of the case, or of what runs beside it.
    """

    act: str
    label: str
    extension: bool
    before: Named
    after: Named
    right: Claim
    refused: str
    input_schema: dict[str, Any]
    href: str


class Note(Schema):
    """An entry of the journal, as a receipt."""

    seq: int
    hash: str
    occurred_at: datetime
    recorded_at: datetime
    sentence: str


class Done(Schema):
    """The answer to an act. `stage` is where it brought the case, also when it is asked for again later."""

    act: str
    stage: Named
    entry: Note
    repeated: bool
    documents: list[Paper]


class Registered(Done):
    """The answer to a registration. `warnings` name letters of the same sender, number and date."""

    id: UUID
    agenda_number: str
    tracking_code: str
    duplicate_of: list[str]
    warnings: list[str]
    href: str
    track_url: str
    answer_url: str


class JournalEntry(Note):
    """An entry of the journal (jejak): the sentence for people, the canonical text and hashes for verification."""

    act: str
    canonical: str
    prev_hash: str


class Soundness(Schema):
    """What the verification of a chain found."""

    sound: bool
    entries: int
    breaks: list[str]
    erased: list[str]


class Journal(Schema):
    """The chain of a case."""

    chain: str
    entries: list[JournalEntry]
    verification: Soundness


class Upload(Schema):
    """An upload that an act may take; `id` goes into its inputs."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class Post(Schema):
    """A position that the caller holds (jabatan); delegates (a.n., u.b.) only sign for it."""

    code: str
    title: str
    appointment: str
    decree: str
    from_at: datetime
    until_at: datetime | None


class Me(Schema):
    """Who the token speaks for."""

    account: str
    name: str
    grade: str
    office: Named
    time_zone: str
    positions: list[Post]


class BookQuery(Schema):
    """What a register is narrowed to. `period` and `order` as on its page.

    Shape: `place` is a code of any level, `officer` an id; `from_on`, `until_on` are dates and count before `period`;
    `at` is a stage, `step:<n>`, `open` or `beside`.
    """

    q: str = Field("", max_length=100)
    period: str = ""
    from_on: str = ""
    until_on: str = ""
    place: str = ""
    at: str = ""
    officer: str = ""
    order: str = ""


class BookColumn(Schema):
    """One column of a register."""

    key: str
    label: str
    kind: Literal["text", "date", "moment", "number"]


class BookRow(Schema):
    """One row of a register; `href` leads to its case. Shape: `values` by column key, null where there is none."""

    case: UUID
    href: str
    values: dict[str, Any]


class Shelved(Named):
    """A register (buku register) that can be read."""

    about: str
    href: str


class BookPage(Schema):
    """One page of a register. `count` stops at a limit; `is_more` says that there are more."""

    register_: Named = Field(alias="register")
    filter: str
    columns: list[BookColumn]
    items: list[BookRow]
    count: int
    is_more: bool
    next_cursor: str | None


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    stage: str | None = None
    errors: dict[str, list[str]] | None = None
