"""Which communities are open for something: the module runs there, and somebody in a post of theirs may do it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from linli.accounts.models import User
from linli.accounts.queries.modules import deciding
from linli.accounts.rules import modules
from linli.kernel import clock
from linli.regions import contract as regions

# In SQL, because every request that is filed asks it, and Django would put it together each time.
_MANNED = """
SELECT DISTINCT post.region_id
FROM accounts_grant AS post
JOIN accounts_user AS u ON u.id = post.user_id AND u.is_active AND u.kind = %(staff)s
JOIN regions_region AS region ON region.id = post.region_id AND region.level = ANY(%(levels)s)
WHERE post.region_id = ANY(%(around)s) AND post.revoked_at IS NULL
AND post.starts_on <= %(day)s AND (post.ends_on IS NULL OR post.ends_on >= %(day)s)
AND post.role_id IN (SELECT role_id FROM accounts_rolepermission WHERE permission = %(permission)s)
"""


def open_in(module: str, permission: str, region_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the regions where the module is on today and a post at the community or its township carries the permission.

    A post of the district or the city is none: it oversees, it does not stand at the counter of hundreds of communities.
    """
    lines = {info.id: (*reversed(info.path_ids),) for info in regions.infos(list(region_ids))}
    today, wanted = clock.today(), modules.BY_CODE[module]
    running = {key: line for key, line in lines.items() if modules.decided(wanted, deciding(module, line), today)}
    if not running:
        return frozenset()
    around = list({one for line in running.values() for one in line})
    values: dict[str, Any] = {
        "staff": User.Kind.STAFF,
        "levels": [regions.COMMUNITY, regions.TOWNSHIP],
        "around": around,
        "day": today,
        "permission": permission,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MANNED, values)
        manned = {region_id for (region_id,) in cursor.fetchall()}
    return frozenset(key for key, line in running.items() if manned.intersection(line))
