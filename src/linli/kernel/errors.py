"""Refusals: what the platform says when it will not do a thing.

A `Refused` carries a sentence fit to show to a person (Chinese) and a reason code for machines. Everything that is
not `Refused` is a bug and must escape.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Refused(Exception):
    """Base of all refusals. `message` is shown to people; `facts` go into problem+json (RFC 9457)."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "现在不能这样办"

    def __init__(self, message: str, *, code: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.reason = code or self.code
        self.facts = facts

    def problem(self) -> dict[str, Any]:
        """Body of an RFC 9457 problem+json answer."""
        return {
            "type": f"urn:linli:refusal:{self.reason}",
            "title": self.title,
            "status": self.status,
            "detail": self.message,
            "code": self.reason,
        } | self.facts


class NotVisible(Refused):
    """The thing does not exist for this actor; says nothing about whether it exists."""

    status = 404
    code = "not_visible"
    title = "没有找到"

    def __init__(self, message: str = "没有找到，可能已撤回，也可能不归您这个岗位看。", **facts: Any) -> None:
        super().__init__(message, **facts)


class NotPermitted(Refused):
    """The actor sees the thing but may not do this with it."""

    status = 403
    code = "not_permitted"
    title = "这件事不归您的岗位办"


class NotNow(Refused):
    """The state or the date does not allow it now."""

    code = "not_now"


class Conflict(Refused):
    """Somebody else changed it first; nothing was overwritten."""

    code = "conflict"
    title = "有人先改过了"


class Invalid(Refused):
    """The data given cannot be used. `fields` maps a field name to its sentences."""

    status = 422
    code = "invalid"
    title = "还有要改的地方"

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None, **facts: Any) -> None:
        self.fields = {name: list(texts) for name, texts in (fields or {}).items()}
        super().__init__(message, fields=self.fields, **facts)


class TooMany(Refused):
    """A rate limit or quota is used up."""

    status = 429
    code = "too_many"
    title = "太频繁了，先等一等"
