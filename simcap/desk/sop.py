"""The SOP in force for those who work by it, with what is wrong with it (temuan) beside the signed text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simcap.facilitation.definitions import definition, in_force
from simcap.procedure.definition import Definition
from simcap.procedure.findings.examine import findings_of, source_of
from simcap.procedure.findings.found import SEVERITIES, Finding, Severity
from simcap.public.sop import open_counts, sop_page
from simcap.revisions.rules import may

from .session import signed_in
from .viewer import office_of, powers_of

#: Revisions whose findings are kept in mind; a revision never changes, and an office has a handful.
KEPT = 16
#: Where the SOP page has no place of that name, at its table.
TABLE_CARDS = "sop-cards-title"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding is: in words, as a link on the same page, and the words that stand there."""

    words: str
    anchor: str
    quote: str


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in the language of the screen."""

    rule: str
    title: str
    spots: tuple[Spot, ...]
    why: str
    basis: str
    advice: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one severity; `is_open`: shown at once."""

    severity: Severity
    title: str
    told: tuple[Told, ...]
    is_open: bool


@signed_in
@require_safe
def office_sop(request: HttpRequest) -> HttpResponse:
    """The official form of the SOP in force, today's open cases on it, and its findings."""
    office = office_of(request)
    revision = in_force(office)
    language = get_language() or "id"
    page = sop_page(revision, language=language, counts=open_counts(office, revision))
    found = {"page": page, "findings": findings_groups(revision, language)}
    return render(request, "sop/office.html", found | {"sees_revisions": may("see_revisions", powers_of(request))})


def findings_groups(revision: Definition, language: str) -> list[Group]:
    """The findings of a known revision, the gravest group first and open."""
    return groups_of(_found(revision.id, revision.digest), language)


def groups_of(found: tuple[Finding, ...], language: str) -> list[Group]:
    """Findings by severity, the gravest group first and open."""
    titles = {"error": _("Kesalahan"), "warning": _("Peringatan"), "info": _("Catatan")}
    return [
        Group(
            severity=severity,
            title=titles[severity],
            told=tuple(_told(each, language) for each in found if each.severity == severity),
            is_open=severity == SEVERITIES[0],
        )
        for severity in SEVERITIES
        if any(each.severity == severity for each in found)
    ]


@lru_cache(maxsize=KEPT)
def _found(definition_id: str, digest: str) -> tuple[Finding, ...]:
    """Kept by the digest too, so that another text is never told with the findings of this one."""
    revision = definition(definition_id)
    return findings_of(revision, source=source_of(revision))


def _told(finding: Finding, language: str) -> Told:
    return Told(
        rule=finding.rule, title=finding.title.text(language), why=finding.why.text(language),
        basis=finding.basis.text(language), advice=finding.advice.text(language),
        spots=tuple(
            Spot(place.label.text(language), TABLE_CARDS if place.key == "steps" else place.anchor, place.quote)
            for place in finding.places
        ),
    )  # fmt: skip
