"""Start: from the start of the process to the first 200 of /readyz, and the memory that is resident then."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Bound, Figure, Sample, show
from benchmarks.local_demo import LocalDemo, local_demo
from benchmarks.processes import Running, can_watch_processes, children, free_port, processor_ms, resident_mb, running

MOST_RATIO = 2.0
# Neither praise nor complaint, so that SnowNLP is asked.
DOUBTFUL = "用了几天,先这样吧"
_OURS, _BARE = ("app.py", "serve"), ("-m", "benchmarks.bare_bolt")
_BARE_NAME = "bare Bolt + Starlette + uvicorn"
_MODEL_MB = 150.0
_PATIENCE_SECONDS = 25.0
_LOOK_AGAIN_SECONDS = 0.7


@dataclass
class _Measured:
    """Milliseconds to readiness, the processor's share of them, and MB after it."""

    ready_ms: list[float] = field(default_factory=list)
    worked_ms: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)

    def note(self, program: Running) -> None:
        self.ready_ms.append(program.ready_after * 1000)
        worked, resident = processor_ms(program.pid), resident_mb(program.pid)
        if worked and resident:
            self.worked_ms.append(worked)
            self.resident.append(resident)


def measure(*, runs: int = 12, opinion: bool = True) -> list[Figure]:
    """`serve` against the bare program, started in turns, `runs` times each; memory beside it.

    With `opinion` also the memory once SnowNLP was asked a first question, which takes some seconds more.
    """
    return asyncio.run(_measure(runs, opinion=opinion))


async def _measure(runs: int, *, opinion: bool) -> list[Figure]:
    first, ours, bare = _Measured(), _Measured(), _Measured()
    asked: list[float] = []
    async with local_demo() as workspace:
        with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
            env = _settings(workspace, Path(folder))
            for run in range(runs + 1):
                async with _started(_OURS, env, Path(folder)) as program:
                    (ours if run else first).note(program)
                    if opinion and run == runs and can_watch_processes():
                        asked = await _after_a_question(workspace, program)
                async with _started(_BARE, env, Path(folder)) as program:
                    bare.note(program)
    return [*_times(first, ours, bare), *_memory(ours, bare, asked)]


def _settings(workspace: LocalDemo, folder: Path) -> Mapping[str, str]:
    """For both programs; what the bare one does not know it does not read."""
    return {
        "SLACK_API_URL": workspace.api_url,
        "SLACK_BOT_TOKEN": workspace.token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "WEBHOOK_SECRET_STANDARD": workspace.outside.secret,
        "DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
    }


@asynccontextmanager
async def _started(arguments: tuple[str, ...], env: Mapping[str, str], folder: Path) -> AsyncIterator[Running]:
    port = free_port()
    async with running(arguments, port, {**env, "PORT": str(port)}, folder / "log") as program:
        yield program


async def _after_a_question(workspace: LocalDemo, program: Running) -> list[float]:
    """Push a doubtful review to this process; (its memory, its child's) once the child's model is loaded."""
    at_serve = workspace.at(program)
    await at_serve.push(at_serve.review("home-cn", rating=3, text=DOUBTFUL))
    async with asyncio.timeout(_PATIENCE_SECONDS):
        loaded, now = -1.0, 0.0
        while now < _MODEL_MB or now > loaded:  # another process's memory makes no event
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            loaded, now = now, _largest_child(program.pid)
    return [resident_mb(program.pid) or 0.0, loaded]


def _largest_child(pid: int) -> float:
    return max((resident_mb(child) or 0.0 for child in children(pid)), default=0.0)


def _times(first: _Measured, ours: _Measured, bare: _Measured) -> list[Figure]:
    baseline, usual = Sample(tuple(bare.ready_ms)), Sample(tuple(ours.ready_ms))
    bound = Bound(f"ratio < {MOST_RATIO:g}", usual.median / baseline.median, MOST_RATIO)
    once = Sample(tuple(first.ready_ms))
    return [
        Figure("start", "serve, database at the current schema", usual, _BARE_NAME, baseline, bound),
        Figure("first start", "serve, making its SQLite database", once, _BARE_NAME, baseline),
    ]


def _memory(ours: _Measured, bare: _Measured, asked: list[float]) -> list[Figure]:
    """Nothing where the system does not tell."""
    if not (ours.resident and bare.resident):
        return []
    worked, bare_worked = Sample(tuple(ours.worked_ms)), Sample(tuple(bare.worked_ms))
    baseline = Sample(tuple(bare.resident), "MB")
    figures = [
        Figure(
            "start's processor time",
            "the same starts; what busy neighbours leave alone",
            worked,
            _BARE_NAME,
            bare_worked,
        ),
        Figure("memory", "serve, just ready", Sample(tuple(ours.resident), "MB"), _BARE_NAME, baseline),
    ]
    places = ("serve itself, after SnowNLP's first answer", "its SnowNLP process")
    figures += [
        Figure("memory", where, Sample((value,), "MB"), _BARE_NAME, baseline)
        for where, value in zip(places, asked, strict=bool(asked))
    ]
    return figures


if __name__ == "__main__":
    show(measure())
