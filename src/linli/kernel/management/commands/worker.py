"""`./linli worker`: jobs, events, periodic work."""

from typing import Any

from django.core.management.base import BaseCommand

from linli.kernel.worker import Worker


class Command(BaseCommand):
    """Runs until SIGTERM."""

    help = "运行后台工作：任务、事件、定时工作。收到 SIGTERM 后做完手上的再停。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Work until asked to stop."""
        Worker().run()
