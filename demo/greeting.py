"""Greeting: what the terminal says when the demo is up."""

from pathlib import Path

from rich.console import Console

from scripts_library.wording import Wording


def greet(url: str, data: Path, wording: Wording) -> None:
    """The address, three things to try, and how to stop."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold green]{wording('demo.address', url=url)}[/]")
    console.print(wording("demo.try_title"))
    for number in (1, 2, 3):
        console.print(f"  {number}. {wording(f'demo.try_{number}')}")
    console.print(f"[dim]{wording('demo.stop', data=str(data))}[/]")
