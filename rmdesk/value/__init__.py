"""What a customer is worth: pure arithmetic over days, rates and amounts.

Every exact figure is an integer over `SCALE`, so that nothing is rounded before `share` does it.
Days are day numbers (`date.toordinal`), amounts minor units, rates millionths a year.
"""
