"""The tree against the definition of RFC 6962, and signatures."""

from datetime import UTC, datetime

from gmalg import SM2
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import merkle
from linli.kernel.digest import hmac_sm3, sm3
from linli.kernel.merkle import EMPTY, Frontier, Subtrees, leaf_hash, node_hash
from linli.kernel.proof import moved


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def by_definition(nodes: list[bytes]) -> bytes:
    if not nodes:
        return EMPTY
    if len(nodes) == 1:
        return nodes[0]
    split = 1 << (len(nodes) - 1).bit_length() - 1
    return node_hash(by_definition(nodes[:split]), by_definition(nodes[split:]))


def test_sm3_is_the_standards() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert len(hmac_sm3(b"k", b"v")) == 32


@given(st.integers(0, 130))
def test_a_frontier_has_the_root_of_the_whole_tree(count: int) -> None:
    tree = Frontier()
    for leaf in leaves(count):
        tree.append(leaf)
    assert tree.root() == by_definition(leaves(count))
    assert [end - start for start, end, _ in tree.ranges()] == sorted((1 << b for b in range(9) if count >> b & 1), reverse=True)


@given(st.integers(1, 90).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1), st.integers(0, n))))
def test_a_path_leads_to_the_root(case: tuple[int, int, int]) -> None:
    size, index, known = case
    known = min(known, index)
    before = Frontier()
    for leaf in leaves(known):
        before.append(leaf)
    path = Subtrees(before, leaves(size)[known:]).path(index)
    assert merkle.walk(leaves(size)[index], path) == by_definition(leaves(size))


def test_a_signed_head_is_good_only_as_it_was_signed() -> None:
    secret, public = SM2().generate_keypair()
    message = merkle.head("log", 7, sm3(b"x"), datetime(2026, 9, 10, tzinfo=UTC), 99, "s01")
    signature = merkle.sign(secret, public, message)
    assert merkle.signed_by({"s01": public}, "s01", message, signature)
    assert not merkle.signed_by({"s01": public}, "s01", message + b" ", signature)
    assert not merkle.signed_by({"s01": public}, "s02", message, signature)
    assert not merkle.signed_by({"s01": public}, "s01", message, b"\0" * 64)


@given(st.permutations("abcdefgh"))
def test_moved_rows_are_as_few_as_possible(order: list[str]) -> None:
    away = moved(order, "abcdefgh")
    stayed = [letter for letter in order if letter not in away]
    assert stayed == sorted(stayed)
    assert (not away) == (order == sorted(order))


def test_one_row_moved_far_is_one_row() -> None:
    assert moved("bcdefgha", "abcdefgh") == {"a"}
