"""HR's pages that need the flow: opening a cycle, changing a committee at work, acts on one case."""
