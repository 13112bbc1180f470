"""Words, states, commands and decisions of the room; pure."""
