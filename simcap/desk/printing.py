"""Printing forms (cetak formulir): of an act blank or filled, the berita acara, and the counter's request form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.content import Person
from simcap.documents.issue import letterhead
from simcap.facilitation import registry, sheets
from simcap.facilitation.definitions import definition
from simcap.facilitation.forms import ActForm
from simcap.facilitation.gates import open_rows
from simcap.facilitation.models import Facilitation, PaperSheet
from simcap.facilitation.occasion import Occasion, Right, requester_actor
from simcap.facilitation.paper import Stub, keep_sheet, stub
from simcap.facilitation.rights import Powers, right_for
from simcap.facilitation.sheet_content import Fact, FormSheet
from simcap.journal.append import GENESIS, Head
from simcap.people.models import Office
from simcap.procedure import flow
from simcap.procedure.definition import Definition, Row
from simcap.step3_fieldwork.queries import minutes_content

from .consequences import consequence
from .faces import face_of, names_of
from .queries import WITHOUT_BUTTON

#: The template of an act's form, and of the page that the host signs; the act that takes that page.
FORM, CONFIRMATION = "form_sheet", "host_confirmation"


@dataclass(frozen=True, slots=True)
class Printable:
    """One form that can be printed for a case now. `is_ahead`: its turn comes later in the same step."""

    act: str
    template: str
    label: str
    url: str
    is_ahead: bool


def rows_to_print(case: Facilitation) -> list[Row]:
    """Rows whose forms may be printed: open now, or ahead in the step that the case stands in."""
    revision = definition(case.definition_id)
    step = flow.step_at(revision, case.stage, case.came_from)
    path = flow.expected_path(revision, case.stage)
    ahead = [row.from_stage for row in path if flow.step_at(revision, row.from_stage, "") == step]
    rows = [*open_rows(revision, case), *(row for stage in ahead for row in flow.open_rows(revision, stage))]
    found: dict[str, Row] = {}
    for row in rows:
        is_own = row.from_stage in (case.stage, case.beside) or not revision.acts[row.act].extension
        if is_own and not row.choice and row.act not in WITHOUT_BUTTON and _has_inputs(row.act):
            found.setdefault(row.act, row)
    return list(found.values())


def _has_inputs(act: str) -> bool:
    form = registry.get(act).form
    return bool(form.base_fields or form.rows)


def printables(case: Facilitation) -> list[Printable]:
    """The forms of the signed path that can be printed for a case now, each with its address."""
    revision, language = definition(case.definition_id), translation.get_language() or "id"
    found = []
    for row in rows_to_print(case):
        act = revision.acts[row.act]
        if act.extension:
            continue
        url = reverse("act-form", args=[case.uid, act.id])
        found.append(Printable(act.id, FORM, act.label.text(language), url, row.from_stage != case.stage))
        found += _confirmation(row, case, url)
    return found


def _confirmation(row: Row, case: Facilitation, url: str) -> Iterator[Printable]:
    """The berita acara, where the act gives it."""
    artefacts = definition(case.definition_id).artefacts
    for given in row.gives:
        if artefacts[given].document == CONFIRMATION:
            label = artefacts[given].label.text(translation.get_language() or "id")
            yield Printable(row.act, CONFIRMATION, label, url, row.from_stage != case.stage)


def may_print(case: Facilitation, powers: Powers) -> bool:
    """Whether somebody may print forms of a case: whoever may bring them back."""
    revision = definition(case.definition_id)
    rows = flow.rows(revision, "file_paper", case.stage)
    return any(right_for(revision, row, case, powers) for row in rows)


def print_form(
    case: Facilitation, act: str, powers: Powers, *, template: str, inputs: Mapping[str, Any] | None
) -> PaperSheet:
    """Print a form of a case; with `inputs` filled with them, else blank. Changes: one sheet. Raises: Http404."""
    row = next((one for one in rows_to_print(case) if one.act == act), None)
    officer = powers.actor.officer
    if row is None or officer is None:
        raise Http404
    marks = stub(officer, at=clock.now())
    with translation.override("id"):
        if template == CONFIRMATION:
            content: Any = _minutes(case, row, powers, marks)
        else:
            content = _sheet(_occasion(case, row, powers), inputs, marks, about=tuple(_about(case)))
    return keep_sheet(
        marks, office=case.office, case=case, act=act, stage=row.from_stage, template=template, content=content,
        is_filled=inputs is not None and template == FORM,
    )  # fmt: skip


def _minutes(case: Facilitation, row: Row, powers: Powers, marks: Stub) -> Any:
    if not list(_confirmation(row, case, "")):
        raise Http404
    revision, officer = definition(case.definition_id), powers.actor.officer
    right = right_for(revision, row, case, powers, stage=row.from_stage)
    who = Person(name=officer.name, nip=officer.nip, position=right.title) if officer and right else Person(name="")
    return minutes_content(case, officer=who, sheet=marks.mark(_("Berita acara untuk ditandatangani tuan rumah")))


def print_request(occasion: Occasion, *, inputs: Mapping[str, Any] | None) -> PaperSheet:
    """Print the request form of the counter: what the requester himself fills in. Changes: one sheet."""
    marks = stub(occasion.officer, at=clock.now())
    occasion = replace(occasion, actor=requester_actor("counter"))
    with translation.override("id"):
        about = (Fact(label=_("Kepada"), value=occasion.office.name), Fact(label=_("Layanan"), value="Mobile MCAP"))
        content = _sheet(occasion, inputs, marks, about=about)
    return keep_sheet(
        marks, office=occasion.office, case=None, act=occasion.act, stage="", template=FORM, content=content,
        is_filled=inputs is not None,
    )  # fmt: skip


def _occasion(case: Facilitation, row: Row, powers: Powers) -> Occasion:
    """The occasion as the form will meet it; nobody acts yet."""
    revision = definition(case.definition_id)
    performer = flow.performers(revision, row, row.from_stage)[0]
    right = right_for(revision, row, case, powers, stage=row.from_stage) or Right(performer.id, performer.label.id)
    return Occasion(
        act=row.act, office=case.office, definition=revision, row=row, actor=powers.actor, right=right,
        occurred_at=powers.at, recorded_at=powers.at, head=Head(0, GENESIS), facilitation=case,
    )  # fmt: skip


def _sheet(occasion: Occasion, inputs: Mapping[str, Any] | None, marks: Stub, *, about: tuple[Fact, ...]) -> FormSheet:
    kind, form = registry.get(occasion.act).form, None
    is_blank = inputs is None
    form = kind(occasion, typed=sheets.blank_inputs(kind, occasion) if inputs is None else inputs)
    revision, act = occasion.definition, occasion.definition.acts[occasion.act]
    repeats = occasion.row.to == "" and not act.extension
    state = _("Formulir kosong: %(act)s") if is_blank else _("Formulir terisi: %(act)s")
    return FormSheet(
        letterhead=letterhead(occasion.office), title=_title(occasion, form), note=_note(revision, occasion),
        about=about, performers=_performers(occasion), sheet=marks.mark(state % {"act": act.label.id}),
        blanks=() if repeats else tuple(sheets.blanks_of(form)),
        grids=_grids(form, repeats=repeats, is_blank=is_blank), then="" if repeats else _then(occasion),
        wide=repeats, is_extension=act.extension,
    )  # fmt: skip


def _title(occasion: Occasion, form: ActForm) -> str:
    if occasion.facilitation is None:
        return _("Formulir permintaan fasilitasi")
    return _("Formulir: %(act)s") % {"act": occasion.definition.acts[occasion.act].label.id}


def _note(revision: Definition, occasion: Occasion) -> str:
    sop = _("SOP %(number)s") % {"number": revision.identity.number}
    step = revision.step(flow.step_at(revision, occasion.row.from_stage, "")) if occasion.row.from_stage else None
    return f"{_('Langkah')} {step.no}: {step.label.id} · {sop}" if step else sop


def _performers(occasion: Occasion) -> str:
    if occasion.facilitation is None:
        return _("pemohon")
    found = flow.performers(occasion.definition, occasion.row, occasion.row.from_stage)
    return _(" atau ").join(one.label.id for one in found)


def _grids(form: ActForm, *, repeats: bool, is_blank: bool) -> tuple[Any, ...]:
    if repeats:
        return (sheets.repeated(form, when=_("Tanggal dan jam"), is_blank=is_blank),)
    return tuple(sheets.grids_of(form, is_blank=is_blank))


def _then(occasion: Occasion) -> str:
    return consequence(occasion) if occasion.facilitation else ""


def _about(case: Facilitation) -> Iterator[Fact]:
    """The case's face, as everywhere: event, place and window, where it stands, what comes next; and its letter."""
    turn = case.turns.filter(closed_at=None, beside=False).first()
    face, letter = face_of(case, turn, names=names_of([case])), case.letter
    yield Fact(label=_("Kegiatan"), value=case.event)
    yield Fact(label=_("Tempat"), value=f"{letter.site}, {case.place_label}")
    yield Fact(label=_("Waktu"), value=face.window)
    yield Fact(label=_("Surat dari"), value=letter.institution)
    yield Fact(label=_("Nomor surat"), value=_("%(number)s, agenda %(agenda)s") % {
        "number": letter.letter_number, "agenda": case.agenda_number,
    })  # fmt: skip
    yield Fact(label=_("Perihal"), value=letter.subject)
    yield Fact(label=_("Kedudukan"), value=_("Langkah %(no)d dari %(count)d, %(stage)s") % {
        "no": face.step_no, "count": face.step_count, "stage": face.stage_label,
    })  # fmt: skip
    yield Fact(label=_("Berikutnya"), value=face.next_act)


def office_sheets(office: Office) -> Any:
    """The office's sheets with what the pages show of them."""
    related = ("facilitation__office", "printed_by", "office")
    return PaperSheet.objects.filter(office=office).select_related(*related).prefetch_related("scans__entry")
