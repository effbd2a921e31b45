"""Web Push: a hint to a person's device through the push service of his browser, and nobody else.

The message is encrypted for that one browser and still says nothing about anybody: how much is new, not what.
"""
