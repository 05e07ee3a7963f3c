"""From words on the command line to what they do."""

import sys
from collections.abc import Callable

from linli_boot import check, django, offline, test, up
from linli_boot.say import Trouble, line

HELP = """\
./linli up [--detach] [--port N] [--no-demo]   start Linli on this machine
./linli down                                   stop all that up started
./linli test [--full] [PYTEST ARGUMENTS]       run the tests on a database of their own
./linli check                                  lint, types, architecture, migrations
./linli bench [NAME …]                         benchmarks, each beside a peer or limit
./linli audit_verify --file E.zip              verify an evidence package: no database, no keys, no settings
./linli COMMAND …                              any management command (./linli help lists them)"""

_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "up": up.up,
    "down": up.down,
    "test": test.test,
    "check": check.check,
    "bench": test.bench,
    "audit_verify": offline.audit_verify,
    "_keep": up.keep,
}


def main(arguments: list[str]) -> int:
    """Run one command; refusals end with their cause and remedy and exit 1."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        line(HELP)
        return 0
    name, rest = arguments[0], arguments[1:]
    try:
        if name in _COMMANDS:
            return _COMMANDS[name](rest)
        return django.command(arguments)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{_plain(error)}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped by you; the same command goes on from here.\n")
        return 130


def _plain(error: OSError) -> Trouble:
    full = 28
    if error.errno == full:
        return Trouble("The disk is full.", "Free some space and run the same command again.")
    return Trouble(f"{error.strerror or error}: {error.filename or ''}", "Check the rights on that path; it must belong to you.")
