"""Figures for those who watch the portal, in the format of Prometheus: of each request, and of what the database keeps.

Each web process counts its own requests in files of one folder (``KHUE_VAR/metrics``), so that whichever process answers
tells the sum of all. What the database, the disk and the last backup say is read when it is asked for. Labels are names of
routes and kinds of jobs: never paths, names or keys of people.
"""
