"""Benchmarks: what is shown by figures and not by a test. Run each as a module."""
