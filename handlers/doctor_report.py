"""Doctor's report: the findings, a line each, what is ill with its remedy."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from handlers.doctor import Finding
from scripts_library.wording import Wording


def report(findings: Sequence[Finding], say: Wording) -> int:
    """Print every finding; how many are to be mended."""
    console = Console(soft_wrap=True, highlight=False)  # long remedies wrap; a table would cut Chinese ones off
    for finding in findings:
        mark = "[bold red]✗[/]" if not finding.is_well else "[yellow]![/]" if finding.is_caution else "[green]✓[/]"
        console.print(f"{mark} [bold]{escape(finding.subject)}[/]  {escape(finding.words)}")
    ill = sum(not finding.is_well for finding in findings)
    console.print(f"[bold red]{say('doctor.some_ill', count=ill)}[/]" if ill else f"[green]{say('doctor.all_well')}[/]")
    return ill
