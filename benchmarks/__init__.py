"""What is measured: ratios to other tools, and the explorer at several sizes."""
