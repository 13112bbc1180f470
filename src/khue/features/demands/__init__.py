"""The market of problems: a demander says what is to be solved, suppliers answer, one of them is tried and chosen.

Words: demand, solution, short list, trial, award. A demand is public once a second person has published it; what suppliers answer
is read by nobody else before the deadline, and afterwards by the demander's side. Matching leans on this room; it leans on members
and offers of the exchange, and on parties.
"""
