"""What is computed twice: problems, tolerances, other programs' values.

The one rule: a case and its recorded value stand here once, for tests and pages.
"""
