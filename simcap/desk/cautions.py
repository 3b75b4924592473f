"""Cautions (peringatan) beside an act's form: on load, and again after each choice. They hinder nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from simcap.errors import Refusal
from simcap.facilitation import registry
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.outlook import Caution

from .files import case_seen
from .occasions import occasion_to
from .session import signed_in
from .spt_changes import changes_of
from .viewer import powers_of


def may_warn(form: type[ActForm]) -> bool:
    """Whether an act's form has cautions at all, so that its page asks for them after each choice."""
    return form.warnings is not ActForm.warnings


def cautions_of(occasion: Occasion, form: ActForm) -> list[Caution]:
    """The cautions on what the form shows: what was sent, or what it was filled with."""
    if not may_warn(type(form)):
        return []
    judged = form if form.is_bound else type(form)(occasion, _shown(form))
    return judged.warnings(judged.fitting())


def _shown(form: ActForm) -> dict[str, Any]:
    return {**form.initial, **{name: formset.initial or [] for name, formset in form.lists.items()}}


@signed_in
@require_POST
def cautions(request: HttpRequest, uid: UUID, act: str) -> HttpResponse:
    """The cautions on what is typed so far; nothing for an act that is not open. Changes: nothing."""
    case = case_seen(request, uid)
    try:
        occasion = occasion_to(act, case, powers_of(request))
    except Refusal:
        return HttpResponse(status=204)
    form_class = registry.get(act).form
    form = form_class(occasion, inputs_from_post(form_class, request.POST))
    found = {"cautions": cautions_of(occasion, form), "changes": changes_of(occasion, form)}
    return render(request, "acts/_cautions.html", found | {"case": case, "act": {"id": act}})
