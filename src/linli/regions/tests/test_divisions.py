"""The carried divisions at both dates: counts, moves, codes of two systems, search, outlines."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F, Q
from pytest_django import DjangoAssertNumQueries

from linli.kernel import stamps
from linli.regions import contract, queries, rules
from linli.regions.contract import MCA, NBS, RegionInfo
from linli.regions.models import Region, RegionBoundary, RegionChange, RegionCode, RegionDoubt, RegionPlacement, RegionStamp
from linli.regions.operations.closure import touch_tree
from linli.regions.tests.conftest import load_again

pytestmark = pytest.mark.usefixtures("tree")

BEFORE, AFTER = date(2024, 1, 1), date(2026, 1, 1)
LAST_DAY, FIRST_DAY = date(2025, 11, 5), date(2025, 11, 6)


def called(name: str, on: date = AFTER) -> RegionInfo:
    hits = [hit.region for hit in contract.search(name, on=on) if hit.region.name == name]
    assert hits, name
    return hits[0]


def districts(on: date) -> list[str]:
    return [one.name for one in contract.children(contract.children(None, on)[0].id, on)]


@pytest.mark.parametrize(
    ("on", "districts_then", "below"), [(BEFORE, 38, 12_340), (LAST_DAY, 38, 12_340), (FIRST_DAY, 37, 12_339), (AFTER, 37, 12_339)]
)
def test_counts_at_both_dates(on: date, districts_then: int, below: int) -> None:
    city = contract.children(None, on)[0]
    assert contract.totals(city.id, on) == {"district": districts_then, "township": 1031, "community": 11_270}
    assert len(contract.subtree_ids(city.id, on)) == below
    assert len(contract.children(city.id, on)) == districts_then


def test_the_reform_changes_the_tree_on_its_day() -> None:
    assert {"江北区", "渝北区"} <= set(districts(LAST_DAY))
    assert "两江新区" not in districts(LAST_DAY)
    assert not {"江北区", "渝北区"} & set(districts(FIRST_DAY))
    assert "两江新区" in districts(FIRST_DAY)
    assert len(contract.children(called("两江新区").id, AFTER)) == 42
    beibei = called("北碚区")
    names = {on: {one.name for one in contract.children(beibei.id, on)} for on in (BEFORE, AFTER)}
    assert names[AFTER] - names[BEFORE] == {"统景镇", "大湾镇", "兴隆镇", "茨竹镇", "大盛镇"}
    assert names[BEFORE] - names[AFTER] == {"蔡家岗街道", "水土街道", "复兴街道", "童家溪镇", "施家梁镇"}


def test_a_moved_township_takes_its_communities_along() -> None:
    then, now = called("石船镇", BEFORE), called("石船镇")
    assert then.id == now.id
    assert then.path == ("重庆市", "渝北区", "石船镇")
    assert now.path == ("重庆市", "两江新区", "石船镇")
    community = contract.children(now.id, AFTER)[0]
    assert [one.name for one in contract.breadcrumb(community.id, BEFORE)][:2] == ["重庆市", "渝北区"]
    assert [one.name for one in contract.breadcrumb(community.id, AFTER)][:2] == ["重庆市", "两江新区"]
    assert contract.ancestors(community.id, AFTER) == tuple(reversed(community.path_ids[:-1]))


def test_tree_and_concordance_agree_for_every_township() -> None:
    """Each township stands, on each date, in the district the concordance names; the 20 unmatched stay where they were."""
    with (Path(settings.ROOT) / "data/admin/chongqing_township_2023_to_2026.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for on, column in ((BEFORE, "district_2023"), (AFTER, "district_2026")):
        towns = {
            town.code: parent.name
            for parent in contract.children(contract.children(None, on)[0].id, on)
            for town in contract.children(parent.id, on)
        }
        assert towns == {row["code_2023"]: row[column] or row["district_2023"] for row in rows}


def test_same_number_means_two_places_in_two_systems() -> None:
    nbs, mca = contract.by_code(NBS, "500107008", AFTER), contract.by_code(MCA, "500107008", AFTER)
    assert nbs is not None
    assert mca is not None
    assert (nbs.name, mca.name) == ("二郎街道", "石桥铺街道")
    both = contract.search("500107008", on=AFTER)
    assert {(hit.region.name, hit.systems) for hit in both if hit.code == "500107008"} == {
        ("二郎街道", (NBS,)),
        ("石桥铺街道", (MCA,)),
    }


def test_304_numbers_are_ambiguous() -> None:
    """300 of them between loaded townships; 4 more stand with names of the 2026 list that matched nothing."""
    codes = {system: dict(RegionCode.objects.filter(system=system).values_list("code", "region_id")) for system in (NBS, MCA)}
    towns = {code: pk for code, pk in codes[NBS].items() if len(code) == 9}
    assert sum(1 for code, pk in towns.items() if codes[MCA].get(code, pk) != pk) == 300
    names = dict(Region.objects.filter(codes__system=NBS).values_list("codes__code", "name"))
    unmatched = RegionDoubt.objects.exclude(kind="not_in_2026").values_list("code", "name")
    assert sum(1 for code, name in unmatched if names.get(code, name) != name) == 4


def test_codes_hold_for_their_days() -> None:
    assert contract.by_code(MCA, "500157", BEFORE) is None
    assert contract.by_code(NBS, "500112", AFTER) is None
    yubei = contract.by_code(NBS, "500112", BEFORE)
    assert yubei is not None
    assert yubei.name == "渝北区"
    assert contract.info(yubei.id, AFTER) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("djx", "垫江县"),
        ("yzq", "渝中区"),
        ("石船", "石船镇"),
        ("东方广场社区居民委员会", "东方广场社区居民委员会"),
        ("渝北区石船镇", "石船镇"),
        ("大坪街道", "大坪街道"),
        ("500157", "两江新区"),
        ("500101001001", "东方广场社区居民委员会"),
    ],
)
def test_search_finds_by_name_initials_and_code(typed: str, name: str) -> None:
    assert contract.search(typed, on=AFTER)[0].region.name == name


def test_search_stays_inside_and_at_its_level() -> None:
    assert len(contract.search("双龙村", on=AFTER, limit=50)) >= 20
    nanan = called("南岸区")
    inside = contract.search("双龙村", within=nanan.id, on=AFTER)
    assert {hit.region.path[1] for hit in inside} == {"南岸区"}
    assert [hit.region.id for hit in contract.search("南岸 双龙村", on=AFTER)] == [hit.region.id for hit in inside]
    towns = contract.search("龙", on=AFTER, levels=(rules.TOWNSHIP,))
    assert towns
    assert {hit.region.level for hit in towns} == {rules.TOWNSHIP}
    assert contract.search("   ") == []
    assert contract.search("没有这个地方", on=AFTER) == []


def test_an_abolished_district_is_said_not_offered() -> None:
    assert contract.search("渝北区", on=AFTER) == []
    assert [one.name for one in queries.gone("渝北区", AFTER)] == ["渝北区"]
    outward = {(move.other, len(move.names)) for move in queries.moves(called("渝北区", BEFORE).id)}
    assert outward == {("两江新区", 25), ("北碚区", 5)}
    inward = {(move.other, len(move.names)) for move in queries.moves(called("两江新区").id)}
    assert inward == {("渝北区", 25), ("江北区", 12), ("北碚区", 5)}


def test_what_does_not_match_is_listed_not_guessed() -> None:
    counts = {kind: RegionDoubt.objects.filter(kind=kind).count() for kind, _ in RegionDoubt.KINDS}
    assert counts == {"not_in_2026": 20, "only_in_2026": 18, "listed_twice": 5}
    damu = called("大木乡")
    assert damu.path[1] == "涪陵区"
    assert [one.kind for one in queries.doubts(damu.id)] == ["not_in_2026"]
    assert contract.search("大木镇", on=AFTER) == []
    twice = RegionDoubt.objects.filter(kind="listed_twice").select_related("region")
    assert {one.name for one in twice} == {"蔡家岗街道", "水土街道", "复兴街道", "童家溪镇", "施家梁镇"}


def test_a_point_lies_in_the_smallest_trusted_outline() -> None:
    here, unsure = (106.55, 29.56), (106.63, 29.72)
    found = contract.at_point(*here, AFTER)
    assert found is not None
    assert found.name == "渝中区"
    before, after = contract.at_point(*unsure, BEFORE), contract.at_point(*unsure, AFTER)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("渝北区", "重庆市")
    assert contract.at_point(116.4, 39.9, AFTER) is None


def test_outlines_say_what_they_are_worth() -> None:
    box = (105.0, 28.0, 111.0, 33.0)
    before = {one.name: one.quality for one in contract.outlines(box, (rules.DISTRICT,), BEFORE)}
    after = {one.name: one.quality for one in contract.outlines(box, (rules.DISTRICT,), AFTER)}
    assert len(before) == 38
    assert set(before.values()) == {rules.DRAWN}
    assert len(after) == 37
    assert {name for name, quality in after.items() if quality == rules.SYNTHETIC} == {"两江新区", "北碚区"}
    assert not RegionBoundary.objects.filter(quality=rules.OFFICIAL).exists()


def test_placements_never_overlap_and_cover_each_life() -> None:
    """One parent a day for every region, from its first day to its last."""
    open_spans: dict[object, list[rules.Span]] = {}
    for child, start, end in RegionPlacement.objects.values_list("child_id", "valid_from", "valid_to"):
        open_spans.setdefault(child, []).append(rules.Span(start, end))
    for pk, start, end in Region.objects.exclude(level=rules.CITY).values_list("pk", "valid_from", "valid_to"):
        assert rules.joined(open_spans[pk]) == [rules.Span(start, end)]
    assert RegionPlacement.objects.filter(Q(valid_to__lte=F("valid_from"))).count() == 0


def test_history_of_districts_is_kept() -> None:
    jiangbei = called("江北区", BEFORE)
    lines = [
        (line.year or (line.start.year if line.start else 0), line.what) for line in queries.history(Region.objects.get(pk=jiangbei.id))
    ]
    assert (2025, "撤销") in lines
    assert (1997, "同名改码") in lines
    assert RegionChange.objects.filter(region__name="綦江区", year=2011).exists()


def test_loading_again_does_nothing() -> None:
    before = Region.objects.count()
    again = load_again()
    assert not again.fresh
    assert Region.objects.count() == before


def test_queries_stay_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    district = called("万州区")
    touch_tree()
    with stamps.read_once(), django_assert_num_queries(1 + 1 + 2 + 2):
        contract.breadcrumb(district.id, AFTER)  # the stamps, and one for all that lies above
        assert len(contract.children(district.id, AFTER)) == 52
        assert len(contract.search("双龙", on=AFTER)) == 20
    with stamps.read_once(), django_assert_num_queries(1 + 1 + 1):
        assert len(contract.children(district.id, AFTER)) == 52
        assert len(contract.search("双龙", on=AFTER)) == 20
        contract.breadcrumb(district.id, AFTER)
    contract.subtree_ids(district.id, AFTER)
    with stamps.read_once(), django_assert_num_queries(1):
        contract.subtree_ids(district.id, AFTER)


def test_a_new_reading_of_the_files_completes_without_doubling() -> None:
    """What is there keeps its id; what staff closed stays closed."""
    before = {model: model.objects.count() for model in (Region, RegionPlacement, RegionCode, RegionBoundary, RegionDoubt, RegionChange)}
    ids = set(Region.objects.values_list("pk", flat=True))
    closed = RegionPlacement.objects.filter(child__level=rules.COMMUNITY, valid_to=None).first()
    assert closed is not None
    RegionPlacement.objects.filter(pk=closed.pk).update(valid_to=FIRST_DAY)
    RegionStamp.objects.update(fingerprint="")
    assert load_again().fresh
    assert {model: model.objects.count() for model in before} == before
    assert set(Region.objects.values_list("pk", flat=True)) == ids
    closed.refresh_from_db()
    assert closed.valid_to == FIRST_DAY
