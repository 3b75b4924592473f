"""Addresses that are being filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def preview(request: HttpRequest, **names: Any) -> HttpResponse:
    """Not yet here."""
    raise Http404


def attachment_page(request: HttpRequest, **names: Any) -> HttpResponse:
    """Not yet here."""
    raise Http404
