"""The demo city: pure, deterministic content that knows no Django; a command loads it into the models."""
