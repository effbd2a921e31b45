"""Pages of the log: who looked, what is kept of a person, what was erased by order."""
