"""Pages of plans, policies, cycles and committees: load, check, one call, redirect."""
