"""What the page that diagnoses a run opens: real cases, as questions.

The one rule: a case's data are those of a dataset, an answer or a snippet of the site.
"""
