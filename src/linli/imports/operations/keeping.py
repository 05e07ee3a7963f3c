"""Writing back what became of many rows at once: one statement, where a CASE a row took most of an import's time."""

import json
from collections.abc import Sequence

from django.db import connection

from linli.imports.models import ImportRow

_KEEP = """
UPDATE people_importrow AS kept SET state = told.state, problems = told.problems::jsonb, hints = told.hints::jsonb, made = told.made::jsonb
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[]) AS told(id, state, problems, hints, made)
WHERE kept.id = told.id
"""


def keep(lines: Sequence[ImportRow]) -> None:
    """Store state, problems, hints and what was made of each row."""
    columns = [
        [str(line.pk) for line in lines],
        [str(line.state) for line in lines],
        [_json(line.problems) for line in lines],
        [_json(line.hints) for line in lines],
        [_json(line.made) for line in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, columns)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
