"""Fixtures, named as plugins in the conftest.py of the root."""
