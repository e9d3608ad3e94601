"""What a manager does: verbs over an open book, one subject a file.

A verb takes the book first and gives frozen dataclasses (`views`); it knows no screen. Reads are
plain SQL; a deed is one SQL transaction with its history.
"""
