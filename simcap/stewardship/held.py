"""What is held about one person: looked for in every column that is typed, and in the journal's detail rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Func, JSONField, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from simcap.facilitation.models import CLOSED_CLASSES, Facilitation
from simcap.facilitation.queries import visible_to
from simcap.facilitation.rights import Powers
from simcap.intake.models import RequestLetter
from simcap.journal.models import EntryDetail
from simcap.people.models import Office

from .models import Kind, SubjectRequest
from .places import PLACES, Column, Place

#: Shorter words find half the office.
SHORTEST = 3
#: A telephone number is known by its last digits; what stands before them is written in many ways.
LAST_DIGITS = 8
MOST_PER_PLACE = 50
EXCERPT = 160


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By what somebody is looked for. Empty ones are left out."""

    name: str = ""
    phone: str = ""
    email: str = ""
    institution: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for as it is typed."""
        given = (self.name, self.email, self.institution, self.phone)
        return tuple(one.strip() for one in given if len(one.strip()) >= SHORTEST)

    @property
    def digits(self) -> str:
        """The last digits of the telephone number; empty when too few were typed."""
        found = re.sub(r"\D", "", self.phone)
        return found[-LAST_DIGITS:] if len(found) >= LAST_DIGITS else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that is held: where, under which heading, and what it says."""

    case: Facilitation | None
    where: str
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `hidden_count`: cases of the closed classes that this viewer may not see."""

    hits: tuple[Hit, ...] = ()
    hidden_count: int = 0
    has_more: bool = False

    @property
    def cases(self) -> list[Facilitation]:
        """The cases concerned, the newest first."""
        found = {hit.case.pk: hit.case for hit in self.hits if hit.case}
        return [found[pk] for pk in sorted(found, reverse=True)]


def look_up(office: Office, terms: Terms, viewer: Powers, *, without: int | None = None) -> Found:
    """Everything in the office's records that holds one of the terms. Reads each table once: a rare question.

    `without`: the request that asks, which of course holds what it asks for.
    """
    if not terms.words:
        return Found()
    lists = [_in_place(place, office, terms) for place in PLACES]
    lists += [_in_journal(office, terms), _in_register(office, terms, without)]
    hits = [hit for found in lists for hit in found]
    has_more = any(len(found) >= MOST_PER_PLACE for found in lists)
    closed = {hit.case.pk for hit in hits if hit.case and hit.case.security in CLOSED_CLASSES}
    seen = set(visible_to(viewer).filter(pk__in=closed).values_list("pk", flat=True)) if closed else set()
    hidden = closed - seen
    shown = tuple(hit for hit in hits if hit.case is None or hit.case.pk not in hidden)
    return Found(shown, len(hidden), has_more)


def _in_place(place: Place, office: Office, terms: Terms) -> list[Hit]:
    rows, which = place.model._default_manager.filter(**{place.to_office: office}), Q()
    for column in place.columns:
        rows, name = _as_text(rows, place.model, column)
        for word in terms.words:
            which |= Q(**{f"{name}__icontains": word})
    if place.model is RequestLetter and terms.digits:
        rows = rows.annotate(digits=_digits_of("contact_phone"))
        which |= Q(digits__endswith=terms.digits)
    found = list(rows.filter(which).order_by("-pk")[:MOST_PER_PLACE])
    cases = _cases_of(place, found)
    return [hit for row in found for hit in _hits_of(place, row, cases.get(row.pk), terms)]


def _as_text(rows: QuerySet[Any], model: type[Model], column: Column) -> tuple[QuerySet[Any], str]:
    if not isinstance(model._meta.get_field(column.name), JSONField):
        return rows, column.name
    name = f"{column.name}_text"
    return rows.annotate(**{name: Cast(column.name, TextField())}), name


def _digits_of(column: str) -> Any:
    found: Any = F(column)
    for sign in " -.()+":
        found = Func(found, Value(sign), Value(""), function="REPLACE", output_field=CharField())
    return found


def _cases_of(place: Place, rows: list[Any]) -> dict[Any, Facilitation]:
    """Row → its case, by one query."""
    if place.case == "pk":
        return {row.pk: row for row in rows}
    keys = place.model._default_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", place.case)
    of_row = dict(keys)
    cases = Facilitation.objects.select_related("office").in_bulk([pk for pk in of_row.values() if pk])
    return {row: cases[pk] for row, pk in of_row.items() if pk}


def _hits_of(place: Place, row: Any, case: Facilitation | None, terms: Terms) -> Iterable[Hit]:
    for column in place.columns:
        text = text_of(getattr(row, column.name))
        is_phone = column.name == "contact_phone" and terms.digits
        if _holds(text, terms) or (is_phone and re.sub(r"\D", "", text).endswith(terms.digits)):
            yield Hit(case, str(place.label), str(column.label), excerpt(text, terms))


def text_of(value: Any) -> str:
    """A column's value as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _holds(text: str, terms: Terms) -> bool:
    return any(word.lower() in text.lower() for word in terms.words)


def excerpt(text: str, terms: Terms) -> str:
    """The text around the first term found in it."""
    if len(text) <= EXCERPT:
        return text
    at = min((text.lower().find(word.lower()) for word in terms.words if word.lower() in text.lower()), default=0)
    start = max(0, at - EXCERPT // 3)
    return ("…" if start else "") + text[start : start + EXCERPT] + ("…" if start + EXCERPT < len(text) else "")


def _any_word(name: str, terms: Terms) -> Q:
    which = Q()
    for word in terms.words:
        which |= Q(**{f"{name}__icontains": word})
    return which


def _in_journal(office: Office, terms: Terms) -> list[Hit]:
    rows = EntryDetail.objects.filter(_any_word("text", terms), entry__office_slug=office.slug)
    found = list(rows.select_related("entry").order_by("-pk")[:MOST_PER_PLACE])
    uids = [one.entry.chain.removeprefix("case:") for one in found if one.entry.chain.startswith("case:")]
    known = Facilitation.objects.filter(uid__in=uids, office=office).select_related("office")
    cases = {f"case:{case.uid}": case for case in known}
    return [
        Hit(
            cases.get(one.entry.chain), _("Rincian jejak"), _("Jejak nomor %(n)d") % {"n": one.entry.seq},
            "; ".join(_matching(json.loads(one.text), terms)),
        )
        for one in found
    ]  # fmt: skip


def _matching(value: Any, terms: Terms) -> Iterator[str]:
    """The texts of a detail row that hold a term; what else stands in it may be about somebody else."""
    if isinstance(value, str) and _holds(value, terms):
        yield excerpt(value, terms)
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _matching(each, terms))
    elif isinstance(value, list):
        yield from (text for each in value for text in _matching(each, terms))


def _in_register(office: Office, terms: Terms, without: int | None) -> list[Hit]:
    """Earlier requests of data subjects: their register holds personal data too."""
    which = Q()
    for column in ("name", "email", "institution", "text", "phone"):
        which |= _any_word(column, terms)
    rows = SubjectRequest.objects.filter(which, office=office).exclude(pk=without or 0).order_by("-pk")[:MOST_PER_PLACE]
    return [Hit(None, str(Kind.REQUESTS.label), str(one.get_wish_display()), one.name) for one in rows]
