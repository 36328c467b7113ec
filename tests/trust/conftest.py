"""The figures of the access matrix, added up over all processes and printed at the end of a run of this folder."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    """Print what tests noted with `walking.note_figures`."""
    totals: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, figures in getattr(report, "user_properties", ()):
                if report.when == "call" and isinstance(figures, dict):
                    totals.setdefault(name, Counter()).update(figures)
    for name, figures in totals.items():
        terminalreporter.write_line(f"{name}: " + ", ".join(f"{number} {what}" for what, number in figures.items()))
