"""Refusals: one class each, holding the sentence that the person sees (RFC 9457 problem details in the API)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refusal(Exception):
    """The doorway says no. `sentence` is in the caller's language; `status` is the HTTP status that fits."""

    status = 400
    kind = "refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)


class NotYou(Refusal):
    """This person may not do this act now (403)."""

    status = 403
    kind = "not-you"


class NotNow(Refusal):
    """The case does not stand where this act is open (409). `stage` is where it stands."""

    status = 409
    kind = "not-now"

    def __init__(self, sentence: str, *, stage: str = "") -> None:
        super().__init__(sentence)
        self.stage = stage


class OtherContent(Refusal):
    """The request id was already used for something else (409)."""

    status = 409
    kind = "request-id-reused"


class BadInputs(Refusal):
    """The inputs do not fit the act's form (422). `fields`: field name → sentences; `form` is the bound form."""

    status = 422
    kind = "bad-inputs"

    def __init__(self, sentence: str, *, fields: Mapping[str, Sequence[str]], form: object = None) -> None:
        super().__init__(sentence)
        self.fields = fields
        self.form = form
