"""All benchmarks, one after the other, and one table in the end: `python -m benchmarks`."""

from rich.console import Console

from benchmarks import (
    analysis_speed,
    card,
    case_lists,
    chat_topics,
    intake,
    month,
    morning,
    press,
    scorecards,
    sealing,
    start,
    storm,
    timers,
)
from benchmarks.figures import Figure, show
from handlers.logs import set_up_logs


def main() -> None:
    """Run, then show; all of them take about ten minutes."""
    set_up_logs(quiet=True)
    console, figures = Console(stderr=True), list[Figure]()
    for module in (
        card,
        press,
        start,
        analysis_speed,
        chat_topics,
        intake,
        sealing,
        case_lists,
        month,
        scorecards,
        morning,
        timers,
        storm,
    ):
        console.print(f"[dim]{module.__doc__ or ''}[/]")
        figures += module.measure()
    show(figures)


if __name__ == "__main__":
    main()
