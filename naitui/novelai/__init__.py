"""NovelAI's image service: catalog, request, price, client, errors. Usable alone, without the studio."""

from naitui.novelai.account import Allowance, Standing, Subscription
from naitui.novelai.catalog import Catalog, CatalogError, Model, load_catalog
from naitui.novelai.client import HOST, NovelAI
from naitui.novelai.encode import EncodeRequest, encode_request, encode_vibe
from naitui.novelai.errors import NovelAIError, Refused
from naitui.novelai.lint import Lint, lint
from naitui.novelai.price import Quote, quote, quote_all
from naitui.novelai.replies import Image
from naitui.novelai.request import Framing, Request, build, build_all
from naitui.novelai.settling import settled_recipe
from naitui.novelai.stream import Step
from naitui.novelai.tool_price import encoding_quote, tool_quote, upscale_quote
from naitui.novelai.tools import tool_request, upscale_request
from naitui.novelai.user import (
    Information,
    Priority,
    UserData,
    user_data,
    user_information,
    user_priority,
)

__all__ = [
    "HOST",
    "Allowance",
    "Catalog",
    "CatalogError",
    "EncodeRequest",
    "Framing",
    "Image",
    "Information",
    "Lint",
    "Model",
    "NovelAI",
    "NovelAIError",
    "Priority",
    "Quote",
    "Refused",
    "Request",
    "Standing",
    "Step",
    "Subscription",
    "UserData",
    "build",
    "build_all",
    "encode_request",
    "encode_vibe",
    "encoding_quote",
    "lint",
    "load_catalog",
    "quote",
    "quote_all",
    "settled_recipe",
    "tool_quote",
    "tool_request",
    "upscale_quote",
    "upscale_request",
    "user_data",
    "user_information",
    "user_priority",
]
