"""The commands that measure: on made-up rows for what they count, on real data, where these are there, for how good we are."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from linli.addresses import queries
from linli.addresses.matching import Divisions, titles_of
from linli.addresses.matching.compound_evaluation import evaluate_pairs
from linli.addresses.matching.evaluation import evaluate, labelled
from linli.addresses.matching.points import bd09_to_gcj02, bd09_to_wgs84, gcj02_to_wgs84, metres, wgs84_to_gcj02
from linli.addresses.matching.streets import Entry, Evidence, StreetBook
from linli.addresses.tests import shipped

T = titles_of(shipped.divisions())
LABELLED = [
    {
        "text": "重庆市江北区观音桥街道锦绣苑3栋232",
        "entities": [
            ["city", "重庆市"], ["district", "江北区"], ["town", "观音桥街道"], ["poi", "锦绣苑"],
            ["houseno", "3栋"], ["floorno", "23"], ["roomno", "2"],
        ],
    },
    {
        "text": "重庆市江津市先锋镇青松村电联",
        "entities": [["city", "重庆市"], ["district", "江津市"], ["town", "先锋镇"], ["village", "青松"], ["redundant", "村电联"]],
    },
]  # fmt: skip
PAIR = {
    "src_a": "甲",
    "src_b": "乙",
    "name": "",
    "addr_a": "",
    "addr_b": "",
    "lon_a": "",
    "lat_a": "",
    "lon_b": "",
    "lat_b": "",
    "silver": "match",
}
COMPOUNDS = [
    ("乙", "锦绣苑", "(江北)松林路12号", 106.55, 29.58),
    ("乙", "梧桐府", "(江北)松林路88号,柏林路3号", 106.56, 29.58),
    ("乙", "云锦一期", "(江北)桂花路5号", 106.57, 29.58),
    ("乙", "云锦二期", "(江北)桂花路9号", 106.571, 29.58),
    ("丙", "锦绣苑", "江北榆林路7号", 106.55, 29.58),
]


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "divisions", shipped.divisions)


def told(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def pair(name: str, asked: str, address: str, silver: str = "match") -> dict[str, str]:
    return PAIR | {"name": name, "addr_a": asked, "addr_b": address, "silver": silver}


def compounds() -> list[dict[str, str]]:
    return [{"source": s, "name": n, "address": a, "lon": str(lon), "lat": str(lat)} for s, n, a, lon, lat in COMPOUNDS]


@pytest.mark.usefixtures("carried")
def test_divisions_count_as_spans_and_as_what_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in LABELLED) + "\n", encoding="utf-8")
    found = told("address_evaluate", str(file))
    assert found["addresses"] == 2
    assert found["district"] == {"span": {"accuracy": 1.0, "right": 2, "of": 2}, "meant": {"accuracy": 1.0, "right": 2, "of": 2}}
    assert found["village"]["span"] == {"accuracy": 0.0, "right": 0, "of": 1}
    assert found["short_form"] == {"accuracy": 1.0, "right": 2, "of": 2}
    assert found["rooms"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 3, "invented": 0, "missed": 0}
    assert (found["elements"]["invented"], found["elements"]["missed"]) == (1, 1)
    assert found["addresses_per_second"] > 0


@pytest.mark.parametrize("line", ["{", '{"text": "锦绣苑"}', "[1]"])
def test_a_file_that_is_none_is_said(tmp_path: Path, line: str, carried: None) -> None:  # a fixture
    file = tmp_path / "labelled.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match="line 1"):
        call_command("address_evaluate", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("address_evaluate", str(tmp_path / "none.jsonl"))


def test_what_speaks_for_a_place_is_said() -> None:
    book = StreetBook(
        T,
        (
            Entry(UUID(int=at), row["name"], (row["address"],), (float(row["lon"]), float(row["lat"])))
            for at, row in enumerate(compounds()[:4])
        ),
    )
    asked = {
        "江北重庆市江北区松林路12号": (0, Evidence.PLATE),
        "江北区松林路88号对面": (1, Evidence.BESIDE),
        "江北区梧桐市场旁松林路88号": (1, Evidence.BESIDE),
        "江北区桂花路5号": (2, Evidence.SIBLING),
        "江北松林路13号": (0, Evidence.STREET),
        "江北区松林路锦绣苑": (0, Evidence.STREET),
        "江北区松林路梧桐府旁": (0, Evidence.STREET),
    }
    for text, (at, evidence) in asked.items():
        hit = book.rank(text)[0]
        assert (hit.key.int, hit.evidence) == (at, evidence), text
    book.add(Entry(UUID(int=9), "新园", ("江北区松林路12号",)))
    assert book.rank("松林路12号")[0].evidence is Evidence.SHARED_PLATE
    assert book.rank("") == []


@pytest.mark.usefixtures("carried")
def test_compounds_are_measured_by_address_alone(tmp_path: Path) -> None:
    pairs = [
        pair("锦绣苑", "江北江北区榆林路7号", "(江北)松林路12号"),
        pair("梧桐府", "江北柏林路3号", "(江北)松林路88号,柏林路3号"),
        pair("云锦一期", "江北桂花路5号", "(江北)桂花路5号"),
        pair("梧桐府", "江北松林路12号", "(江北)松林路88号,柏林路3号", "nonmatch_samename"),
    ]
    for name, rows in (("pairs.csv", pairs), ("chongqing_compounds.csv", compounds())):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as written:
            out = csv.DictWriter(written, list(rows[0]))
            out.writeheader()
            out.writerows(rows)
    found = told("compound_evaluate", str(tmp_path / "pairs.csv"))["among_all"]
    assert (found["candidates"], found["matches"], found["r_at_1"], found["median_error_m"]) == (4, 3, 1.0, 0.0)
    assert (found["answered_without_asking"], found["precision_when_answered"], found["false_accepts"]) == (0.6667, 1.0, 0)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("compound_evaluate", str(tmp_path / "none.csv"))
    (tmp_path / "pairs.csv").write_text("name\n锦绣苑\n", encoding="utf-8")
    with pytest.raises(CommandError, match="a column"):
        call_command("compound_evaluate", str(tmp_path / "pairs.csv"))


def test_points_of_map_services() -> None:
    """The published example of the distortion, and the way there and back."""
    lon, lat = wgs84_to_gcj02((116.404, 39.915))
    assert (round(lon, 6), round(lat, 6)) == (116.410244, 39.916404)
    assert metres(gcj02_to_wgs84((lon, lat)), (116.404, 39.915)) < 0.1
    baidu = (106.56, 29.57)
    assert 300 < metres(bd09_to_gcj02(baidu), bd09_to_wgs84(baidu)) < 700
    assert round(metres((106.5, 29.5), (106.51, 29.5))) == 969


def test_labelled_addresses_reach_the_aims() -> None:
    with shipped.measured("address/chongqing_labelled_addresses.jsonl").open(encoding="utf-8") as lines:
        found = evaluate([labelled(json.loads(line)) for line in lines], T).figures()
    assert found["district"]["span"]["accuracy"] >= 0.995
    assert found["district"]["meant"]["accuracy"] >= 0.995
    assert found["town"]["span"]["accuracy"] >= 0.95
    assert found["short_form"]["accuracy"] >= 0.998
    # Aim .95; what is missing are labels that contradict each other (docs/benchmarks.md).
    assert found["rooms"]["f1"] >= 0.92
    assert found["elements"]["f1"] >= 0.93


def test_addresses_alone_are_answered_only_when_sure() -> None:
    files = [shipped.measured(f"compounds/{name}") for name in ("same_compound_pairs.csv", "chongqing_compounds.csv")]
    pairs, listed = (list(csv.DictReader(file.open(newline="", encoding="utf-8-sig"))) for file in files)
    found = evaluate_pairs(pairs, listed, T)["among_all"]
    assert found["precision_when_answered"] >= 0.98
    assert found["false_accepts"] <= 1
    assert found["r_at_1"] >= 0.41


def test_nothing_known_measures_nothing() -> None:
    assert evaluate([], titles_of(Divisions())).figures()["elements"]["f1"] == 0.0
    assert evaluate_pairs([], [], titles_of(Divisions()))["among_all"]["r_at_1"] is None
