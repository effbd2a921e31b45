"""Searching the log: what is asked (`filters`), which streams it concerns (`streams`), what is found (`finding`).

Every page of results looks at a bounded number of entries, so it costs the same in a log of any size.
"""
