"""`./linli seed_demo`: the two demo places; `up` calls it in demo mode."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from linli.demo.seed import seed


class Command(BaseCommand):
    """Seed 金竹社区 and 青龙村. Run again, it adds only what is missing."""

    help = "Seed the two demo places (demo mode only)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Seed, saying each step. Raises CommandError outside demo mode."""
        if not settings.DEMO:
            message = "Demo data exists in demo mode only: start without --no-demo."
            raise CommandError(message)
        seed(lambda line: self.stdout.write(f"  {line}"))
