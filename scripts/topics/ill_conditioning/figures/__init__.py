"""The pictures of the ill-conditioning page.

The one rule: the valley and the runs in it are one module, curves are the other.
"""
