"""What other contexts may ask of privacy."""

from linli.privacy.queries.readings import Reading
from linli.privacy.queries.readings import of_subject as reads_of

__all__ = ["Reading", "reads_of"]
