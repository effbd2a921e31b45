"""Kill (-9) workers and page servers again and again while they work, and count what became of it."""
