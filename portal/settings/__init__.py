"""Settings: `base` is true everywhere; `dev`, `test` and `production` hold only their differences."""
