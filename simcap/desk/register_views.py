"""Kept views of registers: keep one, rename it, delete it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simcap import clock
from simcap.registers.forms import filter_of
from simcap.registers.kept import ViewForm, changeable, may_keep_for_office
from simcap.registers.models import SavedView

from .registers import book_of, book_page
from .session import signed_in
from .viewer import account_of, office_of, powers_of


@signed_in
@require_POST
def keep(request: HttpRequest, book: str) -> HttpResponse:
    """Keep the filter of a register under a name. Changes: one view."""
    kept_of, office, powers = book_of(book), office_of(request), powers_of(request)
    form = ViewForm(
        request.POST,
        account=account_of(request),
        office=office,
        book=kept_of.code,
        may_share=may_keep_for_office(powers),
    )
    query = filter_of(request.POST.get("query", ""), book=kept_of, office=office).query()
    if not form.is_valid():
        return book_page(request, kept_of, naming=form, query=query)
    view = SavedView.objects.create(
        office=office, account=form.owner, book=kept_of.code, name=form.cleaned_data["name"], query=query,
        made_by=powers.actor.name, made_at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Tampilan “%(name)s” disimpan.") % {"name": view.name})
    return redirect(f"{reverse('book', args=[kept_of.code])}?{query}")


@signed_in
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename or delete a kept view. Changes: that view."""
    office, powers = office_of(request), powers_of(request)
    view = get_object_or_404(changeable(account_of(request), office, powers), pk=pk)
    if "delete" in request.POST:
        view.delete()
        messages.success(request, _("Tampilan “%(name)s” dihapus.") % {"name": view.name})
        return redirect("registers")
    form = ViewForm(request.POST, account=account_of(request), office=office, book=view.book, view=view)
    if form.is_valid():
        SavedView.objects.filter(pk=view.pk).update(name=form.cleaned_data["name"])
        messages.success(request, _("Nama tampilan diganti."))
    else:
        messages.error(request, " ".join(str(sentence) for each in form.errors.values() for sentence in each))
    return redirect("registers")
