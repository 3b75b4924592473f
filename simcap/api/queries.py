"""Questions of the API, each answered as one of its shapes. Every one starts from what the caller may see."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.models import Document
from simcap.errors import Refusal
from simcap.facilitation import registry
from simcap.facilitation.definitions import all_definitions, definition
from simcap.facilitation.gates import stage_label
from simcap.facilitation.measures import StepMeasure, measure
from simcap.facilitation.models import Facilitation, Turn
from simcap.facilitation.phrases import minutes_of
from simcap.facilitation.queries import OpenAct, occasion_for, open_acts, visible_to
from simcap.facilitation.schema import schema_of
from simcap.facilitation.searching import narrowed
from simcap.facilitation.turns import open_among
from simcap.journal.models import Entry
from simcap.journal.sentences import sentence
from simcap.journal.verify import verify
from simcap.procedure import flow
from simcap.procedure.definition import OVER, Definition

from . import shapes
from .problems import NotFound, bad_inputs
from .reading import UNWRITABLE
from .shapes import Named
from .tokens import Caller


def language() -> str:
    """The language that the caller asked for."""
    return get_language() or "id"


def found(caller: Caller, uid: UUID) -> Facilitation:
    """A case that the caller may see. Raises: NotFound."""
    case = visible_to(caller.powers).filter(uid=uid).first()
    if case is None:
        raise NotFound(_("Berkas ini tidak ada, atau bukan untuk Anda."))
    return case


def listing(caller: Caller, *, stage: str, q: str, cursor: UUID | None, limit: int) -> shapes.Listing:
    """One page of the caller's cases, newest first; the cursor is the last case of the page before."""
    cases = _matching(visible_to(caller.powers), stage=stage, q=q)
    if cursor:
        last = visible_to(caller.powers).filter(uid=cursor).values_list("pk", flat=True).first()
        if last is None:
            raise bad_inputs({"cursor": [_("Penanda halaman ini tidak dikenal.")]})
        cases = cases.filter(**{"found__number__lt" if q.strip() else "pk__lt": last})
    page = list(cases.order_by("-found__number" if q.strip() else "-pk")[: limit + 1])
    shown = page[:limit]
    turns: dict[int, list[Turn]] = {}
    for one in Turn.objects.filter(facilitation__in=shown, closed_at=None):
        turns.setdefault(one.facilitation_id, []).append(one)
    items = [shapes.Face(**_face(case, turns.get(case.pk, []))) for case in shown]
    return shapes.Listing(items=items, next_cursor=str(shown[-1].uid) if len(page) > limit else None)


def _matching(cases: QuerySet[Facilitation], *, stage: str, q: str) -> QuerySet[Facilitation]:
    if UNWRITABLE.search(q):
        raise bad_inputs({"q": [_("Teks ini memuat karakter yang tidak dapat disimpan.")]})
    if stage:
        known = [one for one in all_definitions().values() if stage in one.stages]
        if not known:
            raise bad_inputs({"stage": [_("Tahap ini tidak dikenal.")]})
        beside = any(flow.is_beside(one, stage) for one in known)
        cases = cases.filter(beside=stage) if beside else cases.filter(stage=stage)
    return narrowed(cases, q)


def _face(case: Facilitation, turns: list[Turn]) -> dict[str, Any]:
    revision = definition(case.definition_id)
    own, other = open_among(turns), open_among(turns, beside=True)
    return {
        "id": case.uid, "agenda_number": case.agenda_number, "tracking_code": case.tracking_code,
        "institution": case.institution, "event": case.event, "starts_at": case.starts_at, "ends_at": case.ends_at,
        "place": shapes.Place(code=case.place_code, label=case.place_label),
        "urgency": Named(id=case.urgency, label=str(case.get_urgency_display())),
        "security": Named(id=case.security, label=str(case.get_security_display())),
        "channel": Named(id=case.channel, label=str(case.get_channel_display())), "is_disaster": case.is_disaster,
        "stage": _standing(case, case.stage, own), "next": _coming(revision, case.stage),
        "beside": _standing(case, case.beside, other) if case.beside else None,
        "registered_at": case.registered_at, "closed_at": case.closed_at,
        "href": reverse("api:facilitation", kwargs={"uid": case.uid}),
    }  # fmt: skip


def _standing(case: Facilitation, stage: str, turn: Turn | None) -> shapes.Standing:
    revision = definition(case.definition_id)
    one = revision.stages[stage]
    performer = revision.performers[one.performer].label.text(language()) if one.performer else ""
    return shapes.Standing(
        id=stage, label=one.label.text(language()), step=flow.step_at(revision, case.stage, case.came_from),
        off_path=flow.is_off_path(revision, stage) or flow.is_beside(revision, stage), kind=one.kind,
        performer=performer, since=turn.arrived_at if turn else None, opened_at=turn.opened_at if turn else None,
    )  # fmt: skip


def _coming(revision: Definition, stage: str) -> shapes.Coming | None:
    row = flow.onward_row(revision, stage)
    if row is None:
        return None
    performers = [one.label.text(language()) for one in flow.performers(revision, row, stage)]
    return shapes.Coming(id=row.act, label=revision.acts[row.act].label.text(language()), performers=performers)


def dossier(case: Facilitation) -> shapes.Dossier:
    """A case as a whole: face, SOP revision, measures, crew, documents."""
    revision = definition(case.definition_id)
    turns = list(case.turns.order_by("id"))
    sop = shapes.Revision(id=revision.id, number=revision.identity.number, label=revision.label.text(language()))
    steps = [_measured(revision, one) for one in measure(case, at=clock.now(), turns=turns)]
    crew = _crew(case, revision)
    return shapes.Dossier(**_face(case, turns), sop=sop, steps=steps, crew=crew, documents=papers(case))


