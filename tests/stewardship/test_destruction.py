"""Destruction with four eyes: who may, what is on the list, what is held, and what the record says."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from simcap import clock
from simcap.documents import store
from simcap.errors import BadInputs, NotNow, NotYou
from simcap.facilitation.models import Facilitation
from simcap.intake.models import RequestLetter
from simcap.journal.models import Entry
from simcap.journal.verify import verify
from simcap.people.models import Appointment
from simcap.stewardship import destruction as acts
from simcap.stewardship import holds
from simcap.stewardship.execution import carry_out
from simcap.stewardship.models import Destruction, DestructionItem, Kind
from tests.cast import Cast

from .acting import destroyed, propose
from .conftest import LATER, StewardOf, rule

# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by", ["kadis", "sekretaris", "kabid", "seksi", "koordinator", "auditor", "admin"])
def test_only_the_front_desk_proposes(later: Facilitation, cast: Cast, by: str) -> None:
    with pytest.raises(NotYou):
        propose(cast, later, by=by)
    assert not Destruction.objects.exists()


@pytest.mark.parametrize("by", ["agendaris", "kabid", "seksi", "koordinator", "auditor", "admin"])
def test_only_head_and_secretary_decide(later: Facilitation, cast: Cast, by: str, steward: StewardOf) -> None:
    made = propose(cast, later)
    for decide in (acts.approve, lambda one, **given: acts.refuse(one, decision_note="tidak", **given)):
        with pytest.raises(NotYou):
            decide(made, steward=steward(by))
    made.refresh_from_db()
    assert made.state == "proposed"


@pytest.mark.parametrize("by", ["kadis", "sekretaris"])
def test_head_and_secretary_may(later: Facilitation, cast: Cast, by: str, steward: StewardOf) -> None:
    assert acts.approve(propose(cast, later), steward=steward(by)).state == "approved"


def test_the_proposer_never_decides_even_when_he_stands_in_for_the_head(
    later: Facilitation, cast: Cast, steward: StewardOf
) -> None:
    made = propose(cast, later)
    Appointment.objects.create(
        office=cast.office, position=cast.position("head"), officer=cast.officer("agendaris"), kind="plh",
        decree="SPRIN 1", from_at=clock.now() - timedelta(days=1), created_at=clock.now(),
    )  # fmt: skip
    assert not acts.may_decide(made, steward("agendaris"))
    with pytest.raises(NotYou):
        acts.approve(made, steward=steward("agendaris"))


def test_the_database_itself_wants_two_people(later: Facilitation, cast: Cast) -> None:
    made = propose(cast, later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(pk=made.pk).update(
            state="approved", decided_at=clock.now(), decided_by=made.proposed_by
        )


# ── What may be on the list ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_due_is_refused(closed: Facilitation, cast: Cast) -> None:
    with pytest.raises(BadInputs) as refused:
        propose(cast, closed)
    assert list(refused.value.fields) == ["cases"]


def test_a_list_needs_a_case(later: Facilitation, cast: Cast) -> None:
    with pytest.raises(BadInputs):
        propose(cast)


def test_a_case_stands_on_one_list_only(later: Facilitation, cast: Cast) -> None:
    propose(cast, later)
    with pytest.raises(BadInputs):
        propose(cast, later)
    assert Destruction.objects.count() == 1


def test_after_a_refusal_it_may_be_proposed_again(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    acts.refuse(propose(cast, later), decision_note="Tunggu pemeriksaan.", steward=steward("sekretaris"))
    assert propose(cast, later).state == "proposed"


def test_a_refusal_needs_its_reason(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    with pytest.raises(BadInputs):
        acts.refuse(propose(cast, later), decision_note="", steward=steward("kadis"))


def test_a_permanent_record_is_never_proposed(later: Facilitation, cast: Cast) -> None:
    rule(cast, Kind.DOSSIER, fate="permanent")
    with pytest.raises(NotNow):
        propose(cast, later)


def test_a_record_to_be_appraised_needs_the_appraisal(later: Facilitation, cast: Cast) -> None:
    rule(cast, Kind.DOSSIER, fate="review")
    with pytest.raises(BadInputs) as refused:
        propose(cast, later)
    assert list(refused.value.fields) == ["basis"]
    assert propose(cast, later, basis="Tidak bernilai guna.").basis == "Tidak bernilai guna."


def test_only_the_proposer_withdraws(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    made = propose(cast, later)
    with pytest.raises(NotYou):
        acts.withdraw(made, steward=steward("kadis"))
    assert acts.withdraw(made, steward=steward("agendaris")).state == "withdrawn"
    assert DestructionItem.objects.get().state == "dropped"


# ── Held cases ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_held_case_is_on_the_list_with_the_reason_and_is_not_destroyed(
    two: tuple[Facilitation, Facilitation], cast: Cast, steward: StewardOf
) -> None:
    kept, gone = two
    with clock.scripted(LATER):
        holds.put_hold(kept, reason="Pemeriksaan BPK.", steward=steward("sekretaris"))
        destroyed(cast, kept, gone)
    assert {item.facilitation_id: (item.state, item.because) for item in DestructionItem.objects.all()} == {
        kept.pk: ("excluded", "Ditahan oleh Sekretaris Dinas (contoh) (Sekretaris Dinas): Pemeriksaan BPK."),
        gone.pk: ("destroyed", ""),
    }
    assert RequestLetter.objects.get(pk=kept.pk).contact_name == "Sekretaris Nagari (contoh)"


def test_a_hold_put_after_the_approval_still_holds(
    two: tuple[Facilitation, Facilitation], cast: Cast, steward: StewardOf
) -> None:
    kept, gone = two
    with clock.scripted(LATER):
        made = acts.approve(propose(cast, kept, gone), steward=steward("kadis"))
        holds.put_hold(kept, reason="Gugatan.", steward=steward("kadis"))
        assert carry_out(made)
    assert dict(made.items.values_list("facilitation", "state")) == {kept.pk: "excluded", gone.pk: "destroyed"}


def test_when_everything_is_held_nothing_is_approved(later: Facilitation, cast: Cast, steward: StewardOf) -> None:
    made = propose(cast, later)
    holds.put_hold(later, reason="Gugatan.", steward=steward("kadis"))
    with pytest.raises(NotNow):
        acts.approve(made, steward=steward("kadis"))
    made.refresh_from_db()
    assert (made.state, made.number) == ("proposed", "")


# ── The record ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_record_is_numbered_and_lists_what_went(later: Facilitation, cast: Cast) -> None:
    done = destroyed(cast, later)
    assert done.document is not None
    assert (done.number, done.document.number) == ("000.5/001/DISKOMINFO/VI/2032",) * 2
    text = " ".join(PdfReader(io.BytesIO(store.get(done.document.file))).pages[0].extract_text().split())
    for words in ("BERITA ACARA PEMUSNAHAN ARSIP", "0001/2026", "Festival Nagari", "Agendaris (contoh)",
                  "Kepala Dinas (contoh)", "Disetujui secara internal"):  # fmt: skip
        assert words in text, words


def test_a_closed_class_is_listed_by_its_number_only(cast: Cast) -> None:
    from tests.test_access import scan

    cast.do("agendaris", "register", {"security": "R", "letter": scan(cast)})
    cast.do("kadis", "dispose", {"security": "R"})
    case = Facilitation.objects.get(pk=cast.case.pk)
    Facilitation.objects.filter(pk=case.pk).update(closed_at=clock.now(), stage="declined")
    with clock.scripted(LATER):
        done = destroyed(cast, case)
    content = json.loads(done.document.content)
    assert [one["about"] for one in content["destroyed"]] == ["–"]


def test_both_journals_tell_of_it(later: Facilitation, cast: Cast) -> None:
    done = destroyed(cast, later)
    office = list(
        Entry.objects.filter(chain=f"office:{cast.office.slug}").order_by("-seq").values_list("act", flat=True)[:3]
    )
    assert office == ["record_destruction", "approve_destruction", "propose_destruction"]
    own = Entry.objects.filter(chain=f"case:{later.uid}").order_by("-seq")[0]
    body = json.loads(own.canonical)
    assert (own.act, body["number"], body["actor"]["name"]) == ("destroy_record", done.number, "Kepala Dinas (contoh)")
    assert verify().breaks == ()


def test_the_record_stands_on_the_office_s_chain(later: Facilitation, cast: Cast) -> None:
    document = destroyed(cast, later).document
    assert document.chain == f"office:{cast.office.slug}"
    entry = Entry.objects.get(chain=document.chain, seq=document.chain_seq + 1)
    assert json.loads(entry.canonical)["document_sha256"] == document.file_id
