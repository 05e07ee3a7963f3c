"""The ledger of a community as a kind of file: one row a person at a house, or a house alone."""

from collections.abc import Sequence
from uuid import UUID

from linli.imports.contract import Importer, Line, Made, Target
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.people.operations.ledger import take_back
from linli.people.operations.ledger.columns import COLUMNS
from linli.people.operations.ledger.row import Row, parse
from linli.people.operations.ledger.together import buildings_of, compare_registry, compare_rows
from linli.people.operations.ledger.write import write
from linli.places import contract as places


class LedgerImporter(Importer[Row]):
    """人房台账."""

    key = "people.ledger"
    title = "人房台账"
    sheet = "台账"
    columns = COLUMNS
    needs = ("people.join_household", "places.register_houses")

    def offers(self, region_ids: Sequence[UUID]) -> dict[str, list[str]]:
        """The community's compounds."""
        return {"compound": [compound.name for compound in places.compounds_of(region_ids)]}

    def parse(self, region_id: UUID, lines: Sequence[Line]) -> list[Row]:
        """Houses, people and links as the texts say them."""
        buildings, today = buildings_of(region_id), clock.today()
        return [parse(Row(line.number, region_id, line.texts), buildings, today) for line in lines]

    def compare(self, rows: Sequence[Row]) -> None:
        """One person in two rows, two heads, two states of one house."""
        compare_rows(rows)

    def against(self, actor: Actor, rows: Sequence[Row]) -> None:
        """Who is kept already, here or elsewhere."""
        compare_registry(actor, rows)

    def write(self, actor: Actor, target: Target, rows: Sequence[Row]) -> None:
        """Houses, people, links, households."""
        write(actor, target, rows)

    def take_back(self, actor: Actor, target: Target, rows: Sequence[Made]) -> dict[int, str]:  # noqa: ARG002  # rows name what they made
        """Links, memberships, people."""
        return take_back.take_back(rows)

    def close(self, actor: Actor, target: Target, undone: Sequence[Made]) -> dict[int, str]:
        """Houses and households, once nobody is linked to them."""
        return take_back.close(actor, target, undone)
