"""The site from its pages: MkDocs' events, complaints, preview.

The one rule: MkDocs is met here and in the hooks, and nowhere else.
"""
