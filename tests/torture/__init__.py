"""What a store goes through: damage, full disks, killed processes. `make torture` runs it long."""
