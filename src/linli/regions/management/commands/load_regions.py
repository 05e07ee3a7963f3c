"""Load the carried divisions: `./linli load_regions [--report]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope
from linli.regions.models import RegionDoubt
from linli.regions.operations import load


class Command(BaseCommand):
    """Idempotent: the same files twice do nothing."""

    help = "Load districts, townships and communities with their codes, dates and outlines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--folder` for other files of the same shape, `--report` for what the sources do not agree on."""
        parser.add_argument("--folder", type=Path, default=Path(settings.ROOT) / "data")
        parser.add_argument("--report", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load as the platform itself and say what happened."""
        actor = Actor.system("load_regions", frozenset({"regions.load"}), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            loaded = load(actor, options["folder"])
            listed = list(RegionDoubt.objects.order_by("kind", "code")) if options["report"] else []
        done = "已载入" if loaded.fresh else "数据没有变化，不用重新载入："
        self.stdout.write(f"{done} {loaded.regions} 个区划，{loaded.doubts} 条待核")
        for one in listed:
            self.stdout.write(f"{one.get_kind_display()}  {one.code}  {one.district}{one.name}  {one.note}")
