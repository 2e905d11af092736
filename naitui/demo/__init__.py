"""The demo service: NovelAI's wire protocol without an account, without a network, with nothing spent."""

from naitui.demo.account import DemoAccount
from naitui.demo.faults import FAULTS, FaultPlan
from naitui.demo.service import DEMO_TOKEN, DemoTransport

__all__ = ["DEMO_TOKEN", "FAULTS", "DemoAccount", "DemoTransport", "FaultPlan"]
