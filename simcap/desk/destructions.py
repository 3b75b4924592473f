"""Pages of destruction (pemusnahan arsip): the list, one proposal, the decision on it, its record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap.errors import BadInputs
from simcap.facilitation.models import CLOSED_CLASSES
from simcap.stewardship import destruction as acts
from simcap.stewardship.models import Destruction, DestructionItem
from simcap.stewardship.rules import may, must, who_can

from .archive import archive_page, page_of, steward_of
from .archive_forms import DecisionForm, DestructionFilter, take_over
from .files import send
from .viewer import office_of


@archive_page
@require_safe
def destructions(request: HttpRequest) -> HttpResponse:
    """Every destruction of the office, the newest first."""
    must("see_archive", steward_of(request))
    form = DestructionFilter(request.GET)
    rows = Destruction.objects.filter(office=office_of(request)).order_by("-id")
    if state := form.given("state"):
        rows = rows.filter(state=state)
    page = page_of(rows, request) | {"form": form, "is_narrowed": bool(state)}
    return render(request, "archive/destructions.html", page)


def _found(request: HttpRequest, uid: UUID) -> Destruction:
    """Raises: NotYou, Http404."""
    must("see_archive", steward_of(request))
    rows = Destruction.objects.select_related("office", "document__file", "proposed_by")
    return get_object_or_404(rows, uid=uid, office=office_of(request))


@archive_page
@require_safe
def destruction(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One destruction: its list, what was decided, how far it is."""
    return _page(request, _found(request, uid))


def _page(
    request: HttpRequest, found: Destruction, *, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    steward = steward_of(request)
    items = list(found.items.select_related("facilitation").order_by("id"))
    done = sum(1 for one in items if one.state == DestructionItem.State.DESTROYED)
    officer = steward.powers.actor.officer
    is_open = found.state == Destruction.State.PROPOSED
    page: dict[str, Any] = {
        "found": found, "lines": [(one, one.facilitation.security in CLOSED_CLASSES) for one in items],
        "done": done, "total": done + sum(1 for one in items if one.state == DestructionItem.State.PENDING),
        "form": form or DecisionForm(), "may_decide": is_open and acts.may_decide(found, steward),
        "may_withdraw": is_open and may("withdraw_destruction", steward) and officer == found.proposed_by,
        "may_resume": found.state == Destruction.State.APPROVED and may("resume_destruction", steward),
        "who_decides": who_can("decide_destruction", office_of(request)) if is_open else "",
    }  # fmt: skip
    return render(request, "archive/destruction.html", page, status=status)


@archive_page
@require_POST
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Approve or refuse a proposal, or withdraw one's own."""
    form, steward, found = DecisionForm(request.POST), steward_of(request), _found(request, uid)
    try:
        form.is_valid()
        decision_note = form.cleaned_data.get("decision_note", "")
        match request.POST.get("decision"):
            case "approve":
                acts.approve(found, decision_note=decision_note, steward=steward)
                messages.success(request, _("Pemusnahan disetujui dan sedang dilaksanakan."))
            case "refuse":
                acts.refuse(found, decision_note=decision_note, steward=steward)
                messages.success(request, _("Usul ditolak; tidak ada yang dimusnahkan."))
            case "withdraw":
                acts.withdraw(found, steward=steward)
                messages.success(request, _("Usul ditarik."))
            case _:
                raise Http404
    except BadInputs as bad:
        take_over(form, bad)
        return _page(request, found, form=form, status=422)
    return redirect("destruction", uid=uid)


@archive_page
@require_POST
def resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Go on with what was broken off (lanjutkan)."""
    acts.resume(_found(request, uid), steward=steward_of(request))
    messages.info(request, _("Pelaksanaan dilanjutkan. Muat ulang halaman ini sebentar lagi."))
    return redirect("destruction", uid=uid)


@archive_page
@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The record of destruction (berita acara pemusnahan) as PDF."""
    found = _found(request, uid)
    if found.document is None:
        raise Http404
    name = f"{found.document.title}.pdf".replace("/", "-")
    return send(request, found.document.file, name=name, download="download" in request.GET)