def _measured(revision: Definition, one: StepMeasure) -> shapes.Measure:
    step = one.step
    return shapes.Measure(
        step=step.no, label=step.label.text(language()), time_text=step.time_text, begun=one.begun, done=one.done,
        performers=[revision.performers[name].label.text(language()) for name in step.performers],
        standard_minutes=step.standard_minutes, tolerance_minutes=step.tolerance_minutes,
        waiting_minutes=minutes_of(one.waiting), handling_minutes=minutes_of(one.handling),
        late_minutes=None if one.late is None else minutes_of(one.late), verdict=one.verdict,
    )  # fmt: skip


def _crew(case: Facilitation, revision: Definition) -> list[shapes.Member]:
    roles = {one.target: one.label.text(language()) for one in revision.performers.values() if one.kind == "assignment"}
    return [
        shapes.Member(
            role=Named(id=one.role, label=roles.get(one.role, one.role)), name=one.officer.name, from_at=one.from_at,
            until_at=one.until_at,
        )
        for one in case.assignments.select_related("officer").order_by("id")
    ]  # fmt: skip


def papers(case: Facilitation, *, after: str = "") -> list[shapes.Paper]:
    """The case's documents, oldest first; with `after`, those that were issued on that head of its chain."""
    issued = Document.objects.filter(case_uid=case.uid, office=case.office).select_related("file").order_by("id")
    if after:
        issued = issued.filter(chain_hash=after)
    revision = definition(case.definition_id)
    labels = {one.document: one.label.text(language()) for one in revision.artefacts.values() if one.document}
    return [_paper(one, labels.get(one.kind, one.title), case) for one in issued]


def _paper(one: Document, label: str, case: Facilitation) -> shapes.Paper:
    return shapes.Paper(
        id=one.uid, kind=Named(id=one.kind, label=label), title=one.title, number=one.number, version=one.version,
        status=Named(id=one.status, label=str(one.get_status_display())), issued_at=one.issued_at, sha256=one.file_id,
        size=one.file.size, href=reverse("api:document", kwargs={"uid": case.uid, "doc": one.uid}),
    )  # fmt: skip


def document(case: Facilitation, uid: UUID) -> Document:
    """One document of a case. Raises: NotFound."""
    one = Document.objects.select_related("file").filter(case_uid=case.uid, office=case.office, uid=uid).first()
    if one is None:
        raise NotFound(_("Dokumen ini tidak ada pada berkas ini."))
    return one


def offers(case: Facilitation, caller: Caller) -> list[shapes.Offer]:
    """Acts that are open to the caller now, each with the schema of its form on this case."""
    return [_offer(case, one, caller) for one in open_acts(case, caller.powers)]


def _offer(case: Facilitation, one: OpenAct, caller: Caller) -> shapes.Offer:
    revision, row, right = definition(case.definition_id), one.row, one.right
    form, refused = registry.get(row.act).form, ""
    try:
        schema = schema_of(form(occasion_for(case, one, caller.powers, at=clock.now())))
    except Refusal as refusal:
        schema, refused = schema_of(form), refusal.sentence
    appointment = right.holding.appointment.kind if right.holding else ""
    after = case.stage if row.to == OVER else flow.target(row, case.came_from)
    return shapes.Offer(
        act=row.act, label=revision.acts[row.act].label.text(language()), extension=revision.acts[row.act].extension,
        before=named_stage(revision, row.from_stage), after=named_stage(revision, after), refused=refused,
        right=shapes.Claim(performer=right.performer, title=right.title, appointment=appointment), input_schema=schema,
        href=reverse("api:perform_act", kwargs={"uid": case.uid, "act": row.act}),
    )  # fmt: skip


def named_stage(revision: Definition, stage: str) -> Named:
    """A stage by its code and name."""
    return Named(id=stage, label=stage_label(revision, stage))


def note(entry: Entry) -> shapes.Note:
    """An entry as a receipt."""
    return shapes.Note(
        seq=entry.seq, hash=entry.hash, occurred_at=entry.occurred_at, recorded_at=entry.recorded_at,
        sentence=_sentence(entry),
    )  # fmt: skip


def _sentence(entry: Entry) -> str:
    try:
        return sentence(json.loads(entry.canonical))
    except (ValueError, LookupError, TypeError, AttributeError):  # somebody wrote his own text; verification says where
        return _("Teks jejak ini tidak terbaca.")


def journal(case: Facilitation) -> shapes.Journal:
    """The case's chain, in order, and whether it is whole."""
    chain = f"case:{case.uid}"
    verdict = verify(chain=chain)
    found = shapes.Soundness(
        sound=verdict.sound, entries=verdict.entries, breaks=[str(one) for one in verdict.breaks],
        erased=list(verdict.erased),
    )  # fmt: skip
    rows = Entry.objects.filter(chain=chain).order_by("seq")
    return shapes.Journal(chain=chain, entries=[_entry(one) for one in rows], verification=found)


def _entry(one: Entry) -> shapes.JournalEntry:
    return shapes.JournalEntry(**note(one).model_dump(), act=one.act, canonical=one.canonical, prev_hash=one.prev_hash)


def me(caller: Caller) -> shapes.Me:
    """Account, officer, and the positions that are held now."""
    officer, office = caller.officer, caller.office
    positions = [
        shapes.Post(
            code=one.code, title=one.title, appointment=one.appointment.kind, decree=one.appointment.decree,
            from_at=one.appointment.from_at, until_at=one.appointment.until_at,
        )
        for one in caller.powers.holdings
    ]  # fmt: skip
    return shapes.Me(
        account=caller.account.get_username(), name=officer.name, grade=officer.grade,
        office=Named(id=office.slug, label=office.name), time_zone=office.time_zone, positions=positions,
    )  # fmt: skip
