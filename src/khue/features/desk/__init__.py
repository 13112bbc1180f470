"""The desk (bàn làm việc): what waits for an officer, by due day, and the deeds on one task.

It leans on ``dossiers`` and owns no table: tasks belong to their dossiers. Steps with a page of their own room are
only led to from here. Nothing leans on this room.
"""
