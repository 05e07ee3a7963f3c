"""Runs one benchmark: paths and Django first, so that the benchmark itself imports like any other module."""

import importlib
import os
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run `bench/NAME.py`; its `main` says 1 when an aim was missed."""
    (name,) = sys.argv[1:]
    sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.settings.test"
    django.setup()
    start = time.monotonic()
    missed = importlib.import_module(name).main()
    print(f"{name}: {time.monotonic() - start:.0f} s, load of the machine {os.getloadavg()[0]:.1f}")
    return int(missed or 0)


if __name__ == "__main__":
    sys.exit(main())
