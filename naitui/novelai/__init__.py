"""NovelAI's image service: catalog, request, price, client, errors. Usable alone, without the studio."""

from naitui.novelai.account import Allowance, Standing, Subscription
from naitui.novelai.catalog import Catalog, CatalogError, Model, load_catalog
from naitui.novelai.client import HOST, NovelAI
from naitui.novelai.errors import NovelAIError, Refused
from naitui.novelai.lint import Lint, lint
from naitui.novelai.price import Quote, quote, quote_all
from naitui.novelai.replies import Image
from naitui.novelai.request import Framing, Request, build
from naitui.novelai.stream import Step

__all__ = [
    "HOST",
    "Allowance",
    "Catalog",
    "CatalogError",
    "Framing",
    "Image",
    "Lint",
    "Model",
    "NovelAI",
    "NovelAIError",
    "Quote",
    "Refused",
    "Request",
    "Standing",
    "Step",
    "Subscription",
    "build",
    "lint",
    "load_catalog",
    "quote",
    "quote_all",
]
