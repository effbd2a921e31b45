"""Business verbs. Each checks, changes and records within one act; the door saves, tells and moves on."""
