"""Wiring only: settings, routes, servers, the worker and the demo city. No business rule lives here."""
