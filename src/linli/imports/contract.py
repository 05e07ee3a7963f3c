"""What other contexts may ask of 导入: bring an importer, and walk a file through."""

from linli.imports.operations.checking import check
from linli.imports.operations.importer import Column, Importer, Line, Made, Row, Target, register
from linli.imports.operations.loading import load, start_loading
from linli.imports.operations.reading import LOST
from linli.imports.operations.undoing import start_undoing, undo
from linli.imports.operations.uploading import drop, upload

__all__ = [
    "LOST",
    "Column",
    "Importer",
    "Line",
    "Made",
    "Row",
    "Target",
    "check",
    "drop",
    "load",
    "register",
    "start_loading",
    "start_undoing",
    "undo",
    "upload",
]
