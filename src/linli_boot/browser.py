"""A browser and Chinese fonts for the tests: the system's, through apt as root, unpacked into `.linli` as a plain user."""

import os
import shutil
import subprocess
from pathlib import Path

from linli_boot import debian, paths
from linli_boot.say import Trouble, note

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FONTS = "fonts-noto-cjk"
# The Node.js inside Playwright's wheel wants libatomic1, which a bare Debian lacks.
_PACKAGES = ("chromium", _FONTS, "libatomic1")
_UNPACKED = paths.STATE / "browser"
_WRAPPER = _UNPACKED / "chromium"
_DRIVER = _UNPACKED / "driver"


def ensure() -> dict[str, str]:
    """Environment of the browser tests: where the browser is, or why they skip."""
    found = _found()
    if found is None and debian.is_debian():
        try:
            _bring()
        except Trouble as trouble:
            note(str(trouble))
        found = _found()
    if found is not None:
        return found
    reason = f"no Chromium with Chinese fonts; as root: apt-get install {' '.join(_PACKAGES)}"
    note(f"! BROWSER TESTS ARE SKIPPED: {reason}")
    return {"LINLI_NO_BROWSER": reason}


def _found() -> dict[str, str] | None:
    if _WRAPPER.exists():
        return {"LINLI_BROWSER": str(_WRAPPER), "PLAYWRIGHT_NODEJS_PATH": str(_DRIVER)}
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    return {"LINLI_BROWSER": browser} if browser and _has_fonts() and _driver_runs() else None


def _driver() -> Path:
    """The Node.js that Playwright brings."""
    return next(paths.VENV.glob("lib/python3*/site-packages/playwright/driver/node"))


def _driver_runs() -> bool:
    return subprocess.run([_driver(), "--version"], capture_output=True, check=False).returncode == 0


def _bring() -> None:
    if os.geteuid() == 0:
        debian.install(*_PACKAGES)
        return
    debian.unpack(_PACKAGES, _UNPACKED)
    fonts = _UNPACKED / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{_UNPACKED}/usr/share/fonts</dir><cachedir>{_UNPACKED}/cache</cachedir></fontconfig>\n")
    libraries = debian.unpacked_env(_UNPACKED)["LD_LIBRARY_PATH"]
    chromium = _UNPACKED / "usr" / "lib" / "chromium" / "chromium"
    for wrapper, program in ((_DRIVER, _driver()), (_WRAPPER, chromium)):
        draft = wrapper.with_suffix(".new")
        draft.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" FONTCONFIG_FILE="{fonts}" exec "{program}" "$@"\n')
        draft.chmod(0o755)
        draft.replace(wrapper)


def _has_fonts() -> bool:
    """Whether Chinese text can be drawn at all."""
    if shutil.which("fc-list"):
        said = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout
        return bool(said.strip())
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    return any("CJK" in file.name for folder in folders if folder.is_dir() for file in folder.rglob("*"))
