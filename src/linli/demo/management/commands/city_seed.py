"""`./linli city_seed --scale S`: a made-up city on the real divisions, to measure on. S=1 is 3 M houses and 8 M people."""

import json
import os
import time
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction

from linli.demo.city import counts
from linli.demo.city.fill import Filler
from linli.demo.city.ground import Spot, spots
from linli.kernel import clock

PORTION = 10


def _fill(lane: int, lanes: int, seed: int, houses: tuple[int, int], chosen: list[Spot]) -> dict[str, int]:
    """One process's share, a few communities a transaction."""
    filler = Filler(clock.today(), seed, lane, lanes)
    for start in range(0, len(chosen), PORTION):
        portion = chosen[start : start + PORTION]
        for spot in portion:
            filler.community(spot, houses[0] if spot.urban else houses[1])
        with transaction.atomic():
            filler.flush()
    return dict(filler.made)


class Command(BaseCommand):
    """Acts as the owner of the tables and writes past the operations: for measuring, in demo mode only."""

    help = "造一座用来测量的城（只在演示模式里），比例 1 是 300 万套房、800 万人"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Scale, seed, processes."""
        parser.add_argument("--scale", type=float, default=0.01, help="比例，0.0001 到 1：把多少社区住满")
        parser.add_argument("--seed", type=int, default=2026, help="同一个数造出同一座城")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Fill what is still empty; JSON on stdout."""
        scale, lanes = options["scale"], max(1, options["processes"])
        if not settings.DEMO:
            raise CommandError("这座城是假的，只能在演示模式里造。")
        if not 0 < scale <= 1:
            raise CommandError("--scale 是 0 到 1 之间的数，比如 0.1。")
        started = time.perf_counter()
        chosen, urban, villages = spots(Path(settings.ROOT) / "data", scale, options["seed"])
        if not chosen:
            raise CommandError("先用 load_regions 载入区划；比例也不能小到一个社区都没有。")
        if _filled():
            raise CommandError("这个数据库里已经造过一座城。换一个数据库，或者重建它。")
        houses = counts.urban_houses(urban, villages), counts.VILLAGE_HOUSES
        made: Counter[str] = Counter()
        if lanes == 1:
            made.update(_fill(0, 1, options["seed"], houses, chosen))
        else:
            connections.close_all()  # a connection must not be shared with the processes that follow
            with ProcessPoolExecutor(lanes) as pool:
                shares = [pool.submit(_fill, lane, lanes, options["seed"], houses, chosen[lane::lanes]) for lane in range(lanes)]
                for share in shares:
                    made.update(share.result())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        seconds = time.perf_counter() - started
        told = {"scale": scale, "communities": len(chosen), "rows": dict(made), "seconds": round(seconds, 1)}
        self.stdout.write(json.dumps(told | {"rows_per_second": round(sum(made.values()) / seconds)}, ensure_ascii=False))


def _filled() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM people_person WHERE sources->'name'->>0 = 'city_seed' LIMIT 1)")
        return bool(cursor.fetchone()[0])
