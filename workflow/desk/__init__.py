"""How a person keeps his inbox: saved views, the last visit, what he put off, many tasks at once, what he has taken.

It is his own working order, and moves no deadline. What is an act on a case goes through the doors, one by one.
"""
