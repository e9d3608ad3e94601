"""What a manager sees: one app, screens, widgets. It asks the desk through the bridge."""
