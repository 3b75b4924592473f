"""Choosing officers in a form, with what must be known of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .absences import Away


class OfficerChoice(forms.ModelChoiceField):
    """Officers (pegawai), each who will be away marked with the days. `away`: absences by the officer's key."""

    away: Mapping[int, list[Away]] = {}

    def label_from_instance(self, obj: Any) -> str:
        found = self.away.get(obj.pk)
        if not found:
            return str(obj)
        return _("%(who)s – tidak di tempat %(days)s") % {"who": obj, "days": ", ".join(one.days for one in found)}
