"""Whom a new matter complains about: what was ticked, what the words say, and who holds a post here (domain §9)."""

from linli.accounts import contract as accounts
from linli.organisations import contract as organisations
from linli.regions import contract as regions
from linli.requests.rules import access, complaints


def against(text: str, kind: str, about: str, region: regions.RegionInfo) -> str:
    """The party a matter of this community is kept from: of `access.HIDDEN_FROM`, or `access.BEYOND`; empty for none."""
    posts = _posts(region) if complaints.sounds_like_one(text, kind) else []
    if complaints.beyond(text, kind, about=about, posts=posts):
        return access.BEYOND
    return complaints.against(text, kind, about=about, posts=posts)


def _posts(region: regions.RegionInfo) -> list[complaints.Post]:
    """Everybody in a post along the region line and in its grids, and the property companies by name."""
    grids = [grid.id for grid in regions.children(region.id, hierarchy=regions.GRIDS)]
    line = [*region.path_ids, *grids]
    people = [complaints.Post(one.role, one.name) for one in accounts.holders(line, [*access.PARTY_OF_ROLE, *access.BEYOND_ROLES])]
    units = [unit for unit in organisations.units_for(region.id) if unit.kind == "property"]
    return people + [complaints.Post("property", "", name) for unit in units for name in {unit.name, unit.short_name} - {""}]
