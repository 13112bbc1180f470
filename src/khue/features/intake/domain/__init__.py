"""What is taken in, what it may become, what is told about it, and what two lists say of one day. Pure."""
