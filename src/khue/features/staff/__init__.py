"""The working life of staff: invitation, roles with a second person, absence and deputies, hand-over of a desk, leaving, keys.

Its words: invitation, role proposal, absence, deputy, hand-over, departure, key reset.
It is leant on by: missions (a deputy's deeds), desk, site.
"""
