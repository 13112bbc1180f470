"""Events of the technology exchange: who invites, when and where, who has a seat and who waits for one.

Words: gathering (the kernel's events are another thing), seat, waiting list. The room leans on people alone; nothing leans on it.
"""
