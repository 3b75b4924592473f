"""The requester without an account: known by a draft while he writes, by a secret link once there is a case."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.urls import reverse

from simcap import clock
from simcap.errors import BadInputs
from simcap.facilitation.definitions import in_force
from simcap.facilitation.forms import ActForm
from simcap.facilitation.models import CLOSED_CLASSES, Facilitation, PerformedRequest
from simcap.facilitation.occasion import Actor, Occasion, Right, requester_actor
from simcap.facilitation.queries import occasion_for, open_acts
from simcap.facilitation.rights import Powers
from simcap.intake.queries import answer_token
from simcap.journal.append import GENESIS, Head
from simcap.people.models import Office
from simcap.procedure import flow

SIGNER = signing.Signer(salt="simcap.draft")
#: A box that people do not see and programs fill in.
HONEYPOT = "website"
#: Field → what a browser knows it as. Source: WCAG 2.1, 1.3.5.
AUTOCOMPLETE = {"institution": "organization", "contact_name": "name", "contact_phone": "tel", "contact_email": "email"}


def new_draft() -> str:
    """A signed draft: whoever sends it again means the same request."""
    return SIGNER.sign_object(str(uuid4()))


def draft_of(signed: str) -> UUID | None:
    """The draft's own id; None for one that this installation did not give out."""
    try:
        return UUID(SIGNER.unsign_object(signed))
    except (signing.BadSignature, ValueError):
        return None


def draft_actor(draft: UUID) -> Actor:
    """The requester behind a draft."""
    return requester_actor(f"draft:{draft}")


def case_actor(case: Facilitation) -> Actor:
    """The requester behind a secret link."""
    return requester_actor(f"case:{case.uid}")


def registering(office: Office, actor: Actor) -> Occasion:
    """The occasion of a request that is still being written: what its form needs to show itself."""
    revision, now = in_force(office), clock.now()
    row = flow.row(revision, "register", "")
    if row is None:
        raise RuntimeError(f"The SOP {revision.id} does not say how a letter is registered.")
    return Occasion(
        act="register", office=office, definition=revision, row=row, actor=actor, right=Right("requester", ""),
        occurred_at=now, recorded_at=now, head=Head(0, GENESIS),
    )  # fmt: skip


def occasion_to(act: str, case: Facilitation) -> Occasion | None:
    """The occasion of an act by who holds the case's secret link; None while the case does not let him."""
    powers = Powers(case_actor(case), clock.now())
    found = next((one for one in open_acts(case, powers) if one.row.act == act), None)
    return occasion_for(case, found, powers, at=powers.at) if found else None


def case_of_draft(draft: UUID) -> Facilitation | None:
    """The case that a draft has already become."""
    done = PerformedRequest.objects.filter(actor_key=draft_actor(draft).key, request_id=draft)
    found = done.select_related("facilitation__office").first()
    return found.facilitation if found else None


def dressed(form: ActForm) -> ActForm:
    """The form for people: the browser may fill in who they are."""
    for name, field in form.fields.items():
        if name in AUTOCOMPLETE:
            field.widget.attrs["autocomplete"] = AUTOCOMPLETE[name]
    return form


def request_id_of(post: QueryDict) -> UUID:
    """The id that the page gave this answer, so that a second click is the same answer."""
    try:
        return UUID(post.get("request_id", ""))
    except ValueError:
        return uuid4()


def tracking_url(case: Facilitation) -> str:
    """The whole address of the tracking page."""
    return _public("track-case", case, code=case.tracking_code)


def answer_url(case: Facilitation) -> str:
    """The whole secret address by which the requester answers."""
    return _public("answer", case, token=answer_token(case))


def _public(name: str, case: Facilitation, **kwargs: str) -> str:
    return settings.SIMCAP_PUBLIC_URL + reverse(name, kwargs={"office": case.office.slug, **kwargs})


def shared_url(case: Facilitation) -> str:
    """The tracking page's address; empty for the closed classes, which it does not know."""
    return "" if case.security in CLOSED_CLASSES else tracking_url(case)


def list_faults(form: ActForm, names: Iterable[str]) -> list[tuple[str, str, str]]:
    """What is wrong with some of a form's lists. Shape: (anchor, label, sentence)."""
    lists = [(name, form.lists[name]) for name in names if name in form.lists]
    return [
        (f"list-{name}", str(form.rows[name].label), str(said)) for name, one in lists for said in one.non_form_errors()
    ]


def judged(bad: BadInputs) -> ActForm:
    """The form as the doorway judged it."""
    if not isinstance(bad.form, ActForm):
        raise bad
    return bad.form
