"""Soft budget lines of the city: seminars, councils, working groups, hired experts. Norm → yearly plan → spending → report.

Words: year plan, plan version, plan line, norm of an activity, spend, earned fee, activity report. A plan is approved by a second
person and changed only by a superseding version; its lines are reserved on a budget line in the ledger. Fees that signed minutes
earned come from the room ``councils`` by its event and become spends by themselves. The public money page leans on this room.
"""
