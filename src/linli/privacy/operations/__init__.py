"""The verbs of privacy."""

from linli.privacy.operations.shredding import shred_subject
from linli.privacy.operations.verifying import carry_out, drop_old_evidence, take, verify_records

__all__ = ["carry_out", "drop_old_evidence", "shred_subject", "take", "verify_records"]
