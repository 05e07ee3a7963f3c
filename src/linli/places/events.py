"""What happened to the house tree."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class CompoundRegistered:
    """A compound stands in the tree; its shape is published."""

    aggregate_id: UUID
    region_id: UUID


@event
class BuildingRegistered:
    """A building stands in the tree; its shape is published."""

    aggregate_id: UUID
    region_id: UUID
    compound_id: UUID


@event
class HousesRegistered:
    """A building has new houses."""

    aggregate_id: UUID
    region_id: UUID


@event
class HouseStateSet:
    """Somebody looked at a house and said how it stands."""

    aggregate_id: UUID
    region_id: UUID


@event
class HouseSplit:
    """分户: where one house stood several stand now."""

    aggregate_id: UUID
    region_id: UUID
    into: tuple[UUID, ...]


@event
class HousesMerged:
    """合户: where several houses stood one stands now."""

    aggregate_id: UUID
    region_id: UUID
    were: tuple[UUID, ...]


@event
class BuildingPutIntoGrid:
    """A building belongs to another grid (None: to none) from now on."""

    aggregate_id: UUID
    region_id: UUID
    grid_id: UUID | None


@event
class FacilityRegistered:
    """A facility is on the list and on the map."""

    aggregate_id: UUID
    region_id: UUID


@event
class FacilityFoundFaulty:
    """Somebody looked at a facility that was good and found that it wants mending."""

    aggregate_id: UUID
    region_id: UUID
    check_id: UUID


@event
class FacilityChecked:
    """Somebody looked at a facility and found it good or faulty."""

    aggregate_id: UUID
    region_id: UUID
    check_id: UUID
