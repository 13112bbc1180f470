"""One encrypted file that holds the whole portal: made (``making``), looked at (``reading``), brought back (``restoring``).

What lies in it: docs/how-to/back-up-and-restore.md. Without Khuê: ``age -d FILE | tar x``, then ``cat database/* | pg_restore``.
"""
