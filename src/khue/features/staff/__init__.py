"""The working life of staff: invitation, absence and deputies, hand-over of a desk, leaving, a lost key.

Its words: invitation, absence, deputy, hand-over, leaving.
It is leant on by: desk, site.
"""
