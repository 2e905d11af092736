"""The doctor: what this terminal can do and how that is known, a test card, and what to change. Knows no screen."""

from naitui.doctor.advice import Advice, advice_for
from naitui.doctor.card import card_picture
from naitui.doctor.facts import Facts, gather
from naitui.doctor.report import Section, as_json, sections

__all__ = ["Advice", "Facts", "Section", "advice_for", "as_json", "card_picture", "gather", "sections"]
