"""Who calls: bearer tokens only. A session's cookie counts for nothing here, so there is nothing to forge."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import HttpBearer

from simcap import clock
from simcap.facilitation.occasion import Actor, officer_actor
from simcap.facilitation.rights import Powers
from simcap.people.models import Account, ApiToken, Office, Officer


@dataclass(frozen=True)
class Caller:
    """The account behind a token, with what it holds now."""

    account: Account
    officer: Officer
    office: Office
    actor: Actor
    powers: Powers


class Token(HttpBearer):
    """A bearer token. Only its SHA-256 is known here."""

    openapi_description = "Token of an account, made by the office's administrator."

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller; None for a token that is unknown or revoked, or whose account may not call."""
        digest = hashlib.sha256(token.encode(errors="replace")).hexdigest()
        known = ApiToken.objects.select_related("account__office", "account__officer")
        found = known.filter(digest=digest, revoked_at=None).first()
        return caller_of(found.account) if found else None


def caller_of(account: Account) -> Caller | None:
    """An account as a caller; None when account or officer is inactive, or they belong to different offices."""
    officer: Officer | None = getattr(account, "officer", None)
    if not account.is_active or account.office is None or officer is None or not officer.is_active:
        return None
    if officer.office_id != account.office_id:
        return None
    officer.office = account.office
    actor = officer_actor(account)
    return Caller(account, officer, account.office, actor, Powers(actor, clock.now()))
