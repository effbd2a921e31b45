"""What is typed on the pages of plans, policies, cycles and committees."""
