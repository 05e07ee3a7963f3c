"""巡查发现: what was found faulty on the round becomes a matter without anybody filling in a form (domain/registry.md §8)."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.places import contract as places
from linli.requests.models import Request
from linli.requests.operations.filing import Filing, Place, Requester, file_for_other


def file_for_facility(actor: Actor, facility_id: UUID, check_id: UUID) -> Request:
    """A repair (E1) or a hazard (F2) at the facility, once an inspection. Raises NotVisible."""
    found = places.facility(actor, facility_id)
    note = places.check_note(actor, check_id)
    place = Place(
        found.region_id,
        text=found.place_text or found.name,
        label=found.place_text or found.name,
        compound_id=found.compound_id,
        building_id=found.building_id,
        grid_id=found.grid_id,
        lon=found.lon,
        lat=found.lat,
        score=100,
        confirmed=True,
    )
    filing = Filing(
        type="tip",
        text=f"巡查时发现{found.name}（{found.kind_label}）要修：{note}",
        title=f"{found.name}要修",
        place=place,
        channel="patrol",
        service_code="F2" if found.hazard else "E1",
    )
    return file_for_other(actor, filing, Requester(name="设施巡查"), op_id=check_id)
