"""What the outcomes of the past say about the next one: learnt in order, explained line by line.

`cases` is what is learnt from, `encoding` turns what was known of a customer into figures,
`belief` learns what each figure is worth, `learner` decides how far that may be trusted, `fitted`
is what it came to, and `replay` lets it prove itself on the past. NumPy is imported here and
nowhere else.
"""
