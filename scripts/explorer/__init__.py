"""What the explorer loads: first frames, scripts, the browser's Python.

The one rule: a part of .build/ each, made of the snapshot's bytes alone.
"""
