"""The browser that the workspace's page is looked at with."""

from tests.house.chromium import chromium, chromium_address

__all__ = ["chromium", "chromium_address"]
