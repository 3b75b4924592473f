"""Questions about the SPT: the current one, its text, its crew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils import dateformat, translation

from simcap.documents.content import Paraf, SignatureBlock, SigningMode, Verification
from simcap.documents.issue import letterhead, signature
from simcap.facilitation.models import Facilitation, Initial
from simcap.facilitation.paraf import BY_SIGNER
from simcap.facilitation.phrases import window_text
from simcap.facilitation.searching import contributes
from simcap.people.authority import acting, holdings, signature_block
from simcap.people.days import day_of
from simcap.people.models import Officer
from simcap.procedure.definition import Definition, ParafChain

from .content import AssignmentLetter as LetterContent
from .content import CrewMember as CrewContent
from .models import AssignmentLetter, CrewMember, RegisterEntry


def current_spt(case: Facilitation) -> AssignmentLetter | None:
    """The SPT that counts now: the draft, else the one in force."""
    found = case.spts.filter(status__in=("draft", "in_force")).select_related("vehicle", "document")
    return found.order_by("-id").first()


def spt_in_force(case: Facilitation) -> AssignmentLetter:
    """The signed SPT. Raises: AssignmentLetter.DoesNotExist."""
    return case.spts.select_related("vehicle", "document").get(status="in_force")


def last_signed_spt(case: Facilitation) -> AssignmentLetter | None:
    """The SPT that was signed last, whatever became of it."""
    return case.spts.exclude(signed_at=None).select_related("vehicle", "document").order_by("-id").first()


def first_signed_at(case: Facilitation) -> datetime | None:
    """When the case's first SPT was signed; a later one that takes its place does not move this."""
    moments = case.spts.exclude(signed_at=None).order_by("signed_at").values_list("signed_at", flat=True)
    return moments.first()


def replaces_text(spt: AssignmentLetter) -> str:
    """What an SPT that takes another's place says of it; empty on the first."""
    earlier = spt.amends.document if spt.amends else None
    if earlier is None:
        return ""
    return f"Menggantikan {earlier.title}, yang dengan ini tidak berlaku lagi"


def coordinator_of(case: Facilitation) -> Officer:
    """The coordinator (designate until the SPT is signed). Raises: Assignment.DoesNotExist."""
    return case.assignments.select_related("officer").get(role="coordinator", until_at=None).officer


def suggested_tasks(case: Facilitation) -> list[str]:
    """The usual tasks (untuk) as a first draft."""
    with translation.override("id"):  # the words are printed
        window = window_text(case.starts_at, case.ends_at, case.office.time_zone)
    return [
        f"Melaksanakan fasilitasi Mobile MCAP pada kegiatan {case.event}",
        f"Menyediakan layanan di {case.letter.site}, {case.place_label}, {window}",
        "Menyampaikan laporan tertulis setelah kegiatan selesai",
    ]


def post_of(officer: Officer, at: datetime) -> str:
    """The officer's post as the SPT prints it: what he was entered with, else the position that he holds."""
    if officer.job_title:
        return officer.job_title
    held = next((one for one in holdings(officer, at) if one.appointment.kind == "definitive"), None)
    return held.title if held else ""


def parafs(initials: list[Initial], *, signer: Officer | None) -> tuple[Paraf, ...]:
    """Initials as they are printed. A tier whose initialler became the signer prints as merged: nobody signs twice."""
    return tuple(
        Paraf(
            position=one.position_title,
            name=one.officer_name,
            initialled_at=one.at,
            merged=one.merged or bool(signer and one.officer_id == signer.pk),
            note=one.because or (BY_SIGNER if signer and one.officer_id == signer.pk else ""),
        )
        for one in initials
    )


def expected_signature(
    case: Facilitation, *, definition: Definition, chain: ParafChain, at: datetime
) -> SignatureBlock:
    """The block of whoever holds the signing position now, without a signature: for the draft."""
    row = definition.acts[chain.sign].rows[0]
    performer = definition.performers[definition.stages[row.from_stage].performer]
    held = acting(case.office, performer.target, at)
    if held:
        return signature(signature_block(held[0]), at=None)
    return SignatureBlock(title=performer.label.id, mode=SigningMode.INTERNAL)


def basis(case: Facilitation, *, definition: Definition) -> tuple[str, ...]:
    """Dasar: the letter, the disposition, the SOP."""
    letter = case.letter
    with translation.override("id"):
        day = dateformat.format(letter.letter_on, "j F Y")
    first = case.dispositions.filter(ended_at=None).order_by("tier").first()
    lines = [f"Surat {letter.institution} nomor {letter.letter_number} tanggal {day} perihal {letter.subject}"]
    if first:
        lines.append(f"Disposisi {first.by_position} atas agenda nomor {case.agenda_number}")
    lines.append(f"SOP nomor {definition.identity.number} tentang {definition.identity.name}")
    return tuple(lines)


def members_of(spt: AssignmentLetter) -> list[CrewMember]:
    """The team in order; nobody on an SPT that is only typed so far."""
    return list(spt.crew.select_related("officer").order_by("order")) if spt.pk else []


def crew_lines(members: Iterable[CrewMember], *, definition: Definition, at: datetime) -> tuple[CrewContent, ...]:
    """The table Kepada, coordinator first."""
    labels = {one.target: one.label.id for one in definition.performers.values() if one.kind == "assignment"}
    return tuple(
        CrewContent(
            name=one.officer.name,
            nip=one.officer.nip,
            grade=one.officer.grade,
            position=post_of(one.officer, at),
            role=labels.get(one.role, one.role) + (f" – {one.duty}" if one.duty else ""),
        )
        for one in members
    )


def letter_content(
    spt: AssignmentLetter,
    *,
    definition: Definition,
    initials: list[Initial],
    signed: SignatureBlock,
    signer: Officer | None = None,
    number: str = "",
    at: datetime,
    verification: Verification | None = None,
) -> LetterContent:
    """What the SPT says. Without number and verification it is the draft."""
    case = spt.facilitation
    return LetterContent(
        letterhead=letterhead(case.office),
        basis=basis(case, definition=definition),
        crew=crew_lines(members_of(spt), definition=definition, at=at),
        tasks=tuple(spt.tasks),
        event=case.event,
        place=spt.place,
        starts_at=spt.starts_at,
        ends_at=spt.ends_at,
        signature=signed,
        number=number,
        issued_on=day_of(at, case.office) if number else None,
        vehicle=spt.vehicle.name,
        plate=spt.vehicle.plate,
        budget_source=spt.budget_source,
        travel_reference=spt.sppd_reference,
        replaces=replaces_text(spt),
        paraf=parafs(initials, signer=signer),
        copies_to=tuple(spt.copies_to),
        verification=verification,
    )


@contributes("numbers", acts=("record_request",))
def register_numbers(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Numbers under which requests were recorded."""
    return RegisterEntry.objects.filter(facilitation__in=cases).values_list("facilitation", "number")


@contributes("assignment", acts=("record_request", "amend_spt"))
def spt_words(cases: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """What the SPTs say, replaced ones too."""
    rows = AssignmentLetter.objects.filter(facilitation__in=cases).order_by("id")
    return rows.values_list("facilitation", "place", "tasks", "note")
