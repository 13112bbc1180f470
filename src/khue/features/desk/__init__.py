"""The desk (bàn làm việc): what waits for an officer, by due day, the deeds on one task or on many, and notes among colleagues.

It leans on ``dossiers``: tasks belong to their dossiers. Its own are saved views, internal notes, bulk deeds and reminders.
Steps with a page of their own room are only led to from here. Nothing leans on this room.
"""
