"""Pages of steps and the inbox: load, check, one call, redirect."""
