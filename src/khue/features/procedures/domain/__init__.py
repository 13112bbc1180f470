"""What staff change of a procedure, and how it is judged: places, comparison, flow, rehearsal, publication. Pure."""
