"""The page that says no: what stands in the way, who can, and what was typed, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from simcap.errors import NotNow, NotYou, Refusal
from simcap.facilitation import registry
from simcap.facilitation.forms import ActForm
from simcap.facilitation.models import Facilitation

#: Fields whose text somebody wrote himself.
WRITTEN = (forms.CharField, forms.IntegerField, forms.DecimalField, forms.DateField)


def refused(request: HttpRequest, refusal: Refusal, *, case: Facilitation | None = None, act: str = "") -> HttpResponse:
    """The page of a refusal, with its own status."""
    texts = list(_written(registry.get(act).form, request.POST)) if act in registry.known() else []
    page = {"sentence": refusal.sentence, "heading": _heading(refusal), "case": case, "texts": texts}
    return render(request, "errors/refusal.html", page, status=refusal.status)


def _heading(refusal: Refusal) -> str:
    if isinstance(refusal, NotYou):
        return _("Bukan wewenang Anda")
    if isinstance(refusal, NotNow):
        return _("Tidak dapat dilakukan sekarang")
    return _("Tidak dapat dilakukan")


def _written(form: type[ActForm], post: QueryDict) -> Iterator[tuple[str, str]]:
    for name, field in form.base_fields.items():
        if _is_written(field) and post.get(name):
            yield str(field.label or name), str(post.get(name))
    for name, rows in form.rows.items():
        for key, field in rows.form.base_fields.items():
            for number in range(rows.at_most):
                if _is_written(field) and (text := post.get(f"{name}-{number}-{key}")):
                    yield f"{rows.label} {number + 1}: {field.label or key}", text


def _is_written(field: forms.Field) -> bool:
    return isinstance(field, WRITTEN) and not field.widget.is_hidden
