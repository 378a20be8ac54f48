"""One folder for each topic page: its data, numbers, figures and explorer settings.

The one rule: the five names are the same in each, and imports run data, then the rest.
"""
