"""All benchmarks, one after the other, and one table in the end: `python -m benchmarks`."""

from rich.console import Console

from benchmarks import analysis_speed, card, press, start
from benchmarks.figures import Figure, show


def main() -> None:
    """Run, then show; each takes less than a minute."""
    console, figures = Console(stderr=True), list[Figure]()
    for module in (card, press, start, analysis_speed):
        console.print(f"[dim]{module.__doc__ or ''}[/]")
        figures += module.measure()
    show(figures)


if __name__ == "__main__":
    main()
