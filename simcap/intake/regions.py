"""Regions (wilayah): a place in words from its Kemendagri code, and whether a point can lie in it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

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


#: The province's bounding box, a little generous. Units: degrees, WGS 84. Source: 0°54′ N–3°30′ S, 98°36′–101°53′ E.
SOUTH, NORTH, WEST, EAST = Decimal("-3.6"), Decimal("1.0"), Decimal("98.5"), Decimal("102.0")
EARTH_RADIUS_KM = 6371.0
#: "-0.9, 100.4" as map services write a point; with decimal commas the two are parted by a semicolon or a blank.
_PAIRS = (
    re.compile(r"([-−]?\d+\.\d+)\s*°?\s*[,;\s]\s*([-−]?\d+\.\d+)\s*°?"),
    re.compile(r"([-−]?\d+,\d+)\s*°?\s*[;\s]\s*([-−]?\d+,\d+)\s*°?"),
)


@dataclass(frozen=True, slots=True)
class Centroid:
    """The middle of one kabupaten/kota, and how far it reaches from there. Units: degrees, km."""

    code: str
    name: str
    latitude: float
    longitude: float
    reach_km: float


@cache
def _middles() -> dict[str, tuple[float, float, float]]:
    with files("simcap.intake").joinpath("data/centroids_13.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return {row["code"]: (float(row["latitude"]), float(row["longitude"]), float(row["reach_km"])) for row in rows}


def centroids() -> list[Centroid]:
    """The middles of all kabupaten/kota, with their names."""
    names = dict(Region.objects.filter(level=Region.Level.REGENCY).values_list("code", "name"))
    return [Centroid(code, names[code], *middle) for code, middle in _middles().items() if code in names]


def pair_in(text: str) -> tuple[str, str] | None:
    """Latitude and longitude of a text that holds both, as map services give them; None for any other text."""
    found = next((match for pattern in _PAIRS if (match := pattern.fullmatch(text.strip()))), None)
    return (found[1], found[2]) if found else None


def point_text(latitude: Decimal, longitude: Decimal) -> str:
    """A point as map services read it. Shape: `-0.947083, 100.417181`."""
    return f"{latitude.normalize():f}, {longitude.normalize():f}"


def distance_km(latitude: float, longitude: float, *, to: tuple[float, float]) -> float:
    """The distance between two points on the ground (haversine). Units: degrees, km."""
    north, east = radians(to[0] - latitude), radians(to[1] - longitude)
    half = sin(north / 2) ** 2 + cos(radians(latitude)) * cos(radians(to[0])) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def far_km(place: str, latitude: Decimal | None, longitude: Decimal | None) -> int | None:
    """How far a point lies from the middle of its place's kabupaten, when that is too far to lie in it; else None.

    Units: whole km.
    """
    middle = _middles().get(place[: LEVEL_LENGTHS[0]])
    if middle is None or latitude is None or longitude is None:
        return None
    found = distance_km(float(latitude), float(longitude), to=middle[:2])
    return round(found) if found > middle[2] else None
