"""Taking a search out of the system: asked for with a purpose, written in the background, kept for a week at most."""
