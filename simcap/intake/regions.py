"""Regions (wilayah): a place in words from its Kemendagri code."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Region

#: Kabupaten whose villages are desa, not nagari; in a kota 2xxx is a desa too. Source: field guide §6.
DESA_REGENCIES = ("13.09", "13.73", "13.77")


def village_word(code: str) -> str:
    """Nagari, Desa or Kelurahan, from the code: 1xxx is a kelurahan, 2xxx a nagari or desa."""
    if code.split(".")[-1].startswith("1"):
        return "Kelurahan"
    return "Desa" if code[:5] in DESA_REGENCIES else "Nagari"


def place_label(code: str) -> str:
    """Shape: `Nagari Sungai Dareh, Kec. Pulau Punjung, Kabupaten Dharmasraya`. Raises: Region.DoesNotExist."""
    village = Region.objects.select_related("parent__parent").get(code=code, level=Region.Level.VILLAGE)
    district = village.parent
    regency = district.parent if district else None
    return f"{village_word(code)} {village.name}, Kec. {district}, {regency}"


#: Length of a code down to the kabupaten, the kecamatan and the village, e.g. `13.01`, `13.01.01`, `13.01.01.2001`.
LEVEL_LENGTHS = (5, 8, 13)


@dataclass(frozen=True, slots=True)
class PlaceChoices:
    """The three lists by which a place is chosen, with what is chosen so far.

    Shape: a list holds (code, name); a chosen code is empty while nothing is chosen on that level.
    """

    regency: str
    district: str
    village: str
    regencies: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    villages: list[tuple[str, str]]


def chosen_place(regency: str, district: str, village: str) -> str:
    """The deepest code that fits together: a village of another kecamatan than the one chosen now counts no more."""
    code = regency if len(regency) == LEVEL_LENGTHS[0] else ""
    for deeper, length in ((district, LEVEL_LENGTHS[1]), (village, LEVEL_LENGTHS[2])):
        if code and len(deeper) == length and deeper.startswith(f"{code}."):
            code = deeper
        else:
            break
    return code


def place_choices(code: str) -> PlaceChoices:
    """The lists as far as a code leads: always the kabupaten, the kecamatan of one, the nagari of one."""
    regency, district, village = (code[:length] if len(code) >= length else "" for length in LEVEL_LENGTHS)
    return PlaceChoices(
        regency, district, village,
        list(Region.objects.filter(level=Region.Level.REGENCY).values_list("code", "name")),
        _below(regency),
        [(each, f"{village_word(each)} {name}") for each, name in _below(district)],
    )  # fmt: skip


def _below(code: str) -> list[tuple[str, str]]:
    if not code:
        return []
    return list(Region.objects.filter(parent_id=code).order_by("name").values_list("code", "name"))
