"""How things look: pictures, films, colors, and numbers as text.

The one rule: what is drawn was computed before; nothing here computes a result.
"""
