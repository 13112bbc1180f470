"""The city's Science and Technology Development Fund: its bodies, its capital, what it gives and what it lends.

Words: body, seat, charter, source, receipt, case, vote, tranche, loan, schedule, instalment, repayment, write-off, opinion.
It leans on dossiers (the way an application goes), ledger and treasury (the money), rulebook and people; desk, portal and
publicity lean on it. Losses are no breach by themselves here: they are judged on the portfolio, with the file of each.
"""
