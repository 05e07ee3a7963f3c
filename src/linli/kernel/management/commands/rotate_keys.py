"""`./linli rotate_keys add|use|reseal|retire|sign-add|sign-use|show`: change the keys of sealed fields and of checkpoints, step by step."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linli.kernel import log, rotation, sealing
from linli.kernel.actor import Actor
from linli.kernel.crypto import Unreadable
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope

NEXT = {
    "add": "重启所有进程，再运行 rotate_keys use {kid}",
    "use": "重启所有进程，再运行 rotate_keys reseal",
    "reseal": "都换完了。旧密钥没有用处后运行 rotate_keys retire 旧编号；备份里的旧数据还要靠它打开，先想好。",
    "retire": "重启所有进程。",
    "sign-add": "公钥 {kid}:{public}，抄给审计单位存档。重启所有进程，再运行 rotate_keys sign-use {kid}",
    "sign-use": "重启所有进程，检查点从此由 {kid} 签名；以前的仍按旧公钥核验。keys.json 变了，重新备份。",
}
FIELD_KEY, SIGNING_KEY = "kernel.fieldkey", "kernel.signingkey"


class Command(BaseCommand):
    """Each step says the next."""

    help = "更换密钥。字段加密（SM4）：add → use → reseal → retire。检查点签名（SM2）：sign-add → sign-use。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Step and key id."""
        parser.add_argument("step", choices=["show", *NEXT])
        parser.add_argument("kid", nargs="?", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one step and say the next."""
        step, kid = options["step"], options["kid"]
        if step == "show":
            self._show()
            return
        try:
            told = self._sign(step, kid) if step.startswith("sign-") else self._do(step, kid)
        except rotation.StillNeeded as needed:
            message = f"还有值靠这个密钥（{needed}），先 reseal。"
            raise CommandError(message) from needed
        except rotation.AlreadyWaiting as waiting:
            message = f"新密钥 {waiting} 还没启用，先 sign-use {waiting}。"
            raise CommandError(message) from waiting
        except (KeyError, Unreadable) as failure:
            message = f"没有做成：{failure}。已换的都有效，查明后再运行一次。"
            raise CommandError(message) from failure
        self.stdout.write(NEXT[step].format(**told))

    def _show(self) -> None:
        keys, sealed = settings.KEYS.field_keys, rotation.needed()
        for name in sorted({*keys, *sealed}):
            self.stdout.write(f"{name}：封字段{'，在用' if name == list(keys)[-1] else ''}，{sealed.get(name, 0):,} 个值")
        for name, public in sorted(settings.KEYS.sign_publics.items()):
            self.stdout.write(f"{name}：签检查点{'，在用' if name == settings.KEYS.sign_kid else ''}，公钥 {public.hex()}")

    def _do(self, step: str, kid: str) -> dict[str, str]:
        if step == "add":
            kid = rotation.add()
        elif step == "use":
            rotation.use(kid)
        elif step == "retire":
            rotation.retire([kid])
        else:
            done: dict[str, int] = {}
            for place, count in rotation.reseal():
                done[place] = done.get(place, 0) + count
                self.stdout.write(f"{place}：{done[place]:,}")
        self._note(FIELD_KEY, {"step": step, "key": kid})
        return {"kid": kid}

    def _sign(self, step: str, kid: str) -> dict[str, str]:
        """The line about the change is sealed and signed by the old key before the new one takes over."""
        kid = rotation.sign_add() if step == "sign-add" else kid
        link = rotation.waiting_signer(kid)
        self._note(SIGNING_KEY, {"step": step, "key": kid, "public": link["public"], "by": link["by"], "signature": link["signature"]})
        sealing.seal_now()
        if step == "sign-use":
            rotation.sign_use(kid)
        return {"kid": kid, "public": link["public"]}

    def _note(self, kind: str, facts: dict[str, str]) -> None:
        actor = Actor.system("rotate_keys", frozenset(), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            log.append(
                LogEntry.Book.AUDIT,
                actor,
                operation="kernel.rotate_keys",
                object_type=kind,
                object_id=UUID(int=0),
                region_id=None,
                facts=facts,
            )
