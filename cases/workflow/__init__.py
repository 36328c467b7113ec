"""What may come next and when it is due: definitions, the engine that decides, clocks. No Django."""
