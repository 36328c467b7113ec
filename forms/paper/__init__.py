"""Forms on paper: a blank one to fill in by hand, and one with answers to sign; both from the definition, by typst."""
