"""The API's operations: fetch what the caller may see, call `perform` or one query, answer."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from simcap.documents import store
from simcap.facilitation import registry
from simcap.facilitation.definitions import definition
from simcap.facilitation.doorway import Receipt, perform
from simcap.facilitation.models import Facilitation
from simcap.intake.queries import answer_token
from simcap.stewardship.models import Reading
from simcap.stewardship.readings import note_reading

from . import books, queries, shapes, uploads
from .problems import NotFound
from .reading import must_fit
from .tokens import Caller

router = Router()
BOTH = {200: shapes.Done, 201: shapes.Done}
Limit = Annotated[int, Query(ge=1, le=100)]


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by the token that let the request in
    return caller


def _read(request: HttpRequest, uid: UUID, thing: Reading.Thing, *, key: str = "") -> Facilitation:
    """A case that the caller may see; that he was shown this of it is noted. Raises: NotFound."""
    caller = _caller(request)
    case = queries.found(caller, uid)
    note_reading(case, caller.powers, thing=thing, key=key)
    return case


@router.get("/me", response=shapes.Me)
def me(request: HttpRequest) -> shapes.Me:
    """Who the token speaks for, and the positions held now."""
    return queries.me(_caller(request))


@router.get("/facilitations", response=shapes.Listing)
def facilitations(
    request: HttpRequest,
    stage: str = "",
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: UUID | None = None,
    limit: Limit = 25,
) -> shapes.Listing:
    """Cases that the caller may see, newest first; `q` is looked for in full text (words, “phrases”, numbers)."""
    return queries.listing(_caller(request), stage=stage, q=q, cursor=cursor, limit=limit)


@router.post("/facilitations", response={200: shapes.Registered, 201: shapes.Registered})
def register(request: HttpRequest, body: shapes.RegisterRequest) -> Status[shapes.Registered]:
    """Register a letter (pendaftaran surat). 200 instead of 201: this request was done before."""
    caller = _caller(request)
    receipt = _performed("register", caller, body)
    case, facts = receipt.facilitation, json.loads(receipt.entry.canonical)["facts"]
    public = {"office": case.office.slug}
    answer = shapes.Registered(
        **_done(receipt).model_dump(), id=case.uid, agenda_number=case.agenda_number, tracking_code=case.tracking_code,
        duplicate_of=facts["duplicate_of"], warnings=[_duplicate(number) for number in facts["duplicate_of"]],
        href=reverse("api:facilitation", kwargs={"uid": case.uid}),
        track_url=_public("track-case", **public, code=case.tracking_code),
        answer_url=_public("answer", **public, token=answer_token(case)),
    )  # fmt: skip
    return Status(200 if receipt.repeated else 201, answer)


def _duplicate(number: str) -> str:
    sentence = _("Surat dengan pengirim, nomor, dan tanggal yang sama sudah terdaftar: agenda %(number)s.")
    return sentence % {"number": number}


def _public(name: str, **kwargs: str) -> str:
    return f"{settings.SIMCAP_PUBLIC_URL}{reverse(name, kwargs=kwargs)}"


@router.get("/facilitations/{uuid:uid}", response=shapes.Dossier)
def facilitation(request: HttpRequest, uid: UUID) -> shapes.Dossier:
    """One case: face, stage, steps against the standard, crew, documents."""
    return queries.dossier(_read(request, uid, Reading.Thing.DOSSIER))


@router.get("/facilitations/{uuid:uid}/acts", response=list[shapes.Offer])
def acts(request: HttpRequest, uid: UUID) -> list[shapes.Offer]:
    """Acts that are open to the caller now, each with the JSON Schema of its inputs."""
    caller = _caller(request)
    return queries.offers(queries.found(caller, uid), caller)


@router.post("/facilitations/{uuid:uid}/acts/{slug:act}", response=BOTH)
def perform_act(request: HttpRequest, uid: UUID, act: str, body: shapes.ActRequest) -> Status[shapes.Done]:
    """Do one act. 200 instead of 201: this request was done before, and this is its answer again."""
    caller = _caller(request)
    receipt = _performed(act, caller, body, uid=uid)
    return Status(200 if receipt.repeated else 201, _done(receipt))


def _performed(act: str, caller: Caller, body: shapes.ActRequest, *, uid: UUID | None = None) -> Receipt:
    case = queries.found(caller, uid) if uid else None
    if act not in registry.known():
        raise NotFound(_("Tindakan ini tidak ada."))
    must_fit(registry.get(act).form, body.inputs)
    return perform(
        act, office=caller.office, actor=caller.actor, inputs=body.inputs, request_id=body.request_id,
        facilitation=case, occurred_at=body.occurred_at,
    )  # fmt: skip


def _done(receipt: Receipt) -> shapes.Done:
    case, entry = receipt.facilitation, receipt.entry
    stage = json.loads(entry.canonical)["stage_after"]
    return shapes.Done(
        act=entry.act, stage=queries.named_stage(definition(case.definition_id), stage), entry=queries.note(entry),
        repeated=receipt.repeated, documents=queries.papers(case, after=entry.prev_hash),
    )  # fmt: skip


@router.get("/facilitations/{uuid:uid}/journal", response=shapes.Journal)
def journal(request: HttpRequest, uid: UUID) -> shapes.Journal:
    """The journal of a case, and whether its chain is whole."""
    return queries.journal(_read(request, uid, Reading.Thing.JOURNAL))


@router.get("/facilitations/{uuid:uid}/documents", response=list[shapes.Paper])
def documents(request: HttpRequest, uid: UUID) -> list[shapes.Paper]:
    """The case's documents, replaced ones too."""
    return queries.papers(queries.found(_caller(request), uid))


