"""Model fields that carry personal data say so, and L4 is stored sealed (design §7)."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from linli.kernel import crypto


@dataclass(frozen=True)
class Sealed:
    """A stored L4 value, unopened. Opening is explicit: `open_sealed(row, "id_number")`."""

    text: str

    def __str__(self) -> str:
        return "●●●●"


class SealedTextField(models.TextField[Any, Any]):
    """Text stored as SM4-GCM with AAD table|column|pk. Assign plain text; reading gives `Sealed`."""

    level = 4

    def _aad(self, row: models.Model) -> str:
        return f"{row._meta.db_table}|{self.column}|{row.pk}"

    def from_db_value(self, value: str | None, *_: object) -> Sealed | None:
        """Wrap, never open, what the database gives."""
        return Sealed(value) if value else None

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:  # noqa: FBT001  # Django's signature
        """Seal plain text under the row's own key; keep what is sealed already."""
        value = super().pre_save(model_instance, add)
        if value is None or value == "":
            return None if self.null else ""
        if isinstance(value, Sealed):
            return value.text
        sealed = crypto.seal(str(value), self._aad(model_instance))
        setattr(model_instance, self.attname, Sealed(sealed))
        return sealed

    def open(self, row: models.Model) -> str:
        """The plain text of this field on `row`; empty when unset. Raises crypto.Unreadable."""
        value = getattr(row, self.attname)
        if value is None or value == "":
            return ""
        return crypto.unseal(value.text, self._aad(row)) if isinstance(value, Sealed) else str(value)


def open_sealed(row: models.Model, name: str) -> str:
    """Open one sealed field. The caller has logged the read (kernel.reads) or shows it to its owner."""
    field = row._meta.get_field(name)
    if not isinstance(field, SealedTextField):
        message = f"{name} is not a sealed field"
        raise TypeError(message)
    return field.open(row)


_F = TypeVar("_F", bound="models.Field[Any, Any]")


def personal(field: _F, level: int = 3) -> _F:
    """Mark a field's class L1–L4 (domain/data_security.md §2); audit then records that it changed, never what."""
    field.linli_level = level  # type: ignore[attr-defined]
    return field


def level_of(field: object) -> int:
    """The declared class of a field; 2 (internal) when none is declared."""
    return int(getattr(field, "level", 0) or getattr(field, "linli_level", 2))
