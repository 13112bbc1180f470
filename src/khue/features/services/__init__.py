"""What the technology exchange offers beside technology: so far the announcements of its operator.

Words: announcement (its text, its first and last day, its withdrawal). Nothing leans on this room.
"""
