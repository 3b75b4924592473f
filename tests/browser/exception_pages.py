"""Pages of cases that left the SOP's path, by name: who looks at them, and where they are, on the demonstration."""

from __future__ import annotations

from simcap.facilitation.models import Facilitation
from simcap.people.models import Office

#: Act → (who does it, on which case).
ACTS = {
    "withdraw": ("kadis", "superseded"), "supersede": ("kadis", "superseded"), "decline": ("kadis", "superseded"),
    "draft_decline": ("seksi", "declining"), "reconsider": ("kadis", "declining"), "postpone": ("kadis", "plain"),
    "cancel": ("kadis", "plain"), "amend": ("koordinator", "plain"), "revoke_spt": ("kadis", "plain"),
    "amend_spt": ("seksi", "postponed"), "drop_amendment": ("kadis", "postponed"),
    "initial_amendment": ("kabid", "changing"),
}  # fmt: skip
#: Case → who looks at it.
CASES = {
    "superseded": "kadis", "declining": "seksi", "declined": "auditor", "cancelled": "agendaris", "postponed": "seksi",
    "changing": "kabid", "amended": "koordinator",
}  # fmt: skip
NAMES = (
    *(f"act {act}" for act in ACTS), *(f"case {case}" for case in CASES), "cases declined", "cases changing",
    "journal cancelled", "preview change", "withdraw refused",
)  # fmt: skip


def pages_of(office: Office) -> dict[str, tuple[str, str]]:
    """The addresses of these pages."""
    where = {name: f"/cases/{case.uid}/" for name, case in _cases(office).items()}
    return {
        **{f"act {act}": (who, f"{where[case]}acts/{act}/") for act, (who, case) in ACTS.items()},
        **{f"case {case}": (who, where[case]) for case, who in CASES.items()},
        "cases declined": ("auditor", "/cases/?at=declined"),
        "cases changing": ("auditor", "/cases/?at=beside"),
        "journal cancelled": ("auditor", f"{where['cancelled']}journal/"),
        "preview change": ("kabid", f"{where['changing']}acts/initial_amendment/preview/"),
        "withdraw refused": ("kadis", f"{where['plain']}acts/withdraw/"),
    }


def _cases(office: Office) -> dict[str, Facilitation]:
    cases = Facilitation.objects.filter(office=office, security="B").order_by("pk")
    return {
        "superseded": cases.filter(dispositions__ending="superseded")[0],
        "declining": cases.get(stage="decline_draft"),
        "declined": cases.get(stage="declined"),
        "cancelled": cases.get(stage="cancelled"),
        "postponed": cases.get(beside="amend_draft"),
        "changing": cases.get(beside="amend_with_division"),
        "amended": cases.get(spts__amends__isnull=False, beside=""),
        "plain": cases.filter(stage="assigned", beside="")[0],
    }
