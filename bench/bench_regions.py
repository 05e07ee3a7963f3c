"""Regions: children, breadcrumb, subtree and search on the real 12 k and on 130 k nodes, in a database of its own.

Peers, on the same rows in the same run: an adjacency list walked by recursive SQL (what a plain tree table does), and
search by LIKE without an index. Both sides return the same regions, checked before they are timed. Our side goes
through the contract, ORM and dataclasses included; the peer is bare SQL, so ratios are not flattered. The sides take turns
and the quicker quarter of the runs is compared, which a busy machine disturbs least.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.regions import contract, rules
from linli.regions.models import Region, RegionPlacement
from linli.regions.operations import load
from linli.regions.operations.closure import copy_in, rebuild
from linli.regions.operations.pinyin import initials_of

ROOT = Path(__file__).resolve().parents[1]
NODES = 130_000
RUNS = 37
TODAY = date(2026, 9, 10)
LIMIT_SUBTREE_MS = 5.0

PEER = """
DROP TABLE IF EXISTS peer;
CREATE TABLE peer AS
SELECT r.id, p.parent_id, r.name, r.short_name, r.position FROM regions_region r
LEFT JOIN regions_regionplacement p
  ON p.child_id = r.id AND p.valid_from <= '2026-09-10' AND (p.valid_to IS NULL OR p.valid_to > '2026-09-10')
WHERE r.valid_from <= '2026-09-10' AND (r.valid_to IS NULL OR r.valid_to > '2026-09-10');
ALTER TABLE peer ADD PRIMARY KEY (id);
CREATE INDEX ON peer (parent_id);
ANALYZE;
"""
UP = """
WITH RECURSIVE up AS (
  SELECT id AS start, id, parent_id, name, 0 AS depth FROM peer WHERE id = ANY(%s)
  UNION ALL SELECT up.start, peer.id, peer.parent_id, peer.name, up.depth + 1 FROM peer JOIN up ON peer.id = up.parent_id)
SELECT start, array_agg(name ORDER BY depth DESC) FROM up GROUP BY start
"""
DOWN = """
WITH RECURSIVE down AS (
  SELECT id FROM peer WHERE id = %s UNION ALL SELECT peer.id FROM peer JOIN down ON peer.parent_id = down.id)
SELECT id FROM down
"""


def ask(sql: str, *values: str | UUID | list[object]) -> list[tuple[object, ...]]:
    """Rows of one bare query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def peer_children(region_id: UUID) -> set[object]:
    """Children with their paths, from the adjacency list."""
    ids = [row[0] for row in ask("SELECT id FROM peer WHERE parent_id = %s ORDER BY position", region_id)]
    return {row[0] for row in ask(UP, ids)}


def peer_search(word: str) -> set[object]:
    """The first hits with their paths, by LIKE."""
    ids = [row[0] for row in ask("SELECT id FROM peer WHERE short_name LIKE %s ORDER BY position LIMIT 500", f"%{word}%")]
    return {row[0] for row in ask(UP, ids)}


def same(what: str, ours: set[UUID], peers: set[object]) -> None:
    """Stop when the two sides do not give the same regions: figures of different work mean nothing."""
    if ours != peers:
        sys.exit(f"{what}: {len(ours)} regions here, {len(peers)} at the peer")


def quarters_ms(sides: list[Callable[[int], object]]) -> list[float]:
    """What the quicker quarter of each side's RUNS runs took at most, in milliseconds, after three to warm up; the sides take turns."""
    spent: list[list[float]] = [[] for _ in sides]
    for number in range(RUNS + 3):
        for times, side in zip(spent, sides, strict=True):
            start = time.perf_counter()
            side(number)
            times.append(time.perf_counter() - start)
    return [statistics.quantiles(times[3:], n=4)[0] * 1000 for times in spent]


def line(what: str, ours: Callable[[int], object], peer: Callable[[int], object] | None) -> float:
    """Time both sides and print them; the ratio is returned, 0 without a peer."""
    if peer is None:
        print(f"  {what:<42}{quarters_ms([ours])[0]:9.2f}         –        –")
        return 0.0
    mine, other = quarters_ms([ours, peer])
    print(f"  {what:<42}{mine:9.2f} {other:9.2f}   {mine / other:6.2f}")
    return mine / other


