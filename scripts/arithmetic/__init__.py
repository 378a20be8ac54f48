"""The numbers of the site under the arithmetic of other processors.

The one rule: printed lines are compared, and no bit behind them.
"""
