"""The facilities of 金竹社区: fire hydrants, lamps, lifts and what people walk to; one wants mending, two are overdue."""

from datetime import timedelta

from linli.accounts import contract as accounts
from linli.demo.actors import doing, key
from linli.demo.ground import Ground
from linli.demo.staff import Cast
from linli.kernel import clock
from linli.places import contract as places

# kind, name, compound, metres east and north of its middle, maintainer
_THINGS = (
    ("party_centre", "金竹社区党群服务中心", "金竹苑", -70, -58, ""),
    ("clinic", "金竹社区卫生服务站", "临溪花园", 60, -50, "社区卫生服务中心"),
    ("sport", "金竹苑健身角", "金竹苑", 10, 5, "金竹物业服务中心"),
    ("hydrant", "金竹苑大门消火栓", "金竹苑", -30, -40, "消防大队"),
    ("hydrant", "金竹苑 3 号楼旁消火栓", "金竹苑", 35, 18, "消防大队"),
    ("lamp", "机修巷口路灯", "金竹苑", -60, 30, "城管路灯所"),
    ("well_cover", "金竹苑大门口雨水井盖", "金竹苑", -28, -46, "市政管网"),
    ("lift", "临溪花园 1 号楼电梯", "临溪花园", 5, 12, "金竹物业服务中心"),
    ("aed", "社区大厅 AED", "金竹苑", -68, -54, "金竹社区居民委员会"),
    ("charging", "临溪花园电动车充电桩", "临溪花园", -35, 20, "金竹物业服务中心"),
    ("bin", "金竹苑垃圾收集点", "金竹苑", 55, -35, "金竹物业服务中心"),
)
_METRES_A_DEGREE = 111_320.0
_FLATTENED = 0.87  # cosine of the latitude of Chongqing


# name, step, words, days ago: what is not here was not looked at since it was registered.
_LOOKS = (
    ("金竹苑大门消火栓", "found_good", "", 6),
    ("金竹苑 3 号楼旁消火栓", "found_good", "水压正常", 6),
    ("机修巷口路灯", "found_good", "", 12),
    ("社区大厅 AED", "found_good", "电极片 2028 年到期", 9),
    ("临溪花园电动车充电桩", "close", "线路改造，先停用", 3),
)
_REGISTERED = timedelta(days=27)


def place_them(ground: Ground, cast: Cast) -> None:
    """Register and look after them. Run again, nothing stands twice."""
    now, worker = clock.now(), cast.users["worker"]
    actor = accounts.actor_of_user(worker)
    made = {}
    with clock.frozen(now - _REGISTERED), doing(actor):
        middles = {one.name: one for one in places.compounds_of([ground.jinzhu])}
        for number, thing in enumerate(_THINGS, 1):
            new = _new(ground, number, middles.get(thing[2], next(iter(middles.values()))), thing)
            made[new.name] = places.register_facility(actor, new, op_id=key(f"facility:{new.name}")).pk
    for name, step, note, days in _LOOKS:
        with clock.frozen(now - timedelta(days=days)), doing(actor):
            places.check_facility(actor, made[name], step, note=note, op_id=key(f"look:{name}"))


def _new(ground: Ground, number: int, beside: places.CompoundInfo, thing: tuple[str, str, str, int, int, str]) -> places.NewFacility:
    kind, name, _, east, north, maintainer = thing
    return places.NewFacility(
        ground.jinzhu,
        kind,
        name,
        code=f"JZ-{number:02d}",
        place_text=f"{beside.name}，{beside.address}" if beside.address else beside.name,
        compound_id=beside.id,
        lon=(beside.lon or 0) + east / _METRES_A_DEGREE / _FLATTENED,
        lat=(beside.lat or 0) + north / _METRES_A_DEGREE,
        maintainer=maintainer,
        demo=True,
    )
