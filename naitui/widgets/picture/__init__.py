"""Pictures as the terminal wants them: half blocks, shades, sixels and Kitty's placeholders, and the way they are sent."""
