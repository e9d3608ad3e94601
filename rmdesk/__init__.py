"""rmdesk: a bank relationship manager's workstation in the terminal."""
