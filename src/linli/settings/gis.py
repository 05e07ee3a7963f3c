"""GDAL and GEOS from the wheels, so that no system GIS package is needed (design §2)."""

import importlib.util
from pathlib import Path


def _bundled(package: str, stem: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return ""
    folder = Path(spec.origin).parent.parent / f"{package}.libs"
    found = sorted(folder.glob(f"{stem}*.so*"))
    return str(found[0]) if found else ""


def libraries() -> tuple[str, str]:
    """Paths of (GDAL, GEOS); empty strings where the wheels bring none and the system's are used."""
    return _bundled("pyogrio", "libgdal"), _bundled("shapely", "libgeos_c")
