"""Pictures as terminals want them: half blocks, shades, sixels and Kitty's placeholders, and how they are sent."""
