"""The log of a city, written by real acts, sealed and checked on the database of DATABASE_URL."""
