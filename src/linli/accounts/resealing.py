"""Second-factor secrets lie in allauth's own table and take part in the key rotation from here."""

from allauth.mfa.models import Authenticator

from linli.accounts.mfa import TABLE_COLUMN, sealed_texts
from linli.kernel import crypto
from linli.kernel.rotation import key_of, resealer


def _fresh(sealed: str, kid: str, aad: str) -> str:
    return sealed if key_of(sealed) == kid else crypto.seal(crypto.unseal(sealed, aad), aad)


@resealer("accounts.second_factors")
def reseal(kid: str, most: int) -> int:
    """Seal old secrets with the key `kid`; how many rows were changed."""
    changed = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        old = {key: value for key, value in sealed_texts(row).items() if key_of(value) != kid}
        if not old:
            continue
        row.data = row.data | {key: _fresh(value, kid, f"{TABLE_COLUMN}|{row.user_id}") for key, value in old.items()}
        row.save(update_fields=["data"])
        changed += 1
        if changed >= most:
            break
    return changed
