"""Second opinion: SnowNLP in a process of its own, asked only where stars and lexicon leave a doubt.

Loading it takes seconds and hundreds of megabytes; in a child process neither stands in anyone's way.
"""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

import structlog

from bot.analysis.snownlp_voice import positive_share

log = structlog.get_logger()
_PATIENCE_SECONDS = 8.0


class Opinion(Protocol):
    """A second voice about a text in doubt."""

    async def ask(self, text: str) -> float | None:
        """0 (negative) to 1 (positive), None when it has nothing to say."""
        ...

    def close(self) -> None:
        """Nothing more will be asked."""
        ...


class SecondOpinion:
    """Asks SnowNLP; its silence is an answer too: the first reading then stands, with its lower confidence."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def ask(self, text: str) -> float | None:
        """0 (negative) to 1 (positive), or None when it has nothing to say in time."""
        pool = self._pool = self._pool or _pool()
        asked = asyncio.get_running_loop().run_in_executor(pool, positive_share, text)
        try:
            return await asyncio.wait_for(asked, _PATIENCE_SECONDS)
        except TimeoutError:
            log.warning("no second opinion in time", seconds=_PATIENCE_SECONDS)
        except BrokenProcessPool:
            log.warning("the second opinion's process died; the next question starts a new one")
            self._pool = None
        return None

    def close(self) -> None:
        """End the child process."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    """Spawned, not forked: a fork would inherit database handles and threads."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
