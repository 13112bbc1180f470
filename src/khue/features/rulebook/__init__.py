"""The rulebook's door: dated legal values of the city, each with its provision, source and certainty.

Words: an *instrument* (resolution, decree) has *provisions*; a *parameter* is a value that a provision sets, with the
periods in which it holds; its *certainty* says how sure we are that it is the law. Every room that needs a legal figure
asks ``queries.parameter(id, on)``. The full rulebook (rules, traces, arrays) moves into this room later.
"""
