"""Dossiers: how every case goes, whatever it is about.

A procedure definition (versioned data of the city package) says what is asked, which papers are needed, which steps
are taken by whom within which clock. A dossier (hồ sơ) is one case of one version; a task (việc) is one step of it on
somebody's desk. The rooms above bring the matter: they wire themselves to a procedure and join its deeds.
Leans on people and rulebook; missions, desk and portal lean on it.
"""
