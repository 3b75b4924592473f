"""The online request (permintaan daring): the draft that makes every retry one case, and what its form must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from simcap import clock
from simcap.documents.pictures import LARGEST_BYTES, BadUpload
from simcap.documents.uploads import stage
from simcap.errors import BadInputs
from simcap.facilitation.definitions import definition
from simcap.facilitation.forms import ActForm, AttachmentField, inputs_from_post
from simcap.facilitation.models import Facilitation, PerformedRequest
from simcap.facilitation.occasion import Actor, Occasion, Right, requester_actor
from simcap.facilitation.queries import occasion_for, open_acts
from simcap.facilitation.rights import Powers
from simcap.intake.queries import answer_token
from simcap.journal.append import GENESIS, Head
from simcap.people.models import Office
from simcap.procedure import flow

DRAFT_SALT = "simcap.draft"
#: A box that people do not see and programs fill in.
HONEYPOT = "website"


def new_draft() -> str:
    """A signed draft: whoever sends it again means the same request."""
    return signing.dumps(str(uuid4()), salt=DRAFT_SALT)


def draft_of(signed: str) -> UUID | None:
    """The draft's own id; None for one that this installation did not give out."""
    try:
        return UUID(signing.loads(signed, salt=DRAFT_SALT))
    except (signing.BadSignature, ValueError):
        return None


def fresh(signed: str) -> UUID:
    """The id of a draft that was made just now."""
    return UUID(signing.loads(signed, salt=DRAFT_SALT))


def draft_actor(draft: UUID) -> Actor:
    """The requester behind a draft."""
    return requester_actor(f"draft:{draft}")


def case_actor(case: Facilitation) -> Actor:
    """The requester behind a secret link."""
    return requester_actor(f"case:{case.uid}")


def registering(office: Office, actor: Actor) -> Occasion:
    """The occasion of a request that is still being written: what its form needs to show itself."""
    revision, now = definition(office.sop_id), clock.now()
    row = flow.row(revision, "register", "")
    if row is None:
        raise RuntimeError(f"The SOP {revision.id} does not say how a letter is registered.")
    return Occasion(
        act="register", office=office, definition=revision, row=row, actor=actor, right=Right("requester", ""),
        occurred_at=now, recorded_at=now, head=Head(0, GENESIS),
    )  # fmt: skip


def answering(case: Facilitation) -> Occasion | None:
    """The occasion of an answer; None while the requester is asked for nothing."""
    powers = Powers(case_actor(case), clock.now())
    found = next((one for one in open_acts(case, powers) if one.row.act == "resubmit"), None)
    return occasion_for(case, found, powers, at=powers.at) if found else None


def case_of_draft(draft: UUID) -> Facilitation | None:
    """The case that a draft has already become."""
    done = PerformedRequest.objects.filter(actor_key=draft_actor(draft).key, request_id=draft)
    found = done.select_related("facilitation__office").first()
    return found.facilitation if found else None


def staged_inputs(
    form: type[ActForm], request: HttpRequest, *, office: Office, actor: Actor
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """What the page sent as JSON inputs, uploads staged first; and sentences on uploads that were refused, by field."""
    inputs = inputs_from_post(form, request.POST)
    refused: dict[str, list[str]] = {}
    for name, field in form.base_fields.items():
        upload = request.FILES.get(name)
        if not isinstance(field, AttachmentField) or not isinstance(upload, UploadedFile) or not upload.name:
            continue
        data = upload.read(LARGEST_BYTES + 1)  # one byte more is enough to be refused
        try:
            inputs[name] = str(stage(data, name=upload.name, office=office, uploader=actor.key).uid)
        except BadUpload as bad:
            refused[name] = [bad.sentence]
    return inputs, refused


def checked(
    form: type[ActForm], occasion: Occasion, inputs: Mapping[str, Any], refused: Mapping[str, list[str]]
) -> ActForm:
    """The form with everything that is wrong, the refused uploads instead of "required"."""
    found = form(occasion, inputs)
    found.is_valid()
    for name, sentences in refused.items():
        found.errors[name] = ErrorList(sentences)
    return found


def bound(bad: BadInputs, form: type[ActForm], occasion: Occasion | None) -> ActForm:
    """The form that the doorway refused, or a fresh one where there is none."""
    return bad.form if isinstance(bad.form, ActForm) else form(occasion)


def typed(form: type[ActForm], occasion: Occasion | None, inputs: Mapping[str, Any]) -> ActForm:
    """The form with what was typed, before anything is checked."""
    found = form(occasion)
    found.initial = {**found.initial, **inputs}
    return found


def fields(form: ActForm) -> list[BoundField]:
    """Every field of a form, in its order."""
    return [form[name] for name in form.fields]


def groups(form: ActForm) -> list[tuple[str, list[BoundField]]]:
    """The request form's fields by what they are about; a field that no group names stands in the last."""
    titles = {
        _("Surat permintaan"): ("institution", "letter_number", "letter_on", "subject", "letter"),
        _("Kegiatan"): ("event", "purpose", "starts_at", "ends_at", "visitors_count", "services"),
        _("Tempat"): ("place", "site", "power", "signal", "road"),
        _("Narahubung"): ("contact_name", "contact_phone", "contact_email"),
    }
    named = {name for names in titles.values() for name in names}
    found = [(title, [form[name] for name in names if name in form.fields]) for title, names in titles.items()]
    return [*found, (_("Keterangan"), [form[name] for name in form.fields if name not in named])]


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
