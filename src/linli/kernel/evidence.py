"""The evidence package (证据包): a zip that proves a part of the logs on a computer without network. Pure: no Django.

`manifest.json` area, public keys and who vouched for whom · `heads.jsonl` checkpoints · `leaves.jsonl` every leaf from the checkpoint before
the area to the one behind it · `entries.jsonl` records of the area · `copies.jsonl` what lies outside the database.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from linli.kernel import signers
from linli.kernel.merkle import entry_hash, moment
from linli.kernel.proof import Copy, Head, Leaf, Source
from linli.kernel.shreds import Entry, Shreds

READ_ME = """邻里记录核验证据包

在装有 Python 3.11、cryptography、gmalg 的电脑上，不用联网：
    python -m linli.kernel.verify 本文件.zip
会逐条核对，对不上的写明是哪一条、哪一本、最早哪个检查点起对不上。
manifest.json 里的公钥，请和贵单位另行存档的公钥比对，或直接用存档的公钥核验：
    python -m linli.kernel.verify 本文件.zip --public-key s01:十六进制
换过签名密钥的，从存档的公钥起，一把接一把由旧密钥签字确认；只存了第一把也能核到最后一把。
"""


def head_as_json(head: Head) -> dict[str, Any]:
    """A head as files keep it."""
    return {
        "log": head.log_id,
        "tree_size": head.tree_size,
        "root": head.root.hex(),
        "at": moment(head.at),
        "horizon": head.horizon,
        "key_id": head.key_id,
        "signature": head.signature.hex(),
        "frontier": [node.hex() for node in head.frontier],
    }


def head_from_json(data: dict[str, Any]) -> Head:
    """A head from a file. Raises KeyError or ValueError for what is none."""
    return Head(
        str(data["log"]),
        int(data["tree_size"]),
        bytes.fromhex(data["root"]),
        datetime.fromisoformat(data["at"]),
        int(data["horizon"]),
        str(data["key_id"]),
        bytes.fromhex(data["signature"]),
        tuple(bytes.fromhex(node) for node in data["frontier"]),
    )


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """A record as the package keeps it."""
    return {"fields": list(entry.fields), "payload": entry.payload, "salt": entry.salt.hex() if entry.salt else None}


def entry_from_json(data: dict[str, Any]) -> Entry:
    """A record from a package."""
    return Entry(tuple(data["fields"]), data["payload"], bytes.fromhex(data["salt"]) if data["salt"] else None)


def leaf_as_json(leaf: Leaf) -> list[Any]:
    """A leaf as files keep it."""
    return [leaf.index, leaf.entry_id, leaf.hash.hex(), leaf.book, leaf.expected]


def leaf_from_json(data: Sequence[Any]) -> Leaf:
    """A leaf from a file."""
    return Leaf(int(data[0]), str(data[1]), bytes.fromhex(data[2]), str(data[3]), *map(bool, data[4:]))


@dataclass(frozen=True)
class Contents:
    """Everything a package is made of."""

    area: dict[str, Any]
    after: int
    until: int | None
    source: Source


def _lines(zipped: zipfile.ZipFile, name: str, rows: Iterable[Any]) -> None:
    with zipped.open(name, "w", force_zip64=True) as target:
        for row in rows:
            target.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def write(path: Path, contents: Contents) -> None:
    """Write a package. Raises OSError."""
    source = contents.source
    end = contents.until if contents.until is not None else max((head.tree_size for head in source.heads), default=0)
    leaves = list(source.leaves(contents.after, end))
    expected = [leaf.entry_id for leaf in leaves if leaf.expected]
    sizes = sorted(size for size in source.copied_heads if contents.after < size <= end)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("请先看我.txt", READ_ME)
        _lines(zipped, "heads.jsonl", map(head_as_json, source.heads))
        _lines(zipped, "leaves.jsonl", map(leaf_as_json, leaves))
        blank: set[str | None] = set()
        _lines(zipped, "entries.jsonl", map(entry_as_json, _entries(source, expected, blank)))
        _lines(zipped, "copied_heads.jsonl", map(head_as_json, source.copied_heads.values()))
        _lines(zipped, "copies.jsonl", (_copy_as_json(copy) for size in sizes for copy in source.copies(size)))
        manifest = {
            "area": contents.area,
            "after": contents.after,
            "until": contents.until,
            "keys": {kid: key.hex() for kid, key in source.keys.items()},
            "links": list(source.links),
            "shred_lines": [entry_as_json(line) for line in source.shreds.lines if line.subject_id in blank],
            "played": source.played,
            "foreign": list(source.foreign),
        }
        zipped.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))


def _entries(source: Source, expected: Sequence[str], blank: set[str | None]) -> Iterator[Entry]:
    """Records of the package; `blank` takes the persons whose content is gone: only their lines of shredding go along."""
    for start in range(0, len(expected), 5000):
        for entry in source.entries(expected[start : start + 5000]).values():
            if entry.shredded:
                blank.add(entry.subject_id)
            yield entry
    yield from source.strays()


def _as_sealed(line: Entry, leaves: Sequence[Leaf]) -> bool:
    """Whether a line of shredding is what the leaves say, where its leaf is in the package."""
    return next((leaf.hash == entry_hash(line.fields) for leaf in leaves if leaf.entry_id == line.id), True)


def _copy_as_json(copy: Copy) -> dict[str, Any]:
    return {"place": copy.place, "head": head_as_json(copy.head), "leaves": [leaf_as_json(leaf) for leaf in copy.leaves]}


def _read_lines(zipped: zipfile.ZipFile, name: str) -> list[Any]:
    return [json.loads(line) for line in zipped.read(name).decode().splitlines() if line]


def read(path: Path, *, keys: Mapping[str, bytes] | None = None) -> Contents:
    """Read a package; `keys` pins public keys: only they, and keys they vouched for, count. Raises KeyError, ValueError, OSError."""
    with zipfile.ZipFile(path) as zipped:
        manifest = json.loads(zipped.read("manifest.json"))
        heads = [head_from_json(row) for row in _read_lines(zipped, "heads.jsonl")]
        leaves = [leaf_from_json(row) for row in _read_lines(zipped, "leaves.jsonl")]
        found = {entry.id: entry for entry in map(entry_from_json, _read_lines(zipped, "entries.jsonl"))}
        copied = [head_from_json(row) for row in _read_lines(zipped, "copied_heads.jsonl")]
        copies = [
            Copy(row["place"], head_from_json(row["head"]), [leaf_from_json(leaf) for leaf in row["leaves"]])
            for row in _read_lines(zipped, "copies.jsonl")
        ]
    links = manifest.get("links", [])
    placed = {leaf.entry_id for leaf in leaves}
    source = Source(
        heads=heads,
        leaves=lambda start, end: [leaf for leaf in leaves if start <= leaf.index < end],
        entries=lambda ids: {entry_id: found[entry_id] for entry_id in ids if entry_id in found},
        strays=lambda: [entry for entry in found.values() if entry.id not in placed],
        copies=lambda size: [copy for copy in copies if copy.head.tree_size == size],
        copied_heads={head.tree_size: head for head in copied},
        shreds=Shreds(line for line in map(entry_from_json, manifest["shred_lines"]) if _as_sealed(line, leaves)),
        played=bool(manifest["played"]),
        foreign=tuple(manifest["foreign"]),
        keys=signers.follow(keys, links) if keys else {kid: bytes.fromhex(key) for kid, key in manifest["keys"].items()},
        links=links,
    )
    return Contents(manifest["area"], manifest["after"], manifest["until"], source)
