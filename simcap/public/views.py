"""Pages for anyone."""

from django.http import Http404, HttpRequest, HttpResponse


def verify_document(request: HttpRequest, office: str, token: str) -> HttpResponse:
    """What a document is, by the token of its QR code."""
    raise Http404
