"""The paraf chain on a case: which tier comes next, which is merged (dirangkap), who drafted and who may sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop

from simcap.people.authority import acting, holders
from simcap.people.models import Office, Officer, Position
from simcap.procedure.definition import Definition, ParafChain

from .models import Facilitation, Initial

#: Why a tier is merged (dirangkap), as it is kept and printed: Indonesian, whatever the language of the screen.
BY_DRAFTER = gettext_noop("dirangkap oleh penyusun konsep")
BY_PREVIOUS = gettext_noop("dirangkap oleh pemberi paraf sebelumnya")
BY_SIGNER = gettext_noop("dirangkap oleh penanda tangan")


def chain_of_stage(definition: Definition, stage: str) -> ParafChain | None:
    """The chain that a stage is a tier of."""
    return next((chain for chain in definition.paraf.values() if stage in chain.stages), None)


def chain_of_signature(definition: Definition, act: str) -> ParafChain | None:
    """The chain that an act ends with its signature."""
    return next((chain for chain in definition.paraf.values() if chain.sign == act), None)


def chain_of_draft(definition: Definition, act: str) -> ParafChain | None:
    """The chain that an act begins with its draft."""
    return next((chain for chain in definition.paraf.values() if chain.draft == act), None)


def drafter(case: Facilitation, chain: ParafChain) -> Officer | None:
    """Who drafted what this chain is about, the last time."""
    turn = case.turns.filter(act=chain.draft).select_related("closed_by").order_by("-id").first()
    return turn.closed_by if turn else None


def standing(case: Facilitation, chain: ParafChain) -> list[Initial]:
    """Initials of the present round, in order."""
    return list(case.initials.filter(chain=chain.id, withdrawn_at=None).select_related("officer").order_by("id"))


def previous_initialler(initials: list[Initial]) -> Officer | None:
    """The last officer who initialled for himself in this round."""
    return next((one.officer for one in reversed(initials) if not one.merged), None)


def _position_code(definition: Definition, stage: str) -> str:
    return definition.performers[definition.stages[stage].performer].target


def _signers(
    office: Office, definition: Definition, chain: ParafChain, at: datetime, drafted_by: Officer | None
) -> set[int]:
    row = definition.acts[chain.sign].rows[0]
    code = _position_code(definition, row.from_stage)
    return {one.officer.pk for one in acting(office, code, at)} - {drafted_by.pk if drafted_by else 0}


def reason_to_merge(
    case: Facilitation,
    *,
    definition: Definition,
    chain: ParafChain,
    stage: str,
    at: datetime,
    drafted_by: Officer | None,
    initialled_by: Officer | None = None,
) -> tuple[Officer, str] | None:
    """Who holds a tier already by another hand, and why the tier is skipped; None when it must initial.

    `initialled_by`: who initials just now, before it is written.

    Source: design, "Rights from real offices": a tier held by the drafter, by the previous initialler or by the
    signer is skipped, journalled and printed as merged.
    """
    tier = [one.officer for one in acting(case.office, _position_code(definition, stage), at)]
    if not tier:
        return None
    previous = initialled_by or previous_initialler(standing(case, chain))
    signers = _signers(case.office, definition, chain, at, drafted_by)
    reasons = [(one, _reason(one, drafted_by=drafted_by, previous=previous, signers=signers)) for one in tier]
    return reasons[-1] if all(because for _officer, because in reasons) else None


def _reason(officer: Officer, *, drafted_by: Officer | None, previous: Officer | None, signers: set[int]) -> str:
    if drafted_by and officer.pk == drafted_by.pk:
        return BY_DRAFTER
    if previous and officer.pk == previous.pk:
        return BY_PREVIOUS
    return BY_SIGNER if officer.pk in signers else ""


def advance(
    case: Facilitation, *, definition: Definition, to: str, at: datetime, drafted_by: Officer | None
) -> tuple[str, list[Initial]]:
    """The stage that the case really goes to: merged tiers are skipped.

    Changes: one merged `Initial` per skipped tier.
    """
    merged: list[Initial] = []
    for stage, officer, because in _skipped(case, definition, to, at=at, drafted_by=drafted_by):
        merged.append(initial(case, definition=definition, stage=stage, officer=officer, at=at, because=because))
        to = _after(definition, stage)
    return to, merged


def expected(
    case: Facilitation, *, definition: Definition, to: str, at: datetime,
    drafted_by: Officer | None = None, initialled_by: Officer | None = None,
) -> str:  # fmt: skip
    """The stage that the case would really go to, for telling it beforehand. Changes: nothing."""
    skipped = _skipped(case, definition, to, at=at, drafted_by=drafted_by, initialled_by=initialled_by)
    for stage, _officer, _because in skipped:
        to = _after(definition, stage)
    return to


def _skipped(
    case: Facilitation, definition: Definition, to: str, *, at: datetime, drafted_by: Officer | None,
    initialled_by: Officer | None = None,
) -> Iterator[tuple[str, Officer, str]]:  # fmt: skip
    """The tiers from `to` on that are merged, each with who holds it by another hand, and why."""
    while chain := chain_of_stage(definition, to):
        found = reason_to_merge(
            case, definition=definition, chain=chain, stage=to, at=at, drafted_by=drafted_by or drafter(case, chain),
            initialled_by=initialled_by,
        )  # fmt: skip
        if found is None:
            return
        yield to, *found
        to = _after(definition, to)


def _after(definition: Definition, stage: str) -> str:
    chains = (chain for chain in definition.paraf.values() if stage in chain.stages)
    return next(row.to for chain in chains for row in definition.acts[chain.initial].rows if row.from_stage == stage)


def retreat(case: Facilitation, *, definition: Definition, to: str, at: datetime) -> str:
    """The stage that a sent-back case really goes to: a merged tier has nobody of its own to go back to.

    Changes: initials from that tier on are withdrawn.
    """
    chain = chain_of_stage(definition, to)
    if chain is None:
        withdraw_redrafted(case, definition=definition, to=to, at=at)
        return to
    index = _tier_back(case, definition, chain, to, at)
    tiers = chain.stages[max(index, 0) :]
    case.initials.filter(chain=chain.id, stage__in=tiers, withdrawn_at=None).update(withdrawn_at=at)
    return _stage_back(definition, chain, index)


def expected_back(case: Facilitation, *, definition: Definition, to: str, at: datetime) -> str:
    """The stage that a sent-back case would really go to, for telling it beforehand. Changes: nothing."""
    chain = chain_of_stage(definition, to)
    return _stage_back(definition, chain, _tier_back(case, definition, chain, to, at)) if chain else to


def _tier_back(case: Facilitation, definition: Definition, chain: ParafChain, to: str, at: datetime) -> int:
    signers = _signers(case.office, definition, chain, at, drafter(case, chain))
    skipped = {one.stage for one in standing(case, chain) if one.merged and not _outdated(one, signers)}
    index = chain.stages.index(to)
    while index >= 0 and chain.stages[index] in skipped:
        index -= 1
    return index


def _stage_back(definition: Definition, chain: ParafChain, index: int) -> str:
    return chain.stages[index] if index >= 0 else definition.acts[chain.draft].rows[0].from_stage


def withdraw_redrafted(case: Facilitation, *, definition: Definition, to: str, at: datetime) -> None:
    """Withdraw the initials of what is drafted anew from this stage."""
    if chains := _chains_redrafted(definition, to):
        withdraw_chains(case, chains, at=at)


def withdraw_chains(case: Facilitation, chains: list[str], *, at: datetime) -> None:
    """Withdraw all standing initials of these chains."""
    case.initials.filter(chain__in=chains, withdrawn_at=None).update(withdrawn_at=at)


def _chains_redrafted(definition: Definition, stage: str) -> list[str]:
    """Chains whose draft is made again from this stage."""
    return [
        chain.id
        for chain in definition.paraf.values()
        if any(row.from_stage == stage for row in definition.acts[chain.draft].rows)
    ]


def initial(
    case: Facilitation,
    *,
    definition: Definition,
    stage: str,
    officer: Officer,
    at: datetime,
    because: str = "",
    title: str = "",
) -> Initial:
    """Write one initial (paraf); with `because` it is a merged one. `title`: the post as held, e.g. `Plt. Kasi`."""
    chain = chain_of_stage(definition, stage)
    if chain is None:
        raise LookupError(f"No paraf chain has the stage {stage}.")
    code = _position_code(definition, stage)
    title = title or Position.objects.values_list("title", flat=True).get(office=case.office_id, code=code)
    return Initial.objects.create(
        facilitation=case, chain=chain.id, stage=stage, position_title=title, officer=officer,
        officer_name=officer.name, at=at, merged=bool(because), because=because,
    )  # fmt: skip


def _outdated(one: Initial, signers: set[int]) -> bool:
    return one.merged and one.because == BY_SIGNER and one.officer_id not in signers


def outdated(case: Facilitation, chain: ParafChain, *, signer: Officer) -> list[Initial]:
    """Tiers skipped because their holder was to sign, while now somebody else does: nobody has looked for them."""
    return [one for one in standing(case, chain) if _outdated(one, {signer.pk})]


def merge_reason_of_actor(
    case: Facilitation, *, definition: Definition, chain: ParafChain, officer: Officer, at: datetime
) -> str:
    """Why an initial by this very officer counts as merged; empty when it stands for itself."""
    by = drafter(case, chain)
    return _reason(officer, drafted_by=by, previous=previous_initialler(standing(case, chain)), signers=set())


def other_signers(case: Facilitation, *, definition: Definition, chain: ParafChain, at: datetime) -> list[str]:
    """Names of those who may sign and did not draft."""
    by = drafter(case, chain)
    row = definition.acts[chain.sign].rows[0]
    found = holders(case.office, _position_code(definition, row.from_stage), at)
    return [one.officer.name for one in found if not by or one.officer.pk != by.pk]
