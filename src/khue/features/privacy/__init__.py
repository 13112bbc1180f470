"""The law on personal data: what a person may ask of the city, what was agreed to, what leaked, what is kept and erased.

Its words: data-subject request, carrying out, extension; breach; purpose, consent; retention, hold, erasure.
It is leant on by: desk, portal.
"""
