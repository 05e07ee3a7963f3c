"""`./linli outbox`: what waits, what is parked; `--retry` gives parked events another try."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from linli.kernel import relay
from linli.kernel.models import OutboxEvent


class Command(BaseCommand):
    """Shows parked events by name, id and error; never their content."""

    help = "查看没送到的事件；--retry 让搁置的再试。"

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--retry", action="store_true", help="让搁置的事件再试")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the state."""
        if options["retry"]:
            self.stdout.write(f"再试 {relay.retry_parked()} 件")
        now = relay.state()
        self.stdout.write(f"等着送 {now['waiting']} 件，搁置 {now['parked']} 件")
        for row in OutboxEvent.objects.filter(done_at=None).exclude(parked_at=None).order_by("sequence")[:50]:
            self.stdout.write(f"  {row.id} {row.name} 试了 {row.tries} 次 {row.last_error}")
