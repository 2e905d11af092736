"""Bytes and pixels: what a picture file is, what it says about itself, and how it is opened safely.

Everything here is a pure function on bytes or Pillow images. Files come from strangers, so every reader has caps, and
the only complaint that leaves this room is `BadPicture`.
"""
