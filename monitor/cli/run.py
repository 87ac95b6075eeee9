"""`fazhi run`: takes what to look at, runs one round, prints what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.console import FORMAT, open_from, parse_day, print_json, progress

if TYPE_CHECKING:
    from monitor.rounds.order import RoundResult
    from storage.model import Visit


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every list and every held page now, due or not.")
@click.option("--as-of", metavar="DATE", help="Judge as of that day (YYYY-MM-DD).")
@FORMAT
@click.pass_context
def run(context: click.Context, sources: tuple[str, ...], everything: bool, as_of: str | None, form: str) -> None:
    """Run one round for the sources that are due, or for those named. Meant for cron."""
    from monitor.rounds.order import RoundRequest, run_round

    day = parse_day(as_of)
    with open_from(context) as house, progress() as listener:
        result = run_round(house, RoundRequest("run", sources, everything=everything, as_of=day), listener)
    print_round(result, form)
    context.exit(1 if result.needs_a_person else 0)


def print_round(result: RoundResult, form: str) -> None:
    """Print a round: outcome of each source, then the alerts it raised."""
    from monitor.cli.show import alert_table, visit_lines
    from monitor.telling.plainly import alert_json

    if form == "json":
        print_json(
            {
                "run": result.run_id,
                "sources": [
                    {
                        "slug": visit.source,
                        "outcome": visit.outcome,
                        "reason": visit.reason,
                        "counts": dict(visit.counts),
                    }
                    for visit in result.visits
                ],
                "documents": result.documents,
                "alerts": [alert_json(alert) for alert in result.alerts],
                "deliveries": vars(result.deliveries),
            }
        )
        return
    for line in visit_lines(result.visits):
        click.echo(line)
    click.echo(f"{result.documents} documents read, {len(result.alerts)} alerts, {result.deliveries.sent} sent")
    if result.alerts:
        from rich.console import Console

        Console().print(alert_table(result.alerts, f"本轮预警 {result.run_id}"))


def _visit_json(visit: Visit) -> dict[str, object]:
    return {"slug": visit.source, "outcome": visit.outcome, "reason": visit.reason, "counts": dict(visit.counts)}
