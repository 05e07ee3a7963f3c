"""Writing the role table from the rules and the declared permissions."""

from linli.accounts.models import Role, RolePermission
from linli.accounts.rules import roles
from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.operations import Operation, operation
from linli.regions import contract as regions


def _conflicts(code: str) -> list[dict[str, str]]:
    return [
        {"role": clash.second if clash.first == code else clash.first, "where": clash.where, "why": clash.why}
        for clash in roles.clashes_of(code)
    ]


def _sync_role(seed: roles.RoleSeed) -> bool:
    row = Role(
        code=seed.code,
        label=seed.label,
        rank=seed.rank,
        branch=seed.branch,
        levels=list(seed.levels),
        conflicts=_conflicts(seed.code),
        description=seed.description,
    )
    before = Role.objects.filter(pk=seed.code).values().first()
    changed = before != {field.attname: getattr(row, field.attname) for field in Role._meta.concrete_fields}
    if changed:
        row.save()
    return changed


def _sync_permissions(code: str) -> tuple[list[str], list[str]]:
    kept = set(RolePermission.objects.filter(role_id=code).values_list("permission", flat=True))
    wanted = permissions.of_role(code)
    names = {permission.name for permission in permissions.everything()}
    gone = RolePermission.objects.filter(role_id=code).exclude(permission__in=wanted)
    dropped = [row for row in gone if row.by_default or row.permission not in names]
    RolePermission.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    added = sorted(wanted - kept)
    RolePermission.objects.bulk_create([RolePermission(role_id=code, permission=name) for name in added])
    return added, sorted(row.permission for row in dropped)


def sync_roles(actor: Actor) -> int:
    """Bring roles and their default permissions up to the declarations; how many roles changed. Idempotent."""
    with operation(actor, "accounts.sync_roles") as op:
        changed = 0
        for seed in roles.ROLES:
            row_changed = _sync_role(seed)
            added, dropped = _sync_permissions(seed.code)
            if row_changed or added or dropped:
                changed += 1
                _note(op, seed.code, added, dropped)
        if not changed:
            op.unchanged()
        return changed


def _note(op: Operation, code: str, added: list[str], dropped: list[str]) -> None:
    city = next((region.id for region in regions.children(None)), None)
    op.record(Role(code=code), region_id=city, note=code, permissions=[dropped, added])
