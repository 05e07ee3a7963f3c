"""Reading rule profiles: which versions there are, what stands in them, what differs between two."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from linli.accounts.rules import parameters
from linli.kernel import clock
from linli.kernel.errors import NotVisible
from linli.kernel.models import RuleProfile, RuleValue
from linli.regions import contract as regions


@dataclass(frozen=True)
class Version:
    """One version as the list shows it."""

    id: UUID
    code: str
    title: str
    version: int
    area: str
    area_id: UUID | None
    effective_from: date
    state: str
    count: int
    unsure: int
    note: str
    made_by: str


@dataclass(frozen=True)
class Row:
    """One parameter as people read it; `before` when it differs from the version compared with."""

    key: str
    label: str
    shown: str
    written: str
    unit: str
    confidence: str
    confidence_label: str
    source: str
    value: Any
    before: str | None = None

    @property
    def unsure(self) -> bool:
        """Whether the number still has to be confirmed."""
        return self.confidence == "U"


def _state(profile: RuleProfile, newest: dict[tuple[str, UUID | None], UUID], today: date) -> str:
    if profile.effective_from > today:
        return "coming"
    return "now" if newest.get((profile.code, profile.area_id)) == profile.pk else "past"


def versions() -> list[Version]:
    """All versions, by profile and area, newest first."""
    today = clock.today()
    rows = list(
        RuleProfile.objects.annotate(count=Count("values"), unsure=Count("values", filter=Q(values__confidence="U"))).order_by(
            "code", "area_id", "-effective_from", "-version"
        )
    )
    areas = {info.id: info.name for info in regions.infos([row.area_id for row in rows if row.area_id])}
    newest: dict[tuple[str, UUID | None], UUID] = {}
    for row in rows:
        if row.effective_from <= today:
            newest.setdefault((row.code, row.area_id), row.pk)
    return [
        Version(
            row.pk,
            row.code,
            row.title,
            row.version,
            areas.get(row.area_id, "") if row.area_id else "全市",
            row.area_id,
            row.effective_from,
            _state(row, newest, today),
            getattr(row, "count", 0),
            getattr(row, "unsure", 0),
            row.note,
            row.made_by,
        )
        for row in rows
    ]


def version(version_id: UUID) -> Version:
    """One version. Raises NotVisible."""
    found = next((one for one in versions() if one.id == version_id), None)
    if found is None:
        raise NotVisible
    return found


def rows(version_id: UUID, against: UUID | None = None) -> list[Row]:
    """The parameters of a version, by name; with what another version had where that differs."""
    other = {row.key: row.value for row in RuleValue.objects.filter(profile_id=against)} if against else {}
    found = []
    for row in RuleValue.objects.filter(profile_id=version_id).order_by("key"):
        differs = against is not None and (row.key not in other or other[row.key] != row.value)
        before = (parameters.shown(other[row.key]) if row.key in other else "没有这一项") if differs else None
        found.append(
            Row(
                row.key,
                row.label or row.key,
                parameters.shown(row.value),
                parameters.written(row.value),
                row.unit,
                row.confidence,
                parameters.CONFIDENCE.get(row.confidence, row.confidence),
                row.source,
                row.value,
                before,
            )
        )
    return found


def gone(version_id: UUID, against: UUID) -> list[str]:
    """Names of parameters the other version had and this one has not."""
    kept = RuleValue.objects.filter(profile_id=version_id).values("key")
    return list(RuleValue.objects.filter(profile_id=against).exclude(key__in=kept).values_list("label", flat=True))
