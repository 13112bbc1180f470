"""Personal data as pure values: requests and their clocks, breaches, consents, retention and erasure."""
