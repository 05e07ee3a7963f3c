"""Tables of 人口 and 户, 人房关联."""

from linli.people.models.base import regions_with
from linli.people.models.directory import IdentityIndex, IdentityLookup
from linli.people.models.dispute import Dispute
from linli.people.models.household import Household, HouseholdMember
from linli.people.models.merging import PersonMerge
from linli.people.models.person import Person, PersonPhone, Residence
from linli.people.models.tag import PersonTag

__all__ = [
    "Dispute",
    "Household",
    "HouseholdMember",
    "IdentityIndex",
    "IdentityLookup",
    "Person",
    "PersonMerge",
    "PersonPhone",
    "PersonTag",
    "Residence",
    "regions_with",
]
