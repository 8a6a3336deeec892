"""Second opinion: SnowNLP in a process of its own, asked only where stars and lexicon leave a doubt.

Loading it takes seconds and hundreds of megabytes: in a child process, started by the first doubt, neither stands in
anyone's way. A card never waits for it longer than `PATIENCE_SECONDS`.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Protocol

import structlog

log = structlog.get_logger()
PATIENCE_SECONDS = 0.5
_HOUSE = Path(__file__).parents[2]


class Opinion(Protocol):
    """A second voice about a text in doubt."""

    async def ask(self, text: str) -> float | None:
        """0 (negative) to 1 (positive), None when it has nothing to say."""
        ...

    async def close(self) -> None:
        """Nothing more will be asked."""
        ...


class SecondOpinion:
    """Asks SnowNLP; its silence is an answer too: the first reading then stands, with its lower confidence."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._child: Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._asked: dict[int, asyncio.Future[float | None]] = {}
        self._number = 0

    async def ask(self, text: str) -> float | None:
        """The share of positive, or None when it has nothing to say in time; while it loads, that is always so."""
        try:
            child = await self._at_hand()
        except OSError as failed:  # a machine short of processes: the voice is optional, the review is not
            log.warning("no second opinion can be had", because=str(failed))
            return None
        if child.stdin is None:
            return None
        self._number += 1
        answer: asyncio.Future[float | None] = asyncio.get_running_loop().create_future()
        self._asked[self._number] = answer
        child.stdin.write(json.dumps({"number": self._number, "text": text[:1000]}).encode() + b"\n")
        try:
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            log.info("no second opinion in time")
            return None
        finally:
            self._asked = {number: open_ for number, open_ in self._asked.items() if not open_.done()}

    async def close(self) -> None:
        """End the child process."""
        if self._listening:
            self._listening.cancel()
        if self._child and self._child.returncode is None:
            self._child.kill()
            await self._child.wait()

    async def _at_hand(self) -> Process:
        """The child; a new one when there is none, or when it died."""
        if self._child is None or self._child.returncode is not None:
            module = "bot.analysis.snownlp_voice"
            self._child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, cwd=_HOUSE, stdin=PIPE, stdout=PIPE
            )
            self._listening = asyncio.create_task(self._listen(self._child))
        return self._child

    async def _listen(self, child: Process) -> None:
        assert child.stdout is not None
        async for line in child.stdout:
            told = json.loads(line)
            waiting = self._asked.pop(told["number"], None)
            if waiting and not waiting.done():
                waiting.set_result(told["share"])
        log.warning("the second opinion's process ended; the next doubt starts a new one")
