"""A browser and Chinese fonts for the tests: the system's, through apt as root, unpacked into `.linli` as a plain user."""

import os
import shutil
import subprocess
from pathlib import Path

from linli_boot import debian, paths
from linli_boot.say import Trouble, note

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FONTS = "fonts-noto-cjk"
_UNPACKED = paths.STATE / "browser"
_WRAPPER = _UNPACKED / "chromium"


def ensure() -> dict[str, str]:
    """Environment of the browser tests: where the browser is, or why they skip."""
    browser = _found()
    if browser is None and debian.is_debian():
        try:
            _bring()
        except Trouble as trouble:
            note(str(trouble))
        browser = _found()
    if browser is not None:
        return {"LINLI_BROWSER": browser}
    reason = f"no Chromium with Chinese fonts; as root: apt-get install chromium {_FONTS}"
    note(f"! BROWSER TESTS ARE SKIPPED: {reason}")
    return {"LINLI_NO_BROWSER": reason}


def _found() -> str | None:
    if _WRAPPER.exists():
        return str(_WRAPPER)
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    return browser if browser and _has_fonts() else None


def _bring() -> None:
    if os.geteuid() == 0:
        debian.install("chromium", _FONTS)
        return
    debian.unpack(("chromium", _FONTS), _UNPACKED)
    fonts = _UNPACKED / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{_UNPACKED}/usr/share/fonts</dir><cachedir>{_UNPACKED}/cache</cachedir></fontconfig>\n")
    libraries = debian.unpacked_env(_UNPACKED)["LD_LIBRARY_PATH"]
    program = _UNPACKED / "usr" / "lib" / "chromium" / "chromium"
    draft = _WRAPPER.with_suffix(".new")
    draft.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" FONTCONFIG_FILE="{fonts}" exec "{program}" "$@"\n')
    draft.chmod(0o755)
    draft.replace(_WRAPPER)


def _has_fonts() -> bool:
    """Whether Chinese text can be drawn at all."""
    if shutil.which("fc-list"):
        said = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout
        return bool(said.strip())
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    return any("CJK" in file.name for folder in folders if folder.is_dir() for file in folder.rglob("*"))
