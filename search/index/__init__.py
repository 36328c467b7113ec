"""The public index: its documents, and the engines that hold it."""
