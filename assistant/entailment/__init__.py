"""Whether quotes bear a claim out, check by check, in either language; it knows no writer and no study."""
