"""Documents that count: templates as versions, signing in order, validation, the public check of a paper.

Its words: template, template version, signing (an envelope with signers in order), signature, check code.
It is leant on by: dossiers, appeals, missions.
"""
