"""The other parsers, run by an interpreter that has them: texts as a JSON list on stdin, district and town of each on stdout.

Installed beside the project, never in it: see `bench_addresses`.
"""

import builtins
import contextlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

Read = Callable[[Sequence[str]], list[tuple[str, str]]]


def _jionlp() -> Read:
    import jionlp  # each peer may be absent

    def read(texts: Sequence[str]) -> list[tuple[str, str]]:
        found = (jionlp.parse_location(text, town_village=True) for text in texts)
        return [(one["county"] or "", one["town"] or "") for one in found]

    return read


def _cpca() -> Read:
    import cpca

    def read(texts: Sequence[str]) -> list[tuple[str, str]]:
        return [(one if isinstance(one, str) else "", "") for one in cpca.transform(texts)["区"]]

    return read


def _pygeocoding() -> Read:
    # Its wheel asks for its own files with the back slashes of another system.
    ours = builtins.open
    builtins.open = lambda path, *rest, **named: ours(path.replace("\\", "/") if isinstance(path, str) else path, *rest, **named)  # type: ignore[assignment]
    import geocoding

    parser = geocoding.Geocoding()

    def one(text: str) -> tuple[str, str]:
        try:
            found = parser.normalizing(text)
        except Exception:  # noqa: BLE001  # what a peer cannot read is a miss
            return "", ""
        return (found.district or "", found.town or found.street or "") if found else ("", "")

    return lambda texts: [one(text) for text in texts]


PEERS: dict[str, Callable[[], Read]] = {"jionlp": _jionlp, "cpca": _cpca, "pygeocoding": _pygeocoding}


def main() -> None:
    """Each peer on all texts: what it read and how many a second."""
    texts = json.load(sys.stdin)
    told: dict[str, Any] = {}
    for name, make in PEERS.items():
        with contextlib.redirect_stdout(sys.stderr):
            try:
                read = make()
            except ImportError as absent:
                told[name] = {"absent": str(absent)}
                continue
            read(texts[:5])
            clock, processor = time.perf_counter(), time.process_time()
            found = read(texts)
            seconds = time.perf_counter() - clock, time.process_time() - processor
        told[name] = {"read": found, "per_second": len(texts) / seconds[0], "per_processor_second": len(texts) / seconds[1]}
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
