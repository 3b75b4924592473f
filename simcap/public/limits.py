"""How often one address may try (batas percobaan): against guessing codes and flooding the front desk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries per address in so many seconds."""

    name: str
    tries: int
    seconds: int

    def _key(self, request: HttpRequest) -> str:
        digest = hashlib.sha256(f"{settings.SECRET_KEY}\n{address(request)}".encode()).hexdigest()
        return f"public:{self.name}:{digest[:32]}"

    def reached(self, request: HttpRequest) -> bool:
        """Whether this address has used up its tries."""
        return int(cache.get(self._key(request), 0)) >= self.tries

    def count(self, request: HttpRequest) -> None:
        """Count one try. The first one starts the time."""
        key = self._key(request)
        cache.add(key, 0, timeout=self.seconds)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two lines
            cache.set(key, 1, timeout=self.seconds)


#: A whole village may share one address of its mobile network, so the limits are generous.
SENDING = Limit("sending", tries=120, seconds=600)
REGISTERING = Limit("registering", tries=10, seconds=3600)
#: New drafts, and mails with their links: nobody fills our tables, or another's letter box, through us.
DRAFTING = Limit("drafting", tries=30, seconds=3600)
MAILING = Limit("mailing", tries=10, seconds=3600)
#: Codes that do not exist. With 50 random bits, 20 tries in ten minutes find nothing in an office's lifetime.
GUESSING = Limit("guessing", tries=20, seconds=600)
#: Files that are checked for being ours; each costs the hashing of up to 20 MB.
CHECKING = Limit("checking", tries=60, seconds=600)


def address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a trusted proxy it is the last address that the proxy added."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.split(",")[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
