"""The browser that the workspace's page is looked at with."""

from tests.sandbox.page.conftest import chromium

__all__ = ["chromium"]
