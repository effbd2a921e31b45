"""Only in tests: emptying tables whose rows may not be deleted, after a test that commits."""
