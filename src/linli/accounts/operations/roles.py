"""Writing the role table from the rules and the declared permissions."""

from linli.accounts.models import Role, RolePermission
from linli.accounts.rules import roles
from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.operations import operation
from linli.regions import contract as regions


def _conflicts(code: str) -> list[dict[str, str]]:
    return [
        {"role": clash.second if clash.first == code else clash.first, "where": clash.where, "why": clash.why}
        for clash in roles.clashes_of(code)
    ]


def _row(seed: roles.RoleSeed) -> Role:
    return Role(
        code=seed.code,
        label=seed.label,
        rank=seed.rank,
        branch=seed.branch,
        levels=list(seed.levels),
        conflicts=_conflicts(seed.code),
        description=seed.description,
    )


def _plain(row: Role) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in Role._meta.concrete_fields}


def _sync_rows() -> set[str]:
    before = {row.code: _plain(row) for row in Role.objects.all()}
    changed = [row for row in map(_row, roles.ROLES) if before.get(row.code) != _plain(row)]
    fields = [field.attname for field in Role._meta.concrete_fields if not field.primary_key]
    Role.objects.bulk_create(changed, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return {row.code for row in changed}


def _sync_permissions() -> dict[str, tuple[list[str], list[str]]]:
    """Role → permissions (dropped, added)."""
    names = {permission.name for permission in permissions.everything()}
    wanted = {(seed.code, name) for seed in roles.ROLES for name in permissions.of_role(seed.code)}
    kept = list(RolePermission.objects.all())
    dropped = [row for row in kept if (row.role_id, row.permission) not in wanted and (row.by_default or row.permission not in names)]
    added = sorted(wanted - {(row.role_id, row.permission) for row in kept})
    RolePermission.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    RolePermission.objects.bulk_create([RolePermission(role_id=role, permission=name) for role, name in added])
    codes = {row.role_id for row in dropped} | {role for role, _ in added}
    return {
        code: (sorted(row.permission for row in dropped if row.role_id == code), [name for role, name in added if role == code])
        for code in codes
    }


def sync_roles(actor: Actor) -> int:
    """Bring roles and their default permissions up to the declarations; how many roles changed. Idempotent."""
    with operation(actor, "accounts.sync_roles") as op:
        rows, verbs = _sync_rows(), _sync_permissions()
        city = next((region.id for region in regions.children(None)), None)
        for code in sorted(rows | set(verbs)):
            dropped, added = verbs.get(code, ([], []))
            op.record(Role(code=code), region_id=city, note=code, permissions=[dropped, added])
        if not rows and not verbs:
            op.unchanged()
        return len(rows | set(verbs))
