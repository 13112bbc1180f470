"""Commands and decisions of the room. Pure: no database, no clock, no catalogue."""
