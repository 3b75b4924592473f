"""Pages of data subjects' requests (permintaan data pribadi): the register, one request, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap import clock
from simcap.errors import BadInputs
from simcap.stewardship import subjects
from simcap.stewardship.delivery import deliver_answers
from simcap.stewardship.held import Found, look_up
from simcap.stewardship.models import SubjectRequest
from simcap.stewardship.rules import may, must

from .archive import archive_page, fresh_key, key_of, page_of, require_form_methods, steward_of
from .archive_forms import (
    AnswerForm,
    CounterForm,
    IdentityForm,
    RefusalForm,
    SubjectFilter,
    in_office_time,
    take_over,
)
from .files import send
from .viewer import office_of, powers_of

#: Session key: requests whose person was looked for since signing in.
LOOKED_FOR = "looked_for"
MOST_LOOKED_FOR = 20


@archive_page
@require_safe
def subject_requests(request: HttpRequest) -> HttpResponse:
    """The register of requests: received, due, answered by whom."""
    steward = steward_of(request)
    must("see_requests", steward)
    form = SubjectFilter(request.GET)
    rows = SubjectRequest.objects.filter(office=office_of(request)).order_by("-id")
    wanted = {name: value for name in ("state", "wish") if (value := form.given(name))}
    page = page_of(rows.filter(**wanted), request)
    shown = {"form": form, "now": clock.now(), "is_narrowed": bool(wanted)}
    return render(request, "archive/requests.html", page | shown | {"registers": may("register_request", steward)})


@archive_page
@require_form_methods
def new_request(request: HttpRequest) -> HttpResponse:
    """Receive a request at the counter."""
    office, steward = office_of(request), steward_of(request)
    form = CounterForm(request.POST if request.method == "POST" else None)
    in_office_time(form, office)
    must("register_request", steward)
    if form.is_valid():
        given = dict(form.cleaned_data)
        made = subjects.register(office, key=key_of(request), code=given.pop("code"), given=given, steward=steward)
        messages.success(request, _("Permintaan dicatat. Batas jawaban 3 x 24 jam sejak diterima."))
        return redirect("subject-request", uid=made.uid) if may("see_requests", steward) else redirect("archive")
    page = {"form": form, "key": request.POST.get("key") or fresh_key()}
    return render(request, "archive/request_new.html", page, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, uid: UUID) -> SubjectRequest:
    """Raises: NotYou, Http404."""
    must("see_requests", steward_of(request))
    rows = SubjectRequest.objects.select_related("office", "facilitation", "file")
    return get_object_or_404(rows, uid=uid, office=office_of(request))


@archive_page
@require_safe
def subject_request(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One request; for the designated role also what is held, to answer from."""
    return _page(request, _found(request, uid))


