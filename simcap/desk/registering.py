"""Addresses that are being filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def register(request: HttpRequest, **names: Any) -> HttpResponse:
    """Not yet here."""
    raise Http404


def receipt(request: HttpRequest, **names: Any) -> HttpResponse:
    """Not yet here."""
    raise Http404


def place(request: HttpRequest, **names: Any) -> HttpResponse:
    """Not yet here."""
    raise Http404
