"""Experts for the city's tasks: from a need that nobody inside can meet to results handed in, paid, evaluated, renewed or ended.

Words: need, profile, candidacy, offer, engagement, expert due, evaluation. A council of the room ``councils`` judges candidacies and
evaluations; it hears of them as subjects (``candidacy:7``, ``evaluation:3``) and answers by its event, which ``site`` wires.
The portal and the public figures lean on this room.
"""
