"""Delivery: a mission from the funded proposal (or the direct assignment) to its settlement (Resolution 34/2025).

Words: Mission, its cost lines (MissionCost), ContractVersion, Milestone, Handover, ContractChange, MissionReport, SiteCheck,
MissionWarning, Ending, MissionClaim. Leans on calls (what was proposed), councils (final acceptance), dossiers (tasks, papers),
ledger and treasury (money), rulebook (caps, lump sum, risk) and people. Nobody leans on it; results hears of accepted missions.
"""
