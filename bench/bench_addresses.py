"""Addresses: our parser beside jionlp, cpca and pygeocoding on labelled addresses, our book of streets beside TF-IDF, and 3 M houses.

The peers live in an environment of their own: `python3 -m venv .linli/peers && .linli/peers/bin/pip install -r bench/peers.txt`;
without it their figures of docs/benchmarks.md stand. Real data are read from ../shared/data (LINLI_SHARED names another folder)
and never carried. A peer's district is right when it is the label or the division that the label names; ours is held to the same.
LINLI_BENCH_HOUSES=3000000 fills the index as a whole city does.
"""

import csv
import json
import math
import os
import random
import resource
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from linli.addresses.matching import Building, Compound, House, Titles, Unit, match, split, titles_of
from linli.addresses.matching.compound_evaluation import evaluate_pairs
from linli.addresses.matching.evaluation import Labelled, evaluate, labelled
from linli.addresses.matching.index import HouseIndex
from linli.addresses.matching.text import fold
from linli.addresses.tests import shipped

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(os.environ.get("LINLI_PEERS", ROOT / ".linli/peers/bin/python"))
HOUSES = int(os.environ.get("LINLI_BENCH_HOUSES", "300000"))
ASKED = 4_000
DISTRICT, TOWN, SHORT, PER_SECOND, PRECISION, MATCHES = 0.995, 0.95, 0.998, 10_000, 0.98, 3_000
SYLLABLES = "金玉龙凤桂兰竹梅松柏云溪江河湖山春秋晓月星辰锦绣华福康宁"
ENDINGS = ("苑", "花园", "家园", "小区", "雅居", "新城", "府", "公馆")
STREETS = ("路", "大道", "街", "一支路")


def main() -> int:
    """1 when an aim was missed."""
    titles = titles_of(shipped.divisions())
    missed: list[str] = []
    data = shipped.MEASURED
    if data.exists():
        missed += _parsing(data, titles)
        missed += _compounds(data, titles)
    else:
        print(f"NOT MEASURED on real data: {data} is not there")
    missed += _houses(titles)
    for one in missed:
        print(f"MISSED {one}")
    return int(bool(missed))


def _parsing(data: Path, titles: Titles) -> list[str]:
    with (data / "address/chongqing_labelled_addresses.jsonl").open(encoding="utf-8") as lines:
        rows = [labelled(json.loads(line)) for line in lines]
    found = evaluate(rows, titles).figures()
    print(f"{len(rows)} labelled addresses          district   town  short form   addresses/s (processor)")
    ours = [_own(split(row.text, titles).elements) for row in rows]
    shorts = _shortened(rows, titles)
    _line("ours", rows, ours, titles, [_own(split(text, titles).elements) for text in shorts], found["addresses_per_processor_second"])
    for name, told in _peers([row.text for row in rows]).items():
        if "absent" in told:
            print(f"{name:24} absent: {told['absent']}")
        else:
            short = _peers(shorts).get(name, {}).get("read", [])
            _line(name, rows, told["read"], titles, short, told["per_processor_second"])
    print(f"rooms F1 {found['rooms']['f1']:.3f}, all elements F1 {found['elements']['f1']:.3f}")
    district, town, short_form = found["district"]["span"]["accuracy"], found["town"]["span"]["accuracy"], found["short_form"]["accuracy"]
    held = ((district >= DISTRICT, "district"), (town >= TOWN, "town"), (short_form >= SHORT, "short form"))
    return [name for kept, name in (*held, (found["addresses_per_processor_second"] >= PER_SECOND, "addresses/s")) if not kept]


def _own(elements: Sequence[Any]) -> tuple[str, str]:
    said = {one.kind: one.text for one in reversed(elements)}
    return said.get("district", ""), said.get("town", "")


