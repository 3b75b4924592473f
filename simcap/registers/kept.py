"""Kept views (tampilan tersimpan): whose they are, who may change them."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simcap.facilitation.rights import Powers
from simcap.people.models import Account, Office

from .models import SavedView

#: Positions that may keep a view for the whole office.
KEEPS_FOR_OFFICE = frozenset({"front_desk", "administrator"})


def may_keep_for_office(powers: Powers) -> bool:
    """Whether this person may keep, rename and delete views of the whole office."""
    return bool(powers.codes() & KEEPS_FOR_OFFICE)


def views_for(account: Account, office: Office) -> QuerySet[SavedView]:
    """The views that this person finds: his own, and the office's."""
    return SavedView.objects.filter(Q(account=account) | Q(account=None), office=office).order_by("name", "id")


def changeable(account: Account, office: Office, powers: Powers) -> QuerySet[SavedView]:
    """The views that this person may rename and delete."""
    mine = Q(account=account)
    if may_keep_for_office(powers):
        mine |= Q(account=None)
    return SavedView.objects.filter(mine, office=office)


class ViewForm(forms.Form):
    """A view's name, and whether the whole office finds it."""

    name = forms.CharField(label=_("Nama tampilan"), max_length=60)
    for_office = forms.BooleanField(label=_("Untuk seluruh kantor"), required=False)

    def __init__(self, *args: object, account: Account, office: Office, book: str, view: SavedView | None = None,
                 may_share: bool = False) -> None:  # fmt: skip
        super().__init__(*args)  # type: ignore[arg-type]
        self.account, self.office, self.book, self.view = account, office, book, view
        if view is not None or not may_share:
            del self.fields["for_office"]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("name"):
            same = SavedView.objects.filter(office=self.office, book=self.book, name=cleaned["name"])
            others = same.filter(account=self.owner).exclude(pk=self.view.pk if self.view else 0)
            if others.exists():
                self.add_error("name", _now("Nama ini sudah dipakai pada buku ini."))
        return cleaned

    @property
    def owner(self) -> Account | None:
        """Whose view it is; None for the office's."""
        if self.view is not None:
            return self.view.account
        return None if self.cleaned_data.get("for_office") else self.account
