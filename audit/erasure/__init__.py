"""Lawful erasure: what an entry told is blanked by an order that is itself an entry, and every proof stays valid.

`columns` says which columns of rows hold people's words; `words` finds those that an entry brought in; `erasing` blanks
them, and is the only place that does; `orders` tells of what was erased; `holds` what stands in the way. Nothing is ever
erased because time has passed.
"""