@router.get("/registers", response=list[shapes.Shelved])
def registers(request: HttpRequest) -> list[shapes.Shelved]:
    """The office's registers."""
    return books.shelf()


@router.get("/registers/{slug:book}", response=shapes.BookPage, by_alias=True)
def register_book(
    request: HttpRequest, book: str, filters: Query[shapes.BookQuery], cursor: str = "", limit: Limit = 25
) -> shapes.BookPage:
    """One page of a register: the rows whose cases the caller may see, narrowed and sorted as on its page."""
    return books.page(_caller(request), book, filters.model_dump(), cursor=cursor, limit=limit)


PDF: dict[str, Any] = {"responses": {200: {"content": {"application/pdf": {"schema": {}}}}}}


@router.get("/facilitations/{uuid:uid}/documents/{uuid:doc}.pdf", openapi_extra=PDF)
def document(request: HttpRequest, uid: UUID, doc: UUID) -> HttpResponse:
    """A document's bytes, exactly those that its SHA-256 names."""
    one = queries.document(_read(request, uid, Reading.Thing.DOCUMENT, key=str(doc)), doc)
    headers = {"Content-Disposition": f'inline; filename="{one.kind}-{one.version}.pdf"', "ETag": f'"{one.file_id}"'}
    return HttpResponse(store.get(one.file), content_type="application/pdf", headers=headers)


UPLOAD: dict[str, Any] = {"requestBody": uploads.REQUEST_BODY}
Name = Annotated[str, Query(max_length=150)]


@router.post("/attachments", response={201: shapes.Upload}, openapi_extra=UPLOAD)
def upload(request: HttpRequest, name: Name = "") -> Status[shapes.Upload]:
    """Upload a letter before there is a case; `name` is its file name when the body is the file itself."""
    caller = _caller(request)
    uploads.must_register(caller)
    return Status(201, uploads.take(request, caller, name=name))


@router.post("/facilitations/{uuid:uid}/attachments", response={201: shapes.Upload}, openapi_extra=UPLOAD)
def attach(request: HttpRequest, uid: UUID, name: Name = "") -> Status[shapes.Upload]:
    """Upload a file that an act of this case is to take."""
    caller = _caller(request)
    uploads.must_perform(caller, queries.found(caller, uid))
    return Status(201, uploads.take(request, caller, name=name))
