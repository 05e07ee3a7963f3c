"""Query codes 查询码: the only way back to an anonymous matter."""

import re

from linli.kernel import crypto


def code_index(code: str) -> str:
    """The blind index a query code is found by; spaces, hyphens and case do not matter."""
    return crypto.blind_index("query_code", re.sub(r"[\s-]", "", code).upper())
