"""What stands in .build/, what is stale, and the processes that make it.

The one rule: it knows topics and parts by name and interface; it imports none of them.
"""
