"""What is written at work is read by others: the requester, those who follow the matter, the next who deals with it.

So no text of staff carries an ID number or somebody's mobile telephone, as no notice does (domain/data_security.md §6, §11). Whoever
handles a matter of a hidden requester would learn the number from a colleague's note; a follower would from the answer.
"""

from uuid import UUID

from linli.kernel import numbers
from linli.kernel.errors import Invalid
from linli.organisations import contract as organisations
from linli.regions import contract as regions


def check(region_id: UUID, text: str, field: str = "text") -> str:
    """The text, when it may be read by others. Raises Invalid, naming what to take out; telephones of offices may stand."""
    found = numbers.found_in(text)
    if numbers.MOBILE in found:
        found = numbers.found_beside(text, _offices(region_id))
    if found:
        message = f"里面有{'、'.join(found)}，看的不止一个人。请去掉再交；要留电话，写社区或单位登记的办公电话。"
        raise Invalid(message, {field: [message]})
    return text


def _offices(region_id: UUID) -> list[str]:
    duty = regions.committee_phone(region_id)
    return [*filter(None, [duty, *(unit.phone for unit in organisations.units_for(region_id))])]
