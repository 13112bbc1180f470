"""The engine of the rulebook: law as dated values, rules written once, answers that explain themselves.

A rule is a Python function that is called once, when it is loaded. What it builds from facts and legal values is a
graph of expressions; everything else reads that graph: one case with its trace, millions of rows as arrays, the
question that matters most, the nearest change, the sentence for a resident.

Words: *fact* (what a case says), *legal value* (a dated parameter of the law), *rule*, *ruling* (what a rule builds),
*answer* (what a rule says of one case), *batch* (of many), *reform* (the law with changes), *edition* (law and rules
together, as a hash).
"""
