"""Revisions of the SOP (revisi SOP): the list, one revision with what it changes, and the acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simcap.errors import BadInputs
from simcap.facilitation.definitions import in_force
from simcap.people.sop import coming_sop_id, sop_id_of
from simcap.procedure.comparing import differences
from simcap.procedure.definition import Definition
from simcap.procedure.findings.examine import findings_of
from simcap.public.sop import sop_page
from simcap.public.sop_form import sop_pdf
from simcap.revisions import acts
from simcap.revisions.files import text_of
from simcap.revisions.models import Revision
from simcap.revisions.reading import compared_with, read
from simcap.revisions.reasons import told
from simcap.revisions.rules import has_written, may, must

from .archive import archive_page, page_of, require_form_methods
from .archive_forms import take_over
from .files import made_now
from .numbers import number_of
from .revision_forms import BeginForm, DecisionForm, RevisionFilter, WithdrawForm
from .sop import groups_of
from .viewer import office_of, powers_of


@archive_page
@require_safe
def revisions(request: HttpRequest) -> HttpResponse:
    """Every revision that the office wrote, and which SOP is in force now and next."""
    powers, office = powers_of(request), office_of(request)
    must("see_revisions", powers)
    form = RevisionFilter(request.GET)
    rows, status = Revision.objects.filter(office=office).order_by("-id"), form.given("status")
    if status:
        rows = rows.filter(status=status)
    page = page_of(rows, request) | {"form": form, "is_narrowed": bool(status), "current": in_force(office)}
    coming = coming_sop_id(office)
    page |= {"next_id": coming, "next_on": office.next_sop_on if coming else None}
    return render(request, "revisions/list.html", page | {"drafts": may("draft_revision", powers)})


@archive_page
@require_form_methods
def new_revision(request: HttpRequest) -> HttpResponse:
    """Begin a draft from a known revision or from a file."""
    powers, office = powers_of(request), office_of(request)
    must("draft_revision", powers)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BeginForm(*data, office=office)
    if form.is_valid():
        base = form.cleaned_data["base"] or in_force(office).id
        text = form.cleaned_data["file"] or text_of(base)
        try:
            made = acts.begin(text=text, base_id=base, why=form.cleaned_data["why"], powers=powers)
        except BadInputs as bad:
            take_over(form, bad)
        else:
            messages.success(request, _("Konsep revisi dibuat. Belum ada yang berubah pada SOP yang berlaku."))
            return redirect("revision", uid=made.uid)
    return render(request, "revisions/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _found(request: HttpRequest, uid: UUID) -> Revision:
    """Raises: NotYou, Http404."""
    must("see_revisions", powers_of(request))
    rows = Revision.objects.select_related("office", "proposed_by", "decided_by")
    return get_object_or_404(rows, uid=uid, office=office_of(request))


@archive_page
@require_safe
def revision(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One revision: where it stands, what it changes against the SOP in force, its picture, and its history."""
    return _page(request, _found(request, uid))


def _page(
    request: HttpRequest, row: Revision, *, status: int = 200, refused: Sequence[str] = (), **forms_: forms.Form
) -> HttpResponse:
    powers, language, reading = powers_of(request), get_language() or "id", read(row.text)
    officer = powers.actor.officer
    page: dict[str, Any] = {
        "row": row, "reading": reading, "reason": told(reading.reason),
        "edits": row.edits.select_related("officer").order_by("id"),
        "is_in_force": sop_id_of(row.office) == row.definition_id,
        "may_write": may("draft_revision", powers) and row.status == Revision.Status.DRAFT,
        "may_propose": may("propose_revision", powers) and row.status == Revision.Status.DRAFT,
        "may_decide": may("decide_revision", powers) and row.status == Revision.Status.PROPOSED,
        "wrote_it": bool(officer and has_written(row, officer)),
        "decision_form": forms_.get("decision") or DecisionForm(),
        "withdraw_form": forms_.get("withdraw") or WithdrawForm(),
        "refused": refused,
    }  # fmt: skip
    page["may_withdraw"] = may("withdraw_revision", powers) and _is_withdrawable(row)
    if reading.definition:
        page |= _shown(row, reading.definition, language)
    return render(request, "revisions/revision.html", page, status=status)


