"""From a need to a proposal that lies before a council: needs, orders, calls, questions, proposals.

Its words: need, big problem, order, requirement, call, question, amendment, proposal, member, section revision,
hand-over list. A proposal's file is a dossier that is sealed until the call is opened (decision on sealed proposals).
It is leant on by: missions, portal. Councils and results lie below and hear of its proposals through registrations.
"""
