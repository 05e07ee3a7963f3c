"""巡查发现: a facility found faulty is a matter, once an inspection."""

from linli.kernel.actor import Actor
from linli.places import contract as places
from linli.requests import operations
from linli.requests.models import Request
from linli.requests.tests.conftest import World

NEEDS = frozenset({"places.register_facility", "places.check_facility", "requests.file_for_other"})


def test_a_fault_becomes_a_repair_and_a_hazard_by_its_kind(world: World) -> None:
    actor = Actor.system("巡查", NEEDS, frozenset({world.community}))
    made = {
        kind: places.register_facility(
            actor, places.NewFacility(world.community, kind, f"东门{kind}", place_text="东门", lon=106.5, lat=29.5)
        )
        for kind in ("lamp", "well_cover")
    }
    filed = {}
    for kind, row in made.items():
        check = places.check_facility(actor, row.pk, "found_faulty", note="坏了，要换新的")
        filed[kind] = operations.file_for_facility(actor, row.pk, check.pk)
        assert operations.file_for_facility(actor, row.pk, check.pk).pk == filed[kind].pk
    assert Request.objects.count() == 2
    lamp = filed["lamp"]
    assert (lamp.channel, lamp.service_code, lamp.place_state, lamp.region_id) == ("patrol", "E1", "confirmed", world.community)
    assert "坏了，要换新的" in lamp.text
    assert lamp.point is not None
    assert filed["well_cover"].service_code == "F2"
