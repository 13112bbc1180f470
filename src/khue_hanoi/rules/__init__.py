"""The rules of Hanoi, in files named after the resolutions and laws that they come from."""