def _page(
    request: HttpRequest, row: SubjectRequest, *, bound: Mapping[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """`bound`: forms that were sent with a fault, under `identity`, `answer` or `refuse`."""
    steward, given = steward_of(request), bound or {}
    handles = may("handle_request", steward)
    works = handles and row.state == SubjectRequest.State.OPEN
    is_known = row.identity != SubjectRequest.Identity.PENDING
    found = _found_by(request, row) if works and is_known else Found()
    cases = [(case, [hit for hit in found.hits if hit.case == case], subjects.why_kept(case)) for case in found.cases]
    page = {
        "row": row, "now": clock.now(), "works": works, "handles": handles, "is_known": is_known, "found": found,
        "looked": str(row.uid) in request.session.get(LOOKED_FOR, []),
        "cases": cases, "loose": [hit for hit in found.hits if hit.case is None],
        "chosen": request.POST.getlist("cases") if given else _first_choice(row),
        "identity_form": given.get("identity") or IdentityForm(), "answer_form": given.get("answer") or AnswerForm(),
        "refuse_form": given.get("refuse") or RefusalForm(),
        "address": subjects.address_on_file(row, found.cases) if works and is_known else "",
    }  # fmt: skip
    return render(request, "archive/request.html", page, status=status)


def _found_by(request: HttpRequest, row: SubjectRequest) -> Found:
    """What is held, once it was looked for in this session: looking is an act, which the journal tells of."""
    if str(row.uid) not in request.session.get(LOOKED_FOR, []):
        return Found()
    return look_up(row.office, subjects.terms_of(row), powers_of(request), without=row.pk)


@archive_page
@require_POST
def search(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Look for what is held about the person who asks (telusuri)."""
    row = _found(request, uid)
    found = look_up(row.office, subjects.terms_of(row), powers_of(request), without=row.pk)
    subjects.note_look_up(row, hit_count=len(found.hits), steward=steward_of(request))
    request.session[LOOKED_FOR] = [*request.session.get(LOOKED_FOR, []), str(row.uid)][-MOST_LOOKED_FOR:]
    return redirect("subject-request", uid=uid)


def _first_choice(row: SubjectRequest) -> list[str]:
    return [str(row.facilitation.uid)] if row.facilitation else []


@archive_page
@require_POST
def identify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that it was checked who asks."""
    form = IdentityForm(request.POST)
    row = _found(request, uid)
    must("handle_request", steward_of(request))
    if form.is_valid():
        subjects.identify(row, how=form.cleaned_data["how"], steward=steward_of(request))
        messages.success(request, _("Pemeriksaan identitas dicatat."))
        return redirect("subject-request", uid=uid)
    return _page(request, row, bound={"identity": form}, status=422)


ANSWERS: Mapping[str, Any] = {
    SubjectRequest.Wish.ACCESS: subjects.answer_access,
    SubjectRequest.Wish.RECTIFY: subjects.answer_rectify,
    SubjectRequest.Wish.ERASE: subjects.answer_erase,
}


@archive_page
@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer a request: export, rectification or erasure, as it was wished."""
    form = AnswerForm(request.POST)
    form.fields["cases"].choices = [(text, text) for text in request.POST.getlist("cases")]  # type: ignore[attr-defined]
    row = _found(request, uid)
    must("handle_request", steward_of(request))
    try:
        if form.is_valid():
            given = form.cleaned_data
            ANSWERS[row.wish](
                row, uids=_uids(given["cases"]), delivery=given["delivery"], answer=given["answer"],
                steward=steward_of(request),
            )  # fmt: skip
            messages.success(request, _("Permintaan dijawab."))
            return redirect("subject-request", uid=uid)
    except BadInputs as bad:
        take_over(form, bad)
    return _page(request, row, bound={"answer": form}, status=422)


def _uids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None


@archive_page
@require_POST
def refuse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say why a request cannot be met."""
    form = RefusalForm(request.POST)
    row = _found(request, uid)
    must("handle_request", steward_of(request))
    if form.is_valid():
        subjects.refuse_request(row, answer=form.cleaned_data["answer"], steward=steward_of(request))
        messages.success(request, _("Permintaan ditutup dengan alasan."))
        return redirect("subject-request", uid=uid)
    return _page(request, row, bound={"refuse": form}, status=422)


@archive_page
@require_POST
def hand_over(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that the answer was handed over at the office, or have it mailed again."""
    steward = steward_of(request)
    row = _found(request, uid)
    if "again" in request.POST:
        must("handle_request", steward)
        deliver_answers.enqueue()
        messages.info(request, _("Surel dikirim lagi."))
    else:
        subjects.hand_over(row, steward=steward)
        messages.success(request, _("Penyerahan dicatat."))
    return redirect("subject-request", uid=uid)


@archive_page
@require_safe
def export(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The answer's file, to hand over at the office. For the designated role only."""
    row = _found(request, uid)
    must("handle_request", steward_of(request))
    if row.file is None:
        raise Http404
    return send(request, row.file, name=f"data-pribadi-{str(row.uid)[:8]}.zip", download=True)
