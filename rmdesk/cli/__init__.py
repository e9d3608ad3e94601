"""The command line: the same verbs as the screen, as tables for people or JSON for programs."""
