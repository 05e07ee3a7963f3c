"""Has any record been changed, removed, inserted or moved since it was sealed? Pure: runs without Django or database.

The verifier walks the leaves segment by segment, from checkpoint to checkpoint. Where a segment leads to the signed
root, its leaves are proven; where it does not, the copy kept outside the database says what the leaves were.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linli.kernel.merkle import EMPTY, Frontier, entry_hash, head, signed_by
from linli.kernel.shreds import Entry, Shreds

CHANGED, REMOVED, INSERTED, REORDERED, CHECKPOINT = "changed", "removed", "inserted", "reordered", "checkpoint"
MISDATED = "misdated"
WORDS = {
    CHANGED: "内容和当时封存的不一样",
    REMOVED: "不见了",
    INSERTED: "是后来插进去的",
    REORDERED: "换了位置",
    MISDATED: "写的时间和入库的时间对不上",
}
BOOKS = {"audit": "操作", "read": "查看", "exchange": "交换"}
PLAYED = "这是演示用的库，一个月的事是几分钟里演的，时间没有核对"
SKEW = timedelta(minutes=10)  # clocks of two machines
LONGEST_TRANSACTION = timedelta(hours=3)
FOREIGN = "库外副本里还有另一套记录（{}）；要是没有换过数据库，请查一查"
ENDLESS = 1 << 62


@dataclass(frozen=True)
class Leaf:
    """A place in the tree. `expected` is False for a record outside the verified area: its hash counts, its content not."""

    index: int
    entry_id: str
    hash: bytes
    book: str
    expected: bool = True


@dataclass(frozen=True)
class Head:
    """A signed tree head with its frontier."""

    log_id: str
    tree_size: int
    root: bytes
    at: datetime
    horizon: int
    key_id: str
    signature: bytes
    frontier: tuple[bytes, ...] = ()

    def signed(self, keys: Mapping[str, bytes]) -> bool:
        """Whether the signature is good."""
        message = head(self.log_id, self.tree_size, self.root, self.at, self.horizon, self.key_id)
        return signed_by(keys, self.key_id, message, self.signature)


@dataclass(frozen=True)
class Copy:
    """A head kept outside the database, with the leaves since the one before it."""

    place: str
    head: Head
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: which record, which book, and the earliest checkpoint that no longer matches."""

    kind: str
    book: str
    number: int
    entry_id: str
    since: datetime
    since_size: int
    text: str


@dataclass
class Tally:
    """Counts of one book."""

    count: int = 0
    changed: int = 0
    removed: int = 0
    inserted: int = 0
    reordered: int = 0
    misdated: int = 0
    shredded: int = 0

    @property
    def clean(self) -> bool:
        return not (self.changed or self.removed or self.inserted or self.reordered or self.misdated)


