"""Money that really moves: payment orders, bank statements, matching, the daily cash picture.

Its words: payment order, bank account, statement, statement line, match, return, fee.
It is leant on by: missions, desk.
"""
