"""The pages of the log over a log of any size; needs PostgreSQL."""
