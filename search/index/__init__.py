"""What is in the public index, and the engines that hold it."""