def _line(
    name: str, rows: list[Labelled], read: Sequence[Sequence[str]], titles: Titles, short: Sequence[Sequence[str]], speed: float
) -> None:  # one row of the table
    right, of = Counter[str](), Counter[str]()
    for row, found, brief in zip(rows, read, short or read, strict=True):
        for kind, level, text in (("district", "district", found[0]), ("town", "township", found[1]), ("short", "district", brief[0])):
            label = next((value for one, value in row.elements if one == ("district" if kind == "short" else kind)), "")
            if label:
                of[kind] += 1
                right[kind] += text == label or (bool(text) and _same(text, label, level, titles))
    shares = [right[kind] / of[kind] for kind in ("district", "town", "short")]
    print(f"{name:32} {shares[0]:.3f}  {shares[1]:.3f}  {shares[2]:.3f}  {speed:14,.0f}")


def _same(text: str, label: str, level: str, titles: Titles) -> bool:
    named = [
        {place.id for look in (titles.at, titles.short_at) for place in look(level, fold(one), 0, len(one))[1]} for one in (text, label)
    ]
    return bool(named[0] & named[1])


def _shortened(rows: list[Labelled], titles: Titles) -> list[str]:
    """重庆江北… for 重庆市江北区…; an address without a district stays."""
    texts = []
    for row in rows:
        label = next((value for kind, value in row.elements if kind == "district"), "")
        places = titles.at("district", label, 0, len(label))[1] if label else ()
        texts.append(f"重庆{titles.short_name(places[0])}{row.text[row.text.find(label) + len(label) :]}" if places else row.text)
    return texts


def _peers(texts: list[str]) -> dict[str, Any]:
    if not PEERS.exists():
        print(f"peers are not installed at {PEERS}: figures of docs/benchmarks.md stand")
        return {}
    script = ROOT / "bench/support/address_peers.py"
    done = subprocess.run([PEERS, script], input=json.dumps(texts), capture_output=True, text=True, check=True)  # our own script
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _compounds(data: Path, titles: Titles) -> list[str]:
    files = (data / "compounds" / name for name in ("same_compound_pairs.csv", "chongqing_compounds.csv"))
    pairs, compounds = (list(csv.DictReader(file.open(newline="", encoding="utf-8-sig"))) for file in files)
    found = evaluate_pairs(pairs, compounds, titles)
    ours = found["among_all"]
    print(
        f"address alone, {ours['candidates']} candidates: R@1 {ours['r_at_1']:.3f}, TF-IDF of pairs of characters {_tf_idf(pairs, compounds):.3f}"
    )
    print(
        f"  R@5 {ours['r_at_5']:.3f}, median {ours['median_error_m']} m, answered {ours['answered_without_asking']:.3f} at precision "
        f"{ours['precision_when_answered']:.3f}, false accepts {ours['false_accepts']} of {ours['nonmatches']}, "
        f"{found['questions_per_processor_second']:,}/s"
    )
    return [] if ours["precision_when_answered"] >= PRECISION else ["precision of compounds"]


def _tf_idf(pairs: list[dict[str, str]], compounds: list[dict[str, str]]) -> float:
    """The plain peer: cosine of pairs of characters, the best wins."""
    listed = [(row["name"], row["address"]) for row in compounds if row["source"] == "beike" and row["address"]]
    counts = Counter(gram for _, address in listed for gram in set(_grams(address)))
    rare = {gram: math.log((1 + len(listed)) / (1 + count)) + 1 for gram, count in counts.items()}
    posted: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, (_, address) in enumerate(listed):
        weights = {gram: count * rare[gram] for gram, count in Counter(_grams(address)).items()}
        size = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for gram, weight in weights.items():
            posted[gram].append((at, weight / size))
    matches = [pair for pair in pairs if pair["silver"] == "match" and pair["src_b"] == "beike"]
    right = 0
    for pair in matches:
        scores: Counter[int] = Counter()
        for gram, count in Counter(_grams(pair["addr_a"])).items():
            for at, weight in posted.get(gram, ()):
                scores[at] += count * rare[gram] * weight  # type: ignore[assignment]  # weights, not counts
        best = scores.most_common(1)
        right += bool(best) and listed[best[0][0]] == (pair["name"], pair["addr_b"])
    return right / len(matches)


