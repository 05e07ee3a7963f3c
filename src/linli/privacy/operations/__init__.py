"""The verbs of privacy."""

from linli.privacy.operations.shredding import shred_subject
from linli.privacy.operations.verifying import carry_out, verify_records

__all__ = ["carry_out", "shred_subject", "verify_records"]
