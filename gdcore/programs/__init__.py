"""Programs of linear regression, read and run.

The one rule: what is read is never executed; what is run is run apart, on a click.
"""
