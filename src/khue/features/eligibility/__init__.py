"""What can I get? A person answers a few questions and sees every support of the city that is possible, with reasons.

Words: an *entitlement* is a rule whose id begins ``entitlement.``; *answers* are facts that the person tells, kept in
the address of the page and nowhere else; a *check* is what the entitlements say of them on a day; a *saved check* is
one that a signed-in person keeps. Nobody leans on this room.
"""
