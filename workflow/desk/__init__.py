"""How a person keeps his inbox: saved views, the last visit, what he put off, many steps at once.

All of it is his own working order. None of it moves a deadline, and nothing of a case is changed here.
"""
