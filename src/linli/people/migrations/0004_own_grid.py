"""A post at a grid reads the people who have to do with a house of its grid today, and nobody else (ADR 0012)."""

from django.db import migrations

from linli.kernel.rls import own_grid

LINKED = "SELECT r.person_id FROM people_residence r WHERE r.ends_on IS NULL AND r.withdrawn_at IS NULL"
MEMBERS = "SELECT m.household_id FROM people_householdmember m"


class Migration(migrations.Migration):
    """Second fence inside the community: links follow the fence of houses, people follow their links."""

    dependencies = [("people", "0003_import_upkeep"), ("places", "0003_own_grid")]

    operations = [
        *own_grid("people_residence", "house_id IN (SELECT h.id FROM places_house h)"),
        *own_grid("people_person", f"id IN ({LINKED})"),
        *own_grid("people_personphone", f"person_id IN ({LINKED})"),
        *own_grid("people_householdmember", f"person_id IN ({LINKED})"),
        *own_grid("people_household", f"id IN ({MEMBERS})"),
        *own_grid("people_importbatch", "false"),
        *own_grid("people_importrow", "false"),
    ]
