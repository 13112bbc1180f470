"""Key tasks without city money: recognised, with benefits from–until, reported on every year, withdrawn after a hearing.

Its words: key task, source of money, examination, opinion of a council, benefit, yearly report, withdrawal, hearing.
It is leant on by: portal, publicity; ``queries.benefits_of`` is its door for rooms that ask what a party may use.
"""
