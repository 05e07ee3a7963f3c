"""Where things lie. `.linli` holds everything a run makes; deleting it forgets the installation, its keys and its data."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
STATE = Path(os.environ.get("LINLI_STATE") or ROOT / ".linli")
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
LOGS = STATE / "log"
DEBS = STATE / "debs"

# Two clones of one machine must not meet in a shared folder such as /var/lib or /tmp.
CLONE = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]


def make_state() -> None:
    """Make `.linli`: others may pass through (the database user of a root installation must), not read."""
    for folder in (STATE, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    STATE.chmod(0o711)
    LOGS.chmod(0o700)
