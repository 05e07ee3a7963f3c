"""The city of the accounts' tests: regions and who works in them."""

from linli.accounts.tests.conftest import city

__all__ = ["city"]
