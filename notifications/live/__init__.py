"""Hints over websockets: that something changed, never what. The page asks for the rest, as its reader may see it."""
