"""The divisions that the product carries, read from its files without a database, and where data for measuring lie if at all."""

import csv
import os
from functools import cache
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest

from linli.addresses.matching import Divisions, Place

ROOT = Path(__file__).resolve().parents[4]
ADMIN = ROOT / "data/admin"
MEASURED = Path(os.environ.get("LINLI_SHARED", ROOT.parent / "shared")) / "data"


def key(code: str) -> UUID:
    """The id of a code in these tests."""
    return uuid5(NAMESPACE_OID, code)


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a carried file."""
    with (ADMIN / name).open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


@cache
def divisions() -> Divisions:
    """Districts, townships and communities of 2023; townships lie where the reform put them and where they were before."""
    now = {row["code_2023"]: row["district_code_2026"] for row in rows("chongqing_township_2023_to_2026.csv")}
    found = [Place(key(row["code"]), "district", row["name"]) for row in rows("chongqing_districts_2023.csv")]
    found.append(Place(key("500157"), "district", "两江新区"))
    for row in rows("chongqing_streets_2023.csv"):
        parents = dict.fromkeys((now[row["code"]] or row["district_code"], row["district_code"]))
        found.append(Place(key(row["code"]), "township", row["name"], tuple(map(key, parents))))
    found += [Place(key(row["code"]), "community", row["name"], (key(row["street_code"]),)) for row in rows("chongqing_villages_2023.csv")]
    return Divisions(found)


def measured(name: str) -> Path:
    """A file of real data to measure with; never carried, so the test is left out, and says so, where it is absent."""
    path = MEASURED / name
    if not path.exists():
        pytest.skip(f"NOT MEASURED: {path} is not there (LINLI_SHARED names another folder)")
    return path
