"""Who may act for a position at a moment, and how the signature block is written."""

from datetime import UTC, datetime

import pytest

from simcap.people import acts
from simcap.people.authority import Block, acting, holders, holdings, signature_block
from simcap.people.models import Appointment, Office, Officer, Position

pytestmark = pytest.mark.django_db

JAN, FEB, MAR, APR, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 6))


class House:
    """An office with three positions and three people."""

    def __init__(self, slug: str = "kantor") -> None:
        self.office = Office.objects.create(slug=slug, name="Dinas (contoh)", short_name="Dinas", sop_id="x")
        titles = {"head": "Kepala Dinas", "secretary": "Sekretaris Dinas", "division_head": "Kepala Bidang"}
        self.positions = {
            code: Position.objects.create(office=self.office, code=code, title=title) for code, title in titles.items()
        }
        self.people = {
            name: Officer.objects.create(
                office=self.office, name=f"{name} (contoh)", nip="198001012005011001", grade="Pembina / IV.a"
            )
            for name in ("Kadis", "Kabid", "Sekretaris")
        }

    def appoint(
        self, name: str, code: str, kind: str = "definitive", *, since=JAN, until=None, **kwargs
    ) -> Appointment:
        """Appoint by the office's own act; `via` and `through` are position codes."""
        posts = {key: self.positions[value] for key, value in kwargs.items()}
        return acts.appoint(
            self.office, position=self.positions[code], officer=self.people[name], kind=kind, from_at=since,
            until_at=until, decree=f"SK {kind} (contoh)", by=acts.SYSTEM, **posts,
        )  # fmt: skip

    def who(self, code: str, at) -> list[tuple[str, str]]:
        """Who may act for a position: name without mark, and kind."""
        return [(one.officer.name.split(" ")[0], one.appointment.kind) for one in holders(self.office, code, at)]


@pytest.fixture
def house() -> House:
    return House()


def test_an_appointment_holds_from_its_start_until_before_its_end(house: House) -> None:
    house.appoint("Kadis", "head", since=FEB, until=MAR)
    assert [house.who("head", at) for at in (JAN, FEB, MAR)] == [[], [("Kadis", "definitive")], []]


def test_an_early_end_ends_it_and_leaves_the_time_before_as_it_was(house: House) -> None:
    appointment = house.appoint("Kadis", "head")
    acts.end_appointment(appointment, ended_at=MAR, reason="mutasi", by=acts.SYSTEM)
    assert [house.who("head", at) for at in (FEB, MAR)] == [[("Kadis", "definitive")], []]


def test_a_plh_stands_in_for_the_holder_only_while_he_is_appointed(house: House) -> None:
    house.appoint("Kadis", "head")
    house.appoint("Kabid", "head", "plh", since=FEB, until=MAR)
    assert [house.who("head", at) for at in (JAN, FEB, MAR)] == [
        [("Kadis", "definitive")], [("Kabid", "plh")], [("Kadis", "definitive")],
    ]  # fmt: skip


def test_a_plt_acts_only_where_there_is_no_definitive_holder(house: House) -> None:
    house.appoint("Kabid", "head", "plt")
    house.appoint("Kadis", "head", since=MAR)
    assert [house.who("head", at) for at in (FEB, MAR)] == [[("Kabid", "plt")], [("Kadis", "definitive")]]


def test_a_plh_comes_before_a_plt(house: House) -> None:
    house.appoint("Kabid", "head", "plt")
    house.appoint("Sekretaris", "head", "plh")
    assert house.who("head", FEB) == [("Sekretaris", "plh")]


def test_a_delegate_may_sign_beside_the_holder_but_does_not_hold_the_position(house: House) -> None:
    house.appoint("Kadis", "head")
    house.appoint("Sekretaris", "head", "an", via="secretary")
    assert house.who("head", FEB) == [("Kadis", "definitive"), ("Sekretaris", "an")]
    assert [one.officer.name for one in acting(house.office, "head", FEB)] == ["Kadis (contoh)"]


def test_one_person_can_hold_two_positions(house: House) -> None:
    house.appoint("Kabid", "division_head")
    house.appoint("Kabid", "head", "plh")
    found = sorted((one.code, one.title, one.delegated) for one in holdings(house.people["Kabid"], FEB))
    assert found == [("division_head", "Kepala Bidang", False), ("head", "Plh. Kepala Dinas", False)]


def test_whoever_is_stood_in_for_holds_nothing_meanwhile(house: House) -> None:
    house.appoint("Kadis", "head")
    house.appoint("Kabid", "head", "plh")
    assert holdings(house.people["Kadis"], FEB) == []


def test_an_officer_who_has_left_holds_nothing(house: House) -> None:
    house.appoint("Kadis", "head")
    Officer.objects.filter(name="Kadis (contoh)").update(is_active=False)
    assert house.who("head", FEB) == []
    assert holdings(house.people["Kadis"], FEB) == []


def test_another_office_with_the_same_positions_is_another_office(house: House) -> None:
    other = House("lain")
    house.appoint("Kadis", "head")
    other.appoint("Kabid", "head")
    assert house.who("head", FEB) == [("Kadis", "definitive")]
    assert other.who("head", FEB) == [("Kabid", "definitive")]


def _block(form: str, *, title: str = "Kepala Dinas", own: str = "", via: str = "", name: str) -> Block:
    return Block(
        form=form, title=title, own_title=own, via_title=via, name=f"{name} (contoh)", grade="Pembina / IV.a",
        nip="198001012005011001", decree=f"SK {'definitive' if form == 'own' else form} (contoh)",
    )  # fmt: skip


FORMS = [
    ("Kadis", "definitive", {}, _block("own", name="Kadis")),
    ("Kabid", "plt", {}, _block("plt", name="Kabid")),
    ("Kabid", "plh", {}, _block("plh", name="Kabid")),
    ("Sekretaris", "an", {"via": "secretary"}, _block("an", own="Sekretaris Dinas", name="Sekretaris")),
    (
        "Kabid", "ub", {"via": "division_head", "through": "secretary"},
        _block("ub", own="Kepala Bidang", via="Sekretaris Dinas", name="Kabid"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "posts", "block"), FORMS, ids=[one[1] for one in FORMS])
def test_the_signature_block_says_by_which_right_it_is_signed(house: House, name, kind, posts, block: Block) -> None:
    house.appoint(name, "head", kind, **posts)
    (holding,) = holdings(house.people[name], FEB)
    assert signature_block(holding) == block
