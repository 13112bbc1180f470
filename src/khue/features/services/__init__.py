"""What the technology exchange offers beside technology: its operator's announcements, and a catalogue of what members do for others.

Words: announcement; catalogue entry (a service, a piece of equipment for shared use, a project raising capital, an expert's profile),
ticket (an order of a service, from the question to its end), complaint to the operator. The room leans on exchange and deals; nothing leans on it.
"""
