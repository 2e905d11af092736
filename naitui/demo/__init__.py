"""The demo service: NovelAI's wire protocol without an account, without a network, with nothing spent."""

from naitui.demo.account import DemoAccount
from naitui.demo.faults import FAULTS, FaultPlan
from naitui.demo.service import DemoTransport
from naitui.demo.users import DEMO_EMAIL, DEMO_PASSWORD, DEMO_TOKEN

__all__ = ["DEMO_EMAIL", "DEMO_PASSWORD", "DEMO_TOKEN", "FAULTS", "DemoAccount", "DemoTransport", "FaultPlan"]
