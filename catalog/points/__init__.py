"""Service points: hours, places, the printed sign."""