def grow() -> None:
    """Grids below the real communities until there are NODES regions."""
    communities = list(Region.objects.filter(level=rules.COMMUNITY).values_list("id", "short_name", "position"))
    missing = NODES - Region.objects.count()
    regions, placements = [], []
    for number in range(missing):
        parent, short, position = communities[number % len(communities)]
        order = number // len(communities) + 1
        name, initials = f"{short}第 {order} 网格", f"{initials_of(short)}d{order}wg"
        pk, place = new_id(), f"{position}{order:03d}"
        regions.append((pk, name, name, rules.GRID, "grid", initials, rules.terms(name, initials), place, False, TODAY, None))
        placements.append((new_id(), pk, parent, rules.GRIDS, place, TODAY, None, ""))
    names = ["id", "name", "short_name", "level", "kind", "initials", "terms", "position", "demo", "valid_from", "valid_to"]
    copy_in(Region._meta.db_table, names, regions)
    names = ["id", "child_id", "parent_id", "hierarchy", "position", "valid_from", "valid_to", "reason"]
    copy_in(RegionPlacement._meta.db_table, names, placements)
    start = time.perf_counter()
    rebuild()
    ask_nothing("ANALYZE")
    print(f"\nclosure of {NODES:,} regions rebuilt in {time.perf_counter() - start:.1f} s")


def measure(label: str) -> float:
    """All figures at one size; the worse ratio of what every request needs (scope, search) is returned."""
    ask_nothing(PEER)
    city = contract.children(None, TODAY)[0]
    districts = contract.children(city.id, TODAY)
    towns = contract.children(districts[0].id, TODAY)
    deep = contract.children(towns[0].id, TODAY)[0]
    one = districts[0].id
    same("children", {info.id for info in contract.children(one, TODAY)}, peer_children(one))
    same("subtree", set(contract.subtree_ids(one, TODAY)), {row[0] for row in ask(DOWN, one)})
    same("search", {hit.region.id for hit in contract.search("双龙村", on=TODAY, limit=500)}, peer_search("双龙村"))
    print(f"\n{label}: {Region.objects.count():,} regions{'':<17}ours ms   peer ms    ratio")
    # Another day each time, so that what the process keeps does not answer.
    line(
        "children of a district, not kept",
        lambda n: contract.children(districts[n % 37].id, TODAY + timedelta(days=n)),
        lambda n: peer_children(districts[n % 37].id),
    )
    for district in districts:
        contract.children(district.id, TODAY)
        contract.subtree_ids(district.id, TODAY)
    line(
        "children of a district (with paths)",
        lambda n: contract.children(districts[n % 37].id, TODAY),
        lambda n: peer_children(districts[n % 37].id),
    )
    line("breadcrumb, not kept", lambda n: contract.breadcrumb(deep.id, TODAY + timedelta(days=n)), lambda _: ask(UP, [deep.id]))
    line("breadcrumb of a community", lambda _: contract.breadcrumb(deep.id, TODAY), lambda _: ask(UP, [deep.id]))
    line(
        "subtree of a district, not kept",
        lambda n: contract.subtree_ids(districts[n % 37].id, TODAY + timedelta(days=n)),
        lambda n: ask(DOWN, districts[n % 37].id),
    )
    cached = line(
        f"subtree of a district (limit {LIMIT_SUBTREE_MS:.0f} ms)",
        lambda n: contract.subtree_ids(districts[n % 37].id, TODAY),
        lambda n: ask(DOWN, districts[n % 37].id),
    )
    line("subtree of the city", lambda _: contract.subtree_ids(city.id, TODAY), lambda _: ask(DOWN, city.id))
    found = line("search 双龙村", lambda _: contract.search("双龙村", on=TODAY), lambda _: peer_search("双龙村"))
    line("search a rare name 东方广场", lambda _: contract.search("东方广场", on=TODAY), lambda _: peer_search("东方广场"))
    line("search pinyin initials slc", lambda _: contract.search("slc", on=TODAY), None)
    line("search code 5001010010", lambda _: contract.search("5001010010", on=TODAY), None)
    line("search 万州 双龙村 (inside a place)", lambda _: contract.search("万州 双龙村", on=TODAY), None)
    line("search a very common word 社区", lambda _: contract.search("社区", on=TODAY), None)
    line("search 双龙 inside a district", lambda _: contract.search("双龙", within=one, on=TODAY), None)
    return max(cached, found)


def ask_nothing(sql: str) -> None:
    """Run statements that return no rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def main() -> int:
    """Load, measure, grow, measure again; 1 when a peer is faster at 130 k nodes in what every request needs."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        actor = Actor.system("bench", frozenset({"regions.load"}), wide=True, door="command")
        times = []
        for _ in range(2):
            start = time.perf_counter()
            with transaction.atomic(), use_scope(actor):
                load(actor, ROOT / "data")
            times.append(time.perf_counter() - start)
        print(f"load_regions: first {times[0]:.1f} s (aim 10), second {times[1] * 1000:.0f} ms (aim 500)")
        measure("real divisions")
        grow()
        worst = measure("synthetic")
    finally:
        teardown_databases(databases, verbosity=0)
    return int(worst > 1)
