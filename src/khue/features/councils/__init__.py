"""Councils: panels of experts who judge items without an interest in them.

Its words: *expert* (a person on the register), *council* with numbered *seats*, *item* (what is judged: a subject as text with
a title and parties), *interest* (a fact or a declaration that takes a seat out of an item), *review* (a round of scoring) with
*assignments* and *sheets*, *meeting* with presence, *ballot*, *minutes*. It knows no call and no mission: rooms above put items
before a council, give papers and facts through the sources that ``site`` registers, and hear decisions by events.
It is leant on by: missions, calls and whoever needs an opinion; site.
"""
