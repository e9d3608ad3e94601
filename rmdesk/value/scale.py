"""How exact values are kept: whole numerators over one large denominator.

Every divisor that a formula knows goes into it: a basis of 360 or 365 days, 60 minutes, a month
of 28 to 31 days, the 12.5 of operational risk, the millionths of rates (up to three in a product,
for the capital charge), of the part of a limit that counts and of an owner's share, the billionths
of an exchange rate, and four decimals of a currency. So nothing is lost before the one rounding
(DESIGN section 5).
"""

MILLION = 1_000_000
BILLION = 1_000_000_000
DAYS = 26_280
# 28 and 30 are 4 and 30, which are in DAYS, times 7 and 1.
MONTH_DAYS = 7 * 29 * 31
SCALE = DAYS * MONTH_DAYS * 2 * MILLION**3 * MILLION * MILLION * BILLION * 10_000
# What an owner of the whole account has is SCALE; of a millionth of it, this.
UNSHARED = SCALE // MILLION
