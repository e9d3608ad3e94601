"""In and out: files to rows and problems, rows to files. It touches no store.

Rows come out as values ready to be kept: day numbers, minor units, millionths, codes.
"""
