"""Pictures as terminals want them: half blocks, shades, sixels, Kitty's placeholders, words. Text and bytes alone:
what a screen or a command does with them is its own business."""
