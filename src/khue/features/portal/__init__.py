"""The portal: what everybody sees without signing in.

Front page, catalogue of procedures, public register of support with its open data. Reads the rooms below and writes
nothing.
"""
