"""API tokens: made once, shown once; only their SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets

from simcap import clock

from .models import Account, ApiToken


def digest_of(token: str) -> str:
    """What is kept of a token. Shape: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(account: Account, *, name: str) -> tuple[ApiToken, str]:
    """A new bearer token of an account, and its text, which nobody can read again."""
    token = f"simcap_{secrets.token_urlsafe(32)}"
    row = ApiToken.objects.create(account=account, name=name, digest=digest_of(token), created_at=clock.now())
    return row, token
