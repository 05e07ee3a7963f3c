"""The community of the ledger's tests."""

from linli.people.tests.conftest import World, world

__all__ = ["World", "world"]
