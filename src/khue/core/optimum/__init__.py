"""Decisions of the kind "which of these, under these limits", solved to a proven optimum: values in, values out.

``assignment`` gives proposals to reviewers, ``portfolio`` chooses what a budget funds. Both read and give plain frozen
dataclasses; NumPy and HiGHS are loaded by the first call that solves, never by an import of these names. HiGHS runs on
one thread with a fixed seed; neither clock nor chance decides anything.
"""
