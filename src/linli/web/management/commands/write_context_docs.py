"""`./linli write_context_docs`: write docs/contexts/*.md from what the code declares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.web.context_docs import pages

FOLDER = Path(settings.ROOT) / "docs" / "contexts"


class Command(BaseCommand):
    """Writes only what changed and removes pages of contexts that are gone."""

    help = "Write the generated documentation of the contexts."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` writes nothing."""
        parser.add_argument("--check", action="store_true", help="fail when a page is stale instead of writing it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, saying how many pages changed. Raises CommandError outside demo mode, where some addresses are missing."""
        if not settings.DEMO:
            message = "Run with LINLI_DEMO=1: the pages list the addresses of demo mode too."
            raise CommandError(message)
        FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = pages()
        changed = [name for name, text in wanted.items() if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text]
        if options["check"]:
            stale = changed + [path.name for path in FOLDER.glob("*.md") if path.name not in wanted]
            if stale:
                message = f"Stale: {', '.join(sorted(stale))}. Run ./linli write_context_docs and commit the result."
                raise CommandError(message)
            return
        for name in changed:
            (FOLDER / name).write_text(wanted[name])
        gone = [path for path in FOLDER.glob("*.md") if path.name not in wanted]
        for path in gone:
            path.unlink()
        self.stdout.write(f"context pages written: {len(changed)}, removed: {len(gone)}")