def _is_withdrawable(row: Revision) -> bool:
    if row.status == Revision.Status.APPROVED:
        return row.definition_id == coming_sop_id(row.office)
    return row.status in (Revision.Status.DRAFT, Revision.Status.PROPOSED)


def _shown(row: Revision, found: Definition, language: str) -> dict[str, Any]:
    """What a readable text shows: its form with the flowchart, what it changes, and its findings."""
    against = compared_with(row)
    found_out = [
        {
            "label": one.label.text(language), "kind": one.kind, "flow": one.flow, "key": one.key,
            "old": one.old.text(language) if one.old else "", "new": one.new.text(language) if one.new else "",
        }
        for one in differences(against, found)
    ]  # fmt: skip
    return {
        "page": sop_page(found, language=language), "differences": found_out, "against": against,
        "findings": groups_of(findings_of(found), language), "touches_flow": any(one["flow"] for one in found_out),
    }  # fmt: skip


@archive_page
@require_safe
def revision_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The revision as the official form, on paper."""
    row = _found(request, uid)
    found = read(row.text).definition
    if found is None:
        raise Http404
    data = sop_pdf(found, office=row.office, masked=False)
    return made_now(data, name=f"sop-{found.id}.pdf", media_type="application/pdf")


@archive_page
@require_safe
def revision_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The revision's text as a file."""
    row = _found(request, uid)
    name = f"sop-{row.definition_id or row.uid}.toml"
    return made_now(row.text.encode(), name=name, media_type="text/plain; charset=utf-8", download=True)


@archive_page
@require_POST
def propose_revision(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose a draft for approval."""
    row, powers = _found(request, uid), powers_of(request)
    try:
        acts.propose(row, edition=number_of(request.POST.get("edition", "")), powers=powers)
    except BadInputs as bad:
        refused = [sentence for sentences in bad.fields.values() for sentence in sentences]
        return _page(request, row, status=422, refused=refused)
    messages.success(request, _("Revisi diajukan. Naskahnya kini tetap; yang mengesahkan orang lain."))
    return redirect("revision", uid=row.uid)


@archive_page
@require_POST
def decide_revision(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Approve a proposed revision from a day on, or reject it."""
    row, powers, form = _found(request, uid), powers_of(request), DecisionForm(request.POST)
    must("decide_revision", powers)
    approves = request.POST.get("verdict") == "approve"
    if approves and form.is_valid() and not form.cleaned_data["effective_on"]:
        form.add_error("effective_on", _("Isi tanggal mulai berlaku."))
    if form.is_valid():
        given = form.cleaned_data
        try:
            if approves:
                acts.approve(row, effective_on=given["effective_on"], decision=given["decision"], powers=powers)
                messages.success(request, _("Revisi disahkan. Berkas baru memakainya sejak hari itu."))
            else:
                acts.reject(row, decision=given["decision"], powers=powers)
                messages.success(request, _("Revisi ditolak."))
            return redirect("revision", uid=uid)
        except BadInputs as bad:
            take_over(form, bad)
    return _page(request, row, status=422, decision=form)


@archive_page
@require_POST
def withdraw_revision(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Withdraw what is not in force."""
    row, powers, form = _found(request, uid), powers_of(request), WithdrawForm(request.POST)
    must("withdraw_revision", powers)
    if not form.is_valid():
        return _page(request, row, status=422, withdraw=form)
    acts.withdraw(row, why=form.cleaned_data["why"], powers=powers)
    messages.success(request, _("Revisi ditarik."))
    return redirect("revision", uid=uid)
