"""Floor 4: settings, addresses, middleware, the wiring of rooms, the command line, the sample city."""
