"""The policy lab: what a change of the law would cost, who would gain and lose, and how sure that is.

Words: a *study* is a question about the law with a *reform* (changed legal values, rules switched off), the years and
programmes it covers, and the *assumptions* of the drawn population. It lives in *versions*: a version is edited until it
is *run*, and never afterwards. A *publication* shows a version that has run to everybody, who may run it again.
Nobody leans on this room; it decides nothing and touches no dossier.
"""
