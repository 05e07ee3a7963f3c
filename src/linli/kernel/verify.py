"""`python -m linli.kernel.verify EVIDENCE.zip`: verify an evidence package without network, database or Django.

Ends with 0 when nothing was touched, 1 when something was, 2 when the file cannot be read.
"""

import argparse
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

from linli.kernel import evidence
from linli.kernel.merkle import moment
from linli.kernel.proof import BOOKS, Report, Verifier

TOUCHED, UNREADABLE = 1, 2
SHOWN = 200


def lines(report: Report, seconds: float) -> list[str]:
    """The result in words, as the command and the offline verifier print it."""
    told = []
    for book, tally in report.tallies.items():
        told.append(
            f"{BOOKS.get(book, book)}：{tally.count:,} 条，改 {tally.changed}，删 {tally.removed}，插 {tally.inserted}，"
            f"换顺序 {tally.reordered}，时间不符 {tally.misdated}，依法遮去 {tally.shredded}，{'相符' if tally.clean else '不相符'}"
        )
    told += [
        f"▲ {found.text}；最早从 {moment(found.since)} 的检查点（到第 {found.since_size:,} 条）起对不上"
        for found in report.findings[:SHOWN]
    ]
    if len(report.findings) > SHOWN:
        told.append(f"▲ 还有 {len(report.findings) - SHOWN:,} 处，没有一一列出")
    if report.last:
        told.append(f"末个检查点：第 {report.last.tree_size:,} 条，根 {report.last.root.hex()}，密钥 {report.last.key_id}")
    if report.signers:
        told.append("签名密钥：" + "，".join(f"{kid} 签了 {count:,} 个检查点" for kid, count in report.signers.items()))
    told += [f"◇ {note}" for note in report.notes]
    if report.pending:
        told.append(f"{report.pending:,} 条还没进检查点，要等下一个")
    told.append(f"{'没有动过' if report.clean else '对不上'}。{report.count:,} 条核对完，用时 {seconds:.1f} 秒。")
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify a package and print the result."""
    parser = argparse.ArgumentParser(prog="linli.kernel.verify", description="核验证据包，不用联网，不用数据库。")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--public-key", metavar="编号:十六进制", action="append", default=[], help="用另行存档的公钥（可写多个），不信文件里的"
    )
    chosen = parser.parse_args(arguments)
    began = time.monotonic()
    try:
        keys = {kid: bytes.fromhex(text) for kid, _, text in (said.partition(":") for said in chosen.public_key)}
        contents = evidence.read(chosen.file, keys=keys)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as failure:
        sys.stderr.write(f"读不了 {chosen.file}：{failure}\n")
        return UNREADABLE
    report = Verifier(contents.source, after=contents.after, until=contents.until).run()
    sys.stdout.write("\n".join(lines(report, time.monotonic() - began)) + "\n")
    return 0 if report.clean else TOUCHED


if __name__ == "__main__":
    sys.exit(main())
