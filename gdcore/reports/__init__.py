"""A question about a run, of plain values, and the report that answers it.

The one rule: whatever comes in, a Report comes out, or a ValueError that says what to
give instead.
"""

from gdcore.reports.answering import answer
from gdcore.reports.findings import Found
from gdcore.reports.report import Remedy, Report

__all__ = ["Found", "Remedy", "Report", "answer"]
