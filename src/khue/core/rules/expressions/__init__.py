"""What a rule is made of: a graph of expressions over facts and legal values, built by ordinary Python.

``nodes`` holds one node and what may be done with it, ``facts`` what a case says, ``legal`` the values of the law,
``choosing`` conditions and exceptions. Nothing is computed here.
"""

from khue.core.rules.expressions.choosing import by, capped, choose, greatest, least, ordinarily
from khue.core.rules.expressions.facts import Fact, LineFacts, choice, count, day, lines, money, share, yesno
from khue.core.rules.expressions.legal import TODAY, UNITS_OF, granted_by, law, value_of
from khue.core.rules.expressions.nodes import LIMIT, DefinitionError, Expression, Operand, Rounding, as_expression

__all__ = [
    "LIMIT",
    "TODAY",
    "UNITS_OF",
    "DefinitionError",
    "Expression",
    "Fact",
    "LineFacts",
    "Operand",
    "Rounding",
    "as_expression",
    "by",
    "capped",
    "choice",
    "choose",
    "count",
    "day",
    "granted_by",
    "greatest",
    "law",
    "least",
    "lines",
    "money",
    "ordinarily",
    "share",
    "value_of",
    "yesno",
]
