"""From the files that staff write to the content, with every problem gathered."""
