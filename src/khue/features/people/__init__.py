"""People: every person and organisation that the city knows, once.

Words: a *party* is a person or an organisation; a *mandate* lets a person act for a party for a time and a scope; a
*unit* is a desk of the city's own house; a *role held* in a unit brings rights (``roles.toml`` of the city package).
Every other room leans on this one: on party keys (``party:12``) and on ``queries.standing`` for who acts.
"""
