"""Loaded program: `app.py` loaded once; each command is a copy of that process, which runs it to its own end.

Loading takes a second, and the commands of all tests together are a hundred: what they say does not depend on it. That
a start from nothing works is seen where `app.py` serves, in `tests.house.program.running_app`.
"""

import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

_LONGEST_SECONDS = 60


def _main(control: socket.socket) -> None:
    """Run what is asked for on the socket, one JSON document a line, and answer each with its exit code."""
    from handlers.quick_start import after_loading, before_loading

    before_loading()
    from app import cli

    after_loading()
    with control.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            child = os.fork()
            if child == 0:
                _become(json.loads(line))
                cli()
            _, status = os.waitpid(child, 0)
            lines.write(f"{os.waitstatus_to_exitcode(status)}\n")
            lines.flush()


def _become(asked: dict[str, Any]) -> None:
    """The process that was asked for: its folder, words, environment and streams; it dies if it takes too long."""
    signal.alarm(_LONGEST_SECONDS)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["app.py", *asked["words"]]
    for number, name, mode in ((0, "given", "r"), (1, "told", "w"), (2, "complained", "w")):
        with Path(asked[name]).open(mode) as file:
            os.dup2(file.fileno(), number)
    # What was read or written ahead belongs to the process that this was copied from.
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115


if __name__ == "__main__":
    _main(socket.socket(fileno=int(sys.argv[1])))
