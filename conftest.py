"""Fixtures for all tests, those of the contexts and those of tests/."""

pytest_plugins = ("tests.support.database", "tests.support.site", "tests.support.browser")
