"""Figures without words behind a name: 3253 is building 3, floor 25, door 3; 5162 is building 5, unit 1, floor 6, door 2.

People in this city leave the words out and rely on what buildings are like: walk-ups have units, up to seven floors and
two or three doors a landing; towers have up to 34 floors and up to nine doors. What fits neither is cut where it can be
cut at all. Corpora name the first of the pieces the building even when the place has only one, and the floor of a tower
the unit; `levels` says what they mean.
"""

Cut = tuple[str, int]
HIGHEST, WALK_UP, LANDING = 34, 7, 4


def bare(prefix: int, figures: str, *, single: bool = False) -> list[Cut]:
    """Building, unit or floor, and door in one run of figures; `prefix` counts the letters before them.

    `single`: the place is one building (大厦, a plate in a street), so three figures are its floor and door.
    """
    count = prefix + len(figures)
    if len(figures) == 1:
        return [("building" if prefix else "room", count)]
    if len(figures) == 2:
        return [("building", count - 1), ("room", count)]
    if len(figures) == 3 and not prefix:
        return _three(figures, single=single)
    unit, floor, door = figures[-3], figures[-2], figures[-1]
    storey = int(unit + floor)
    tower = 10 <= storey <= HIGHEST
    stairs = unit in "1234" and "1" <= floor <= str(WALK_UP) and door in "1234"
    if unit != "0" and tower and not (stairs and _stairs_likelier(int(unit), int(floor), int(door))):
        return [("building", count - 3), ("unit", count - 1), ("room", count)]
    if unit == "0" or (not stairs and len(figures) < 5):
        return [("building", count - 2), ("unit", count - 1), ("room", count)]
    return [("building", count - 3), ("unit", count - 2), ("floor", count - 1), ("room", count)]


def _three(figures: str, *, single: bool) -> list[Cut]:
    if single or figures[1] == "0":
        return [("building", 2), ("room", 3)]
    return [("building", 1), ("unit", 2), ("room", 3)]


def _stairs_likelier(unit: int, floor: int, door: int) -> bool:
    """Whether 1-5-2 is meant rather than floor 15: low numbers of units with floors high up a walk-up."""
    if unit == 1:
        return door < LANDING if floor > LANDING else floor == LANDING and door <= 2
    if unit == 2:
        return floor > LANDING and door <= 2
    return floor <= 2


def behind(figures: str, word: str, seen: set[str]) -> list[Cut]:
    """Floor and door in the figures behind a building or unit: 232 is floor 23, door 2; 402 and 1201 are room numbers."""
    count = len(figures)
    whole = [("room", count)]
    if "floor" in seen or word.endswith("舍") or "0" in figures[1:] or figures[0] == "0":
        return whole
    if count == 2:
        kept = word.endswith("号楼") and ("unit" in seen or figures[0] == "1")
        return whole if kept else [("floor", 1), ("room", 2)]
    if count == 3:
        if int(figures[:2]) <= HIGHEST:
            return [("floor", 2), ("room", 3)]
        return whole if "unit" in seen else [("unit", 1), ("floor", 2), ("room", 3)]
    if count == 4 and int(figures[:2]) > HIGHEST and int(figures[1:3]) <= HIGHEST and "unit" not in seen:
        return [("unit", 1), ("floor", 3), ("room", 4)]
    return whole
