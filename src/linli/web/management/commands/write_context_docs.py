"""`./linli write_context_docs`: write docs/contexts/*.md from what the code declares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from linli.web.context_docs import pages

FOLDER = Path(settings.ROOT) / "docs" / "contexts"


class Command(BaseCommand):
    """Writes only what changed and removes pages of contexts that are gone."""

    help = "Write the generated documentation of the contexts."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write, saying how many pages changed. Raises CommandError outside demo mode, where some addresses are missing."""
        if not settings.DEMO:
            message = "Run with LINLI_DEMO=1: the pages list the addresses of demo mode too."
            raise CommandError(message)
        FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = pages()
        changed = [name for name, text in wanted.items() if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text]
        for name in changed:
            (FOLDER / name).write_text(wanted[name])
        gone = [path for path in FOLDER.glob("*.md") if path.name not in wanted]
        for path in gone:
            path.unlink()
        self.stdout.write(f"context pages written: {len(changed)}, removed: {len(gone)}")
