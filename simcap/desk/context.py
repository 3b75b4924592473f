"""What every page knows: the office, the person, whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Shape: `office` of the signed-in account or None, `officer`, `is_demo`."""
    user = getattr(request, "user", None)
    office = getattr(user, "office", None)
    return {"office": office, "officer": getattr(user, "officer", None), "is_demo": settings.SIMCAP_DEMO}
