"""The access journal: who looked at what concerns somebody else.

`looking` writes a line, one insert and nothing else; `batches` seals the lines; `inspections` keeps the deferral that an
inspector may state; `selectors` says who may read them.
"""