def _grams(text: str) -> list[str]:
    plain = "".join(one for one in fold(text) if one.isalnum())
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


def _houses(titles: Titles) -> list[str]:
    draw = random.Random(1)  # noqa: S311  # a city that is the same each time
    index = _city(titles, draw)
    with tempfile.TemporaryDirectory() as folder:
        index.save(Path(folder))
        weight = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        start = time.perf_counter()
        index = HouseIndex.load(Path(folder), titles.divisions)
        loaded = time.perf_counter() - start
        texts = _typed(index, titles, draw)
        match(f"{texts[0]}x", index)
        start = time.process_time()
        answers = [match(text, index) for text in texts]
        speed = len(texts) / (time.process_time() - start)
    reached = sum(one.level == "house" for one in answers) / len(answers)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(index):,} houses in {len(index.compounds):,} compounds: {weight:.0f} MB on disk, loaded in {loaded:.1f} s, {memory:.0f} MB at most"
    )
    print(f"  {speed:,.0f} addresses matched a second of processor time, {reached:.3f} of them down to a house")
    return [] if speed >= MATCHES else ["matches/s"]


def _city(titles: Titles, draw: random.Random) -> HouseIndex:
    communities = [place for place in titles.divisions.places.values() if place.level == "community"]
    count = max(100, HOUSES // 190)
    compounds = [
        Compound(
            UUID(int=1 << 120 | at),
            draw.choice(communities).id,
            "".join(draw.sample(SYLLABLES, 3)) + draw.choice(ENDINGS),
            (),
            f"{''.join(draw.sample(SYLLABLES, 2))}{draw.choice(STREETS)}{draw.randint(1, 400)}号",
        )
        for at in range(count)
    ]
    buildings = [
        Building(UUID(int=2 << 120 | at), one.id, one.region_id, str(1 + at // count))
        for at, one in enumerate(compounds * max(1, HOUSES // (88 * count)))
    ]
    units = [Unit(UUID(int=3 << 120 | at << 8 | unit), one.id, str(unit)) for at, one in enumerate(buildings) for unit in (1, 2)]
    return HouseIndex(titles.divisions, compounds, buildings, units, _rooms(buildings))


def _rooms(buildings: list[Building]) -> Iterator[tuple[UUID, House]]:
    floors = range(1, 1 + math.ceil(HOUSES / len(buildings) / 4))
    numbers = ((one.id, str(unit), f"{floor}0{door}") for one in buildings for unit in (1, 2) for floor in floors for door in (1, 2))
    for at, (building, unit, room) in zip(range(HOUSES), numbers, strict=False):
        yield building, House(UUID(int=4 << 120 | at), unit, room)


def _typed(index: HouseIndex, titles: Titles, draw: random.Random) -> list[str]:
    """As people type: nine of ten with the name of the compound, some by plate, some misspelt."""
    places, buildings = titles.divisions.places, list(index.buildings.values())
    texts = []
    for _ in range(ASKED):
        building = draw.choice(buildings)
        compound = index.compounds[building.compound_id] if building.compound_id else None
        town = places[places[building.region_id].parent_ids[0]]
        head = f"重庆市{places[town.parent_ids[-1]].name}{town.name}"
        room = f"{building.label}{draw.choice(('栋', '幢', '号楼', '#'))}{draw.randint(1, 2)}单元{draw.randint(1, 18)}{draw.choice('-0')}{draw.randint(1, 2)}"
        if compound:
            way = draw.random()
            name = compound.name if way < 0.9 else compound.address if way < 0.95 else f"{compound.name[:-1]}坊"
            texts.append(f"{head}{name}{room}")
    return texts
