"""docs/contexts says what the code says."""

import os
import subprocess
import sys

from django.apps import apps
from django.conf import settings

from linli.web.context_docs import LAYERS


def test_pages_are_fresh() -> None:
    """In a process of its own: what tests declare for themselves stands in no page."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "linli.settings.test", "LINLI_DEMO": "1", "PYTHONPATH": str(settings.ROOT / "src")}
    command = [sys.executable, "manage.py", "write_context_docs", "--check"]
    told = subprocess.run(command, cwd=settings.ROOT, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]


def test_every_context_has_its_page() -> None:
    documented = {name for _, names in LAYERS for name in names}
    assert {config.name.removeprefix("linli.") for config in apps.get_app_configs() if config.name.startswith("linli.")} == documented
