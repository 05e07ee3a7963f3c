"""The town of the isolation tests: two communities, one of them at work."""

from tests.isolation.conftest import town

__all__ = ["town"]
