"""Whether inputs have a shape that an act's form can bind at all; what they say is the form's own business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from simcap.errors import BadInputs
from simcap.journal.append import canonical_text

from .forms import MANY, ActForm


def must_be_bindable(form: type[ActForm], inputs: Mapping[str, Any]) -> None:
    """Inputs are JSON; a list only where the form has one. Raises: BadInputs, beside the field."""
    sentence = _("Bentuk isian ini tidak sesuai.")
    faults = {name: [sentence] for name in _misshapen(form, inputs)}
    if not faults and not _can_be_written(inputs):
        faults = {"__all__": [_("Isian mengandung tanda yang tidak dapat ditulis.")]}
    if faults:
        raise BadInputs(_("Periksa kembali isian yang ditandai."), fields=faults)


def _misshapen(form: type[ActForm], inputs: Mapping[str, Any]) -> Iterator[str]:
    for name, field in form.base_fields.items():
        if name in inputs and not _fits(field, inputs[name]):
            yield name
    for name, rows in form.rows.items():
        lines = inputs.get(name, [])
        if not isinstance(lines, list | tuple):
            yield name
            continue
        for number, line in enumerate(lines):
            if not isinstance(line, Mapping):
                yield f"{name}[{number}]"
                continue
            fields = rows.form.base_fields.items()
            yield from (f"{name}[{number}].{key}" for key, field in fields if not _fits(field, line.get(key)))


def _fits(field: forms.Field, value: Any) -> bool:
    if isinstance(value, list | tuple):
        return isinstance(field, MANY) and not any(isinstance(each, list | tuple | Mapping) for each in value)
    return not isinstance(value, Mapping)


def _can_be_written(inputs: Mapping[str, Any]) -> bool:
    try:
        canonical_text(inputs).encode()
    except (TypeError, ValueError):  # no JSON, or half of a character
        return False
    return True
