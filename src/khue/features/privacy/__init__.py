"""Personal data under the law: requests of a person, consent by purpose, breach, retention, lawful erasure.

Its words: data-subject request, consent, purpose, breach, retention rule, erasure.
It is leant on by: portal, desk, site.
"""
