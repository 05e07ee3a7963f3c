"""Importing the ledger of a community: its columns, its checks, what it writes and how that is taken back."""

from linli.people.operations.ledger.importer import LedgerImporter

__all__ = ["LedgerImporter"]
