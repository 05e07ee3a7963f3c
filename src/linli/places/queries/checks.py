"""What is wrong in the house tree of a community, check by check: ids only (domain/registry_quality.md §3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.kernel import profiles
from linli.places.models import Building, Facility, House
from linli.places.queries.houses import building_info
from linli.places.rules import houses as rules


@dataclass(frozen=True)
class HouseState:
    """Findings of a community by check, how many houses and facilities it has, and which houses somebody should be linked to."""

    houses: int
    facilities: int
    found: dict[str, list[UUID]]
    lived_in: frozenset[UUID]
    vacant: frozenset[UUID]
    rented: frozenset[UUID]


def house_state(region_id: UUID, today: date) -> HouseState:
    """Every check of a community's houses and facilities, within the scope of the transaction."""
    numbers = profiles.rules(("house_check_months", "rented_check_months"))
    usual, rented_months = int(numbers["house_check_months"].value), int(numbers["rented_check_months"].value)
    rows = list(House.objects.standing().filter(region_id=region_id).values_list("pk", "state", "checked_on", "recheck_note"))
    due = [
        pk
        for pk, state, checked, note in rows
        if rules.needs_recheck(state, checked, note, today=today, months=rented_months if state == rules.RENTED else usual)
    ]
    buildings = Building.objects.filter(region_id=region_id)
    facilities = Facility.objects.filter(region_id=region_id).exclude(state="scrapped")
    found = {
        "house_state": [pk for pk, state, *_ in rows if state == rules.UNKNOWN],
        "house_due": due,
        "building_address": list(buildings.filter(address="", plates=[]).values_list("pk", flat=True)),
        "building_point": list(buildings.filter(Q(point=None) & Q(compound__point=None)).values_list("pk", flat=True)),
        "facility_due": list(facilities.filter(due_on__lt=today).values_list("pk", flat=True)),
    }
    lived = {rules.OWNER, rules.RENTED, rules.LENT}
    return HouseState(
        houses=len(rows),
        facilities=facilities.count(),
        found=found,
        lived_in=frozenset(pk for pk, state, *_ in rows if state in lived),
        vacant=frozenset(pk for pk, state, *_ in rows if state == rules.VACANT),
        rented=frozenset(pk for pk, state, *_ in rows if state == rules.RENTED),
    )


def building_labels(building_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Labels of buildings with their compounds, within the scope of the transaction."""
    rows = Building.objects.filter(pk__in=list(building_ids)).select_related("compound")
    return {row.pk: building_info(row).full_label for row in rows}
