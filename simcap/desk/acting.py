"""The page of an act: its form beside the paper that it is about, and what happens when the form is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import select_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from simcap.errors import BadInputs, NotNow, Refusal
from simcap.facilitation import registry
from simcap.facilitation.definitions import definition
from simcap.facilitation.doorway import Receipt, perform
from simcap.facilitation.forms import ActForm, inputs_from_post
from simcap.facilitation.models import Facilitation
from simcap.facilitation.occasion import Occasion
from simcap.facilitation.rights import Powers
from simcap.journal.sentences import sentence

from . import typed
from .acting_page import page_of, with_rows_changed
from .files import case_seen
from .forms import OccurredForm
from .from_paper import FromPaper, from_paper
from .occasions import occasion_to, request_id_of, sent_before
from .refusals import refused
from .session import signed_in
from .uploading import Sent, sent, with_refused
from .viewer import powers_of


@dataclass
class Asked:
    """One act asked for on one case: everything that its page and its sending need."""

    request: HttpRequest
    case: Facilitation
    act: str
    powers: Powers
    occasion: Occasion
    form_class: type[ActForm] = field(init=False)
    when: OccurredForm = field(init=False)
    paper: FromPaper | None = field(init=False)

    def __post_init__(self) -> None:
        self.form_class = registry.get(self.act).form
        posted = self.request.POST if self.request.method == "POST" else None
        self.when = OccurredForm(posted, zone=self.case.office.time_zone)
        self.paper = from_paper(self.request, self.case, self.act, self.powers)

    @property
    def occurred_at(self) -> datetime | None:
        """When it happened: as on the paper, as typed, or none for now."""
        if self.paper and self.paper.form:
            return self.paper.form.cleaned_data["written_at"]
        return self.when.cleaned_data["occurred_at"]

    def is_timely(self) -> bool:
        """Whether what is asked beside the act's own inputs is filled in well."""
        return self.when.is_valid() and (self.paper is None or self.paper.is_valid())

    def fresh(self) -> ActForm:
        """The form before anything is typed; a scan may fill in something by itself."""
        form = self.form_class(self.occasion)
        if self.paper is None or not (known := self.paper.known(self.form_class)):
            return form
        return self.form_class(self.occasion, typed={**self.form_class.initial_inputs(self.occasion), **known})

    def show(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        """The page with this form on it."""
        context = page_of(self.request, self.occasion, form, self.when, powers=self.powers)
        if self.paper:
            context |= self.paper.context(context)
        template = select_template([f"acts/{self.act}.html", "acts/act.html"])
        return HttpResponse(template.render(context, self.request), status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, uid: UUID, act: str) -> HttpResponse:
    """The page of an act on a case, and its sending. Whoever may not is told who can."""
    case, powers = case_seen(request, uid), powers_of(request)
    if act == "open":
        return _open(request, case)
    try:
        if act in registry.known() and sent_before(request, powers):
            return _again(request, case, act, powers)
        asked = Asked(request, case, act, powers, occasion_to(act, case, powers))
        return _sent(asked) if request.method == "POST" else _shown(asked)
    except Refusal as refusal:
        return refused(request, refusal, case=case, act=act)


def _shown(asked: Asked) -> HttpResponse:
    kept = typed.take(asked.request)
    if kept is None:
        return asked.show(asked.fresh())
    asked.when = OccurredForm(initial={"occurred_at": kept.get("occurred_at", "")}, zone=asked.case.office.time_zone)
    return asked.show(asked.form_class(asked.occasion, typed=inputs_from_post(asked.form_class, kept)))


def _sent(asked: Asked) -> HttpResponse:
    given = sent(asked.form_class, asked.request, office=asked.case.office, actor=asked.powers.actor)
    if change := asked.request.POST.get("_refresh"):
        return asked.show(asked.form_class(asked.occasion, typed=with_rows_changed(given.inputs, change)))
    if given.refused or not asked.is_timely():
        return asked.show(with_refused(asked.form_class(asked.occasion, given.inputs), given.refused), status=422)
    try:
        return _done(asked.request, _perform(asked, given))
    except BadInputs as bad:
        return asked.show(_faulty(asked, given, bad), status=422)


def _perform(asked: Asked, given: Sent) -> Receipt:
    return perform(
        asked.act,
        office=asked.case.office,
        actor=asked.powers.actor,
        inputs=given.inputs,
        request_id=request_id_of(asked.request),
        facilitation=asked.case,
        occurred_at=asked.occurred_at,
        paper=asked.paper.paper if asked.paper else None,
    )


def _faulty(asked: Asked, given: Sent, bad: BadInputs) -> ActForm:
    if isinstance(bad.form, ActForm):
        return bad.form
    for each in bad.fields.get("occurred_at", ()):
        if asked.paper and asked.paper.form:
            asked.paper.form.add_error("written_at", each)
        else:
            asked.when.add_error("occurred_at", each)
    form = asked.form_class(asked.occasion, given.inputs)
    form.is_valid()
    for each in bad.fields.get("__all__", ()):
        form.add_error(None, each)
    return form


def _done(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Say what was done, in the journal's own sentence, and go on: to the same page while the stage stands."""
    case, body = receipt.facilitation, json.loads(receipt.entry.canonical)
    link = format_html('<a href="{}">{}</a>', reverse("case", args=[case.uid]), _("Buka berkas"))
    messages.success(request, format_html("{} {}", sentence(body), link))
    stands = body["stage_before"] == body["stage_after"]
    if not stands:
        return redirect("desk")
    answer = redirect("act", uid=case.uid, act=receipt.entry.act)
    if token := request.GET.get("kertas"):  # the next line of the same sheet
        answer["Location"] += f"?{urlencode({'kertas': token})}"
    return answer


def _again(request: HttpRequest, case: Facilitation, act: str, powers: Powers) -> HttpResponse:
    """The second click gets the first one's answer. Raises: OtherContent when it says something else."""
    given = sent(registry.get(act).form, request, office=case.office, actor=powers.actor)
    receipt = perform(
        act, office=case.office, actor=powers.actor, inputs=given.inputs, request_id=request_id_of(request),
        facilitation=case,
    )  # fmt: skip
    return _done(request, receipt)


def _open(request: HttpRequest, case: Facilitation) -> HttpResponse:
    """Open (buka) by the button, then go to the act itself. Somebody else's opening is told, and no hindrance."""
    then = request.POST.get("then", "")
    if request.method != "POST":
        return redirect("case", uid=case.uid)
    try:
        perform(
            "open", office=case.office, actor=powers_of(request).actor, inputs={}, request_id=request_id_of(request),
            facilitation=case,
        )  # fmt: skip
    except NotNow as late:
        messages.info(request, late.sentence)
    except Refusal as refusal:
        return refused(request, refusal, case=case, act="open")
    known = then in definition(case.definition_id).acts
    return redirect("act", uid=case.uid, act=then) if known else redirect("case", uid=case.uid)
