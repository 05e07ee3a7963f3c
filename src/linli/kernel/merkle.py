"""The tree over the logs (RFC 6962 with SM3): leaves, roots, paths, signed heads. Pure: no Django, no database.

A *frontier* is the list of roots of the complete subtrees of a tree, left to right (one for each bit of the size). It is
enough to append to the tree and to compute its root, so no part of the tree is ever built twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from gmalg import SM2

from linli.kernel.digest import canonical, sm3

EMPTY = sm3(b"")
SIGNER = b"1234567812345678"  # the default identity of GM/T 0009
SIGNATURE_HALF = 32


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf (RFC 6962 §2.1)."""
    return sm3(b"\x00" + data)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sm3(b"\x01" + left + right)


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def moment(value: datetime) -> str:
    """A moment as the tree keeps it: UTC with microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def sealed_fields(entry: Any) -> list[Any]:
    """What a leaf seals of a log entry: its fixed fields and the commitment to its content, in this order."""
    return [
        str(entry.id),
        entry.book,
        moment(entry.at),
        moment(entry.written_at),
        entry.transaction,
        _text(entry.region_id),
        _text(entry.actor_id),
        entry.operation,
        entry.object_type,
        _text(entry.object_id),
        _text(entry.subject_id),
        str(entry.correlation_id),
        bytes(entry.commitment).hex(),
    ]


def entry_hash(fields: Sequence[Any]) -> bytes:
    """Leaf hash of the sealed fields."""
    return leaf_hash(canonical(list(fields)))


class Frontier:
    """A tree that can be appended to and asked for its root; nothing else is kept."""

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        self.size = size
        self.nodes = list(nodes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        node, rest = leaf, self.size
        while rest & 1:
            node = node_hash(self.nodes.pop(), node)
            rest >>= 1
        self.nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Root of the tree so far."""
        if not self.nodes:
            return EMPTY
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root

    def copy(self) -> "Frontier":
        """An independent copy."""
        return Frontier(self.size, self.nodes)

    def ranges(self) -> Iterator[tuple[int, int, bytes]]:
        """Start, end and hash of each complete subtree."""
        start = 0
        for bit, node in zip((b for b in range(self.size.bit_length() - 1, -1, -1) if self.size >> b & 1), self.nodes, strict=True):
            yield start, start + (1 << bit), node
            start += 1 << bit


@dataclass(frozen=True)
class PathStep:
    """One step up: the sibling's hash, whether it stands on the left, and the parent that comes out."""

    sibling: bytes
    on_left: bool
    parent: bytes


class Subtrees:
    """Hashes of any subtree whose leaves lie in a known frontier or among the given leaves that follow it."""

    def __init__(self, before: Frontier, leaves: Sequence[bytes]) -> None:
        self._known = {(start, end): node for start, end, node in before.ranges()}
        self._first = before.size
        self._leaves = leaves
        self.size = before.size + len(leaves)

    def hash(self, start: int, end: int) -> bytes:
        """Root of the leaves [start, end). Raises IndexError where they are not known."""
        found = self._known.get((start, end))
        if found is None:
            if end - start == 1:
                if start < self._first:
                    raise IndexError(start)
                found = self._leaves[start - self._first]
            else:
                middle = start + (1 << (end - start - 1).bit_length() - 1)
                found = node_hash(self.hash(start, middle), self.hash(middle, end))
            self._known[start, end] = found
        return found

    def path(self, index: int) -> list[PathStep]:
        """The inclusion path of a leaf up to the root (RFC 6962 §2.1.1), lowest step first."""
        steps: list[PathStep] = []

        def climb(start: int, end: int) -> bytes:
            if end - start == 1:
                return self.hash(start, end)
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            if index < middle:
                child, sibling, on_left = climb(start, middle), self.hash(middle, end), False
            else:
                sibling, on_left = self.hash(start, middle), True
                child = climb(middle, end)
            parent = node_hash(sibling, child) if on_left else node_hash(child, sibling)
            steps.append(PathStep(sibling, on_left, parent))
            return parent

        climb(0, self.size)
        return steps


def walk(leaf: bytes, path: Sequence[PathStep]) -> bytes:
    """The root that a leaf and its path lead to."""
    node = leaf
    for step in path:
        node = node_hash(step.sibling, node) if step.on_left else node_hash(node, step.sibling)
    return node


def head(log_id: str, tree_size: int, root: bytes, at: datetime, horizon: int, key_id: str) -> bytes:  # a head's facts
    """What is signed: the tree head."""
    facts = {"at": moment(at), "horizon": horizon, "key_id": key_id, "log": log_id, "root": root.hex(), "tree_size": tree_size}
    return canonical(facts)


def sign(secret: bytes, public: bytes, message: bytes) -> bytes:
    """SM2 signature (GM/T 0003.2), r and s side by side."""
    r, s = SM2(secret, SIGNER, public).sign(message)
    return bytes(r.rjust(SIGNATURE_HALF, b"\0") + s.rjust(SIGNATURE_HALF, b"\0"))


def signed_by(keys: Mapping[str, bytes], key_id: str, message: bytes, signature: bytes) -> bool:
    """Whether the signature is good under the named public key."""
    public = keys.get(key_id)
    return public is not None and len(signature) == 2 * SIGNATURE_HALF and _good(public, message, signature)


@lru_cache(maxsize=4096)
def _good(public: bytes, message: bytes, signature: bytes) -> bool:
    """Checking takes 30 ms, and pages ask for the same checkpoints again and again."""
    try:
        return bool(SM2(uid=SIGNER, pk=public).verify(message, signature[:SIGNATURE_HALF], signature[SIGNATURE_HALF:]))
    except ValueError:
        return False
