"""Where: service points, their hours, their places, the printed sign."""
