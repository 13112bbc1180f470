"""Missions: the city's key science and technology tasks and the support they get (Resolution 34/2025).

Begun here with Task and EquipmentSupport: machinery and equipment of a research topic or a trial-production project,
from the application's cost lines to the accepted and paid tranche and the equipment register. Leans on dossiers (the
way a case goes), ledger (the money), rulebook (caps and clocks) and people. Desk and portal lean on it.
"""
