"""The verbs of 区划."""

from linli.regions.operations.load import Loaded, load

__all__ = ["Loaded", "load"]
