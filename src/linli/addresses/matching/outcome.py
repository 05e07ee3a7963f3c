"""What matching says: a place, how sure, why, and what to ask when not sure."""

from dataclasses import dataclass
from uuid import UUID

# Below this, or with two near hits, a person decides (domain: registry §2).
ASK_BELOW = 0.85
# Two hits closer than this are "two near hits".
NEAR = 0.08
LEVELS = {
    "district": "区县",
    "township": "镇街",
    "community": "村居",
    "group": "小组",
    "compound": "小区",
    "building": "楼栋",
    "unit": "单元",
    "house": "房屋",
}


@dataclass(frozen=True)
class Candidate:
    """One place it may be."""

    level: str
    label: str
    score: float
    reason: str
    region_id: UUID | None = None
    compound_id: UUID | None = None
    building_id: UUID | None = None
    unit_id: UUID | None = None
    house_id: UUID | None = None


@dataclass(frozen=True)
class Match:
    """The best place with its score 0..1; `asks_back` when a person must choose among `candidates`."""

    level: str
    label: str
    score: float
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    region_id: UUID | None = None
    compound_id: UUID | None = None
    building_id: UUID | None = None
    unit_id: UUID | None = None
    house_id: UUID | None = None
    detail: str = ""
    evidence: tuple[tuple[int, int], ...] = ()
    asks_back: bool = True


@dataclass(frozen=True)
class Home:
    """Where the person lives, as far as known: what "我们楼" means."""

    region_id: UUID | None = None
    compound_id: UUID | None = None
    building_id: UUID | None = None
    unit_id: UUID | None = None


def settle(candidates: list[Candidate], reasons: tuple[str, ...], *, detail: str = "", evidence: tuple[tuple[int, int], ...] = ()) -> Match:
    """The best candidate as the answer; asks back when it is weak or another is as good."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.score)
    if not ranked:
        return Match("", "", 0.0, (*reasons, "没有找到对得上的地方"), detail=detail, evidence=evidence)
    best = ranked[0]
    near = [other for other in ranked[1:] if best.score - other.score < NEAR]
    asks = best.score < ASK_BELOW or bool(near)
    why = tuple(dict.fromkeys((*reasons, best.reason)))
    if near:
        why = (*why, f"还有 {len(near)} 处也像，请选一个")
    return Match(
        level=best.level,
        label=best.label,
        score=round(best.score, 3),
        reasons=why,
        candidates=tuple(ranked[:6]) if asks else (),
        region_id=best.region_id,
        compound_id=best.compound_id,
        building_id=best.building_id,
        unit_id=best.unit_id,
        house_id=best.house_id,
        detail=detail,
        evidence=evidence,
        asks_back=asks,
    )
