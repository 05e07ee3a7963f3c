"""Which communities are open for something: the module runs there, and somebody in a post of theirs may do it."""

from collections.abc import Iterable
from uuid import UUID

from linli.accounts.models import Grant, ModuleSwitch, RolePermission, User
from linli.accounts.rules import modules
from linli.kernel import clock
from linli.kernel.models import in_scope
from linli.regions import contract as regions


def open_in(module: str, permission: str, region_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the regions where the module is on today and a post at the community or its township carries the permission.

    A post of the district or the city is none: it oversees, it does not stand at the counter of hundreds of communities.
    """
    lines = {info.id: (*reversed(info.path_ids),) for info in regions.infos(list(region_ids))}
    around = {one for line in lines.values() for one in line}
    if not around:
        return frozenset()
    today = clock.today()
    roles = RolePermission.objects.filter(permission=permission).values("role_id")
    posts = Grant.objects.running(today).filter(in_scope("region_id", around), role_id__in=roles, user__is_active=True)
    posts = posts.filter(user__kind=User.Kind.STAFF, region__level__in=[regions.COMMUNITY, regions.TOWNSHIP])
    manned = set(posts.values_list("region_id", flat=True))
    switches = list(ModuleSwitch.objects.filter(in_scope("region_id", around), module=module, withdrawn_at=None).order_by("-made_at"))
    return frozenset(key for key, line in lines.items() if manned.intersection(line) and _runs(module, line, switches))


def _runs(module: str, nearest_first: tuple[UUID, ...], switches: list[ModuleSwitch]) -> bool:
    place = {region_id: number for number, region_id in enumerate(nearest_first)}
    rows = sorted((row for row in switches if row.region_id in place), key=lambda row: place[row.region_id])
    return modules.decided(modules.BY_CODE[module], rows, clock.today())
