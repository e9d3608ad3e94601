"""What to offer next: pure rules over facts; reasons are codes and figures, never sentences."""