@dataclass
class Report:
    """Result of one verification."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {book: Tally() for book in BOOKS})
    findings: list[Finding] = field(default_factory=list)
    pending: int = 0
    segments: int = 0
    signers: dict[str, int] = field(default_factory=dict)
    last: Head | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not self.findings

    @property
    def count(self) -> int:
        return sum(tally.count for tally in self.tallies.values())

    @property
    def shredded(self) -> int:
        return sum(tally.shredded for tally in self.tallies.values())


@dataclass(frozen=True)
class Source:
    """Where the verifier reads from: a database or an evidence package look the same."""

    heads: Sequence[Head]
    leaves: Callable[[int, int], Sequence[Leaf]]
    entries: Callable[[Sequence[str]], Mapping[str, Entry]]
    strays: Callable[[], Iterable[Entry]]
    copies: Callable[[int], Sequence[Copy]]
    copied_heads: Mapping[int, Head]
    shreds: Shreds
    keys: Mapping[str, bytes]
    played: bool = False
    foreign: Sequence[str] = ()
    links: Sequence[Mapping[str, str]] = ()

    def newest(self) -> Head | None:
        """The newest head, in the database or in a copy."""
        heads = {**self.copied_heads, **{found.tree_size: found for found in self.heads}}
        return heads[max(heads)] if heads else None


def moved(now: Sequence[str], then: Sequence[str]) -> set[str]:
    """The fewest ids that must have moved to turn the order `then` into the order `now` (longest increasing run)."""
    place = {entry_id: index for index, entry_id in enumerate(then)}
    tails: list[int] = []
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for entry_id in now:
        at = bisect_left(tails, place[entry_id])
        before[entry_id] = ends[at - 1] if at else None
        tails[at : at + 1] = [place[entry_id]]
        ends[at : at + 1] = [entry_id]
    stayed: set[str] = set()
    step = ends[-1] if ends else None
    while step is not None:
        stayed.add(step)
        step = before[step]
    return set(now) - stayed


class Verifier:
    """Walks a range of checkpoints. `after` is the size of the checkpoint the range starts behind (0 for the beginning)."""

    def __init__(self, source: Source, *, after: int = 0, until: int | None = None) -> None:
        self.source = source
        self.after = after
        self.until = until
        self.report = Report(notes=[FOREIGN.format(log_id) for log_id in source.foreign] + [PLAYED] * source.played)
        self._loose: dict[str, tuple[str, int, Head]] = {}
        self._before: datetime | None = None

    def _heads(self) -> list[Head]:
        """Heads of the range; one that only a copy still has is a finding and takes part."""
        mine = {found.tree_size: found for found in self.source.heads}
        heads = dict(self.source.copied_heads) | mine
        chosen = [heads[size] for size in sorted(heads) if size > self.after and (self.until is None or size <= self.until)]
        for found in chosen:
            kept = self.source.copied_heads.get(found.tree_size)
            if found.tree_size not in mine and found.signed(self.source.keys):
                self._head_finding(found, f"到第 {found.tree_size:,} 条的检查点在库里不见了，库外副本还有")
            elif kept and kept.root != found.root:
                self._head_finding(found, f"到第 {found.tree_size:,} 条的检查点和库外副本不一样")
        return chosen

    def _head_finding(self, at: Head, text: str) -> None:
        self.report.findings.append(Finding(CHECKPOINT, "", at.tree_size, "", at.at, at.tree_size, text))

    def _add(self, kind: str, book: str, entry_id: str, place: tuple[int, Head]) -> None:
        number, since = place
        tally = self.report.tallies.setdefault(book, Tally())
        setattr(tally, kind, getattr(tally, kind) + 1)
        name = BOOKS.get(book, book)
        where = f"第 {number:,} 条" if number else f"编号 {entry_id} 的一条"
        self.report.findings.append(Finding(kind, book, number, entry_id, since.at, since.tree_size, f"{name}本{where}{WORDS[kind]}"))

    def _start(self) -> Frontier:
        """The frontier the range starts from; from the beginning when the stored one does not lead to its signed root."""
        if not self.after:
            return Frontier()
        for found in (*self.source.heads, *self.source.copied_heads.values()):
            if found.tree_size == self.after and found.frontier:
                frontier = Frontier(found.tree_size, found.frontier)
                if frontier.root() == found.root and found.signed(self.source.keys):
                    return frontier
        self.after = 0
        return Frontier()

    def run(self) -> Report:
        """Verify the range and say everything that is wrong."""
        frontier = self._start()
        heads = self._heads()
        matched: Head | None = None
        self._before = next((found.at for found in self.source.heads if found.tree_size == self.after), None)
        for at in heads:
            start = frontier.copy()
            now = self.source.leaves(start.size, at.tree_size)
            for leaf in now:
                frontier.append(leaf.hash)
            whole = [leaf.index for leaf in now] == list(range(start.size, at.tree_size))
            if whole and frontier.root() == at.root:
                self._contents(now, now, at)
                matched = at
            else:
                frontier = self._broken(start, now, at)
            self.report.segments += 1
            self.report.signers[at.key_id] = self.report.signers.get(at.key_id, 0) + 1
            self.report.last, self._before = at, at.at
        if matched and not matched.signed(self.source.keys):
            self._head_finding(matched, self._unsigned(matched))
        self._settle_loose()
        self._strays(heads)
        self.report.findings.sort(key=lambda found: (found.since_size, found.number))
        return self.report

    def _unsigned(self, at: Head) -> str:
        if at.key_id not in self.source.keys:
            return f"到第 {at.tree_size:,} 条的检查点是密钥 {at.key_id} 签的，没有可信的公钥来核对"
        return f"到第 {at.tree_size:,} 条的检查点签名不对"

    def _broken(self, start: Frontier, now: Sequence[Leaf], at: Head) -> Frontier:
        """A segment that does not lead to its root: what the copies say it was, and where to go on from."""
        if not at.signed(self.source.keys):
            self._head_finding(at, self._unsigned(at))
        for copy in self.source.copies(at.tree_size):
            then = Frontier(start.size, start.nodes)
            for leaf in copy.leaves:
                then.append(leaf.hash)
            if then.root() == copy.head.root and then.size == at.tree_size and copy.head.signed(self.source.keys):
                self._compare(now, copy.leaves, at)
                return then
        self._head_finding(at, f"第 {start.size + 1:,} 条到第 {at.tree_size:,} 条之间有改动；库外副本里也没有这一段，定不到是哪一条")
        self._contents(now, now, at)
        stored = Frontier(at.tree_size, at.frontier)
        return stored if at.frontier else self._refill(start, now, at)

    @staticmethod
    def _refill(start: Frontier, now: Sequence[Leaf], at: Head) -> Frontier:
        frontier = start.copy()
        for leaf in now:
            frontier.append(leaf.hash)
        while frontier.size < at.tree_size:
            frontier.append(EMPTY)
        return frontier

    def _compare(self, now: Sequence[Leaf], then: Sequence[Leaf], at: Head) -> None:
        """Rows of the database against the proven leaves of a copy."""
        present = {leaf.entry_id: leaf for leaf in now}
        proven = {leaf.entry_id: leaf for leaf in then}
        for leaf in now:
            if leaf.entry_id not in proven:
                self._loose.setdefault(f"+{leaf.entry_id}", (leaf.book, leaf.index + 1, at))
        for leaf in then:
            if leaf.entry_id not in present:
                self._loose.setdefault(f"-{leaf.entry_id}", (leaf.book, leaf.index + 1, at))
        common_now = [leaf.entry_id for leaf in now if leaf.entry_id in proven]
        common_then = [leaf.entry_id for leaf in then if leaf.entry_id in present]
        swapped = moved(common_now, common_then)
        for leaf in then:
            if leaf.entry_id in swapped:
                self._add(REORDERED, leaf.book, leaf.entry_id, (leaf.index + 1, at))
        self._contents([leaf for leaf in then if leaf.entry_id in present], [present[i] for i in common_then], at)

    def _settle_loose(self) -> None:
        """A row missing in one segment and found in another has moved, unless a gap or an insertion before it pushed it along."""
        gone = {key[1:]: found for key, found in self._loose.items() if key[0] == "-"}
        come = {key[1:]: found for key, found in self._loose.items() if key[0] == "+"}
        gaps = [number for entry_id, (_, number, _) in gone.items() if entry_id not in come]
        extra = [number for entry_id, (_, number, _) in come.items() if entry_id not in gone]
        for entry_id, (book, number, at) in gone.items():
            if entry_id not in come:
                self._add(REMOVED, book, entry_id, (number, at))
                continue
            place = come[entry_id][1]
            if place != number - sum(gap < number for gap in gaps) + sum(new < place for new in extra):
                self._add(REORDERED, book, entry_id, (number, at))
        for entry_id, (book, number, at) in come.items():
            if entry_id not in gone:
                self._add(INSERTED, book, entry_id, (number, at))

    def _contents(self, proven: Sequence[Leaf], stored: Sequence[Leaf], at: Head) -> None:
        """Records against proven leaf hashes; `stored` are the database's own leaf rows for the same records."""
        wanted = [leaf.entry_id for leaf in proven if leaf.expected]
        found = self.source.entries(wanted)
        hashes = {entry_id: entry_hash(entry.fields) for entry_id, entry in found.items()}
        homes = {leaf.hash: leaf.entry_id for leaf in proven}
        for leaf, row in zip(proven, stored, strict=True):
            if not leaf.expected:
                continue
            place = (leaf.index + 1, at)
            entry = found.get(leaf.entry_id)
            if entry is None:
                self._add(REMOVED, leaf.book, leaf.entry_id, place)
                continue
            tally = self.report.tallies.setdefault(leaf.book, Tally())
            tally.count += 1
            if hashes[leaf.entry_id] != leaf.hash:
                swapped = hashes[leaf.entry_id] in homes
                self._add(REORDERED if swapped else CHANGED, leaf.book, leaf.entry_id, place)
            elif row.hash != leaf.hash or not (entry.content_matches() or self.source.shreds.lawful(entry)):
                self._add(CHANGED, leaf.book, leaf.entry_id, place)
            elif not self._in_its_time(entry, at):
                self._add(MISDATED, leaf.book, leaf.entry_id, place)
            else:
                tally.shredded += entry.shredded

    def _in_its_time(self, entry: Entry, sealed: Head) -> bool:
        """Whether a record says the hour it was written, and was written between the checkpoints it lies between.

        A transaction that ran long is sealed late; that it was written before the checkpoint before its own says nothing yet.
        """
        if self.source.played:
            return True
        late = self._before is not None and entry.written_at < self._before - LONGEST_TRANSACTION
        return not late and abs(entry.at - entry.written_at) <= SKEW and entry.written_at <= sealed.at + SKEW

    def _strays(self, heads: Sequence[Head]) -> None:
        """Records without a place in the tree: waiting for the next checkpoint, or slipped in behind the last."""
        newest = self.source.newest()
        known = {found.entry_id for found in self.report.findings}
        for entry in self.source.strays():
            if newest is None or entry.transaction >= newest.horizon:
                self.report.pending += 1
            elif entry.id not in known:
                self._add(INSERTED, entry.book, entry.id, (0, heads[-1] if heads else newest))
        if newest and heads and heads[-1] is newest:
            for leaf in self.source.leaves(newest.tree_size, ENDLESS):
                self._add(INSERTED, leaf.book, leaf.entry_id, (leaf.index + 1, newest))


def chunks(ids: Sequence[str], size: int = 5000) -> Iterator[Sequence[str]]:
    """Parts of a long list."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
