"""`./linli rotate_keys add|use|reseal|retire|show`: change the key of sealed fields, step by step."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linli.kernel import log, rotation
from linli.kernel.actor import Actor
from linli.kernel.crypto import Unreadable
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope

NEXT = {
    "add": "重启所有进程，再运行 rotate_keys use {kid}",
    "use": "重启所有进程，再运行 rotate_keys reseal",
    "reseal": "都换完了。旧密钥没有用处后运行 rotate_keys retire 旧编号；备份里的旧数据还要靠它打开，先想好。",
    "retire": "重启所有进程。",
}


class Command(BaseCommand):
    """Each step says the next."""

    help = "更换字段加密的密钥（SM4）：add → use → reseal → retire。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Step and key id."""
        parser.add_argument("step", choices=["show", *NEXT])
        parser.add_argument("kid", nargs="?", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one step and say the next."""
        step, kid = options["step"], options["kid"]
        if step == "show":
            for name, count in sorted(rotation.needed().items()):
                self.stdout.write(f"{name}：{count:,} 个值")
            return
        try:
            kid = self._do(step, kid)
        except rotation.StillNeeded as needed:
            message = f"还有值靠这个密钥（{needed}），先 reseal。"
            raise CommandError(message) from needed
        except (KeyError, Unreadable) as failure:
            message = f"没有做成：{failure}。已换的都有效，查明后再运行一次。"
            raise CommandError(message) from failure
        self._note(step, kid)
        self.stdout.write(NEXT[step].format(kid=kid))

    def _do(self, step: str, kid: str) -> str:
        if step == "add":
            return rotation.add()
        if step == "use":
            rotation.use(kid)
        elif step == "retire":
            rotation.retire([kid])
        else:
            done: dict[str, int] = {}
            for place, count in rotation.reseal():
                done[place] = done.get(place, 0) + count
                self.stdout.write(f"{place}：{done[place]:,}")
        return kid

    def _note(self, step: str, kid: str) -> None:
        actor = Actor.system("rotate_keys", frozenset(), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            log.append(
                LogEntry.Book.AUDIT,
                actor,
                operation="kernel.rotate_keys",
                object_type="kernel.fieldkey",
                object_id=UUID(int=0),
                region_id=None,
                facts={"step": step, "key": kid},
            )
