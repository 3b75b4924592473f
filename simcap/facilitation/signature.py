"""A signature drawn on the screen as an input: strokes in a hidden box behind a canvas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from simcap.documents.strokes import HEIGHT, SHORTEST_LENGTH, WIDTH, NotStrokes, length, strokes_of


class SignatureInput(forms.Textarea):
    """A canvas to draw on; without JavaScript it is not shown, and a photographed page takes its place."""

    template_name = "forms/signature.html"
    shape = "signature"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"width": WIDTH, "height": HEIGHT}
        return context


class SignatureField(forms.CharField):
    """Strokes as text (see `documents.strokes`); a dot is no signature."""

    widget = SignatureInput
    default_error_messages = {
        "invalid": _("Tanda tangan ini tidak terbaca. Hapus lalu tanda tangani lagi."),
        "short": _("Tanda tangan belum digambar."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=150_000, **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return text
        try:
            drawn = strokes_of(text)
        except NotStrokes as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if length(drawn) < SHORTEST_LENGTH:
            raise ValidationError(self.error_messages["short"], code="short")
        return text
