"""Pages of a committee's meetings: the list, the agenda, the meeting itself."""
