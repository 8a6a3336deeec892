"""Dashboard: the managers' page over HTTP, read only."""

from handlers.http.dashboard.routes import dashboard_routes

__all__ = ["dashboard_routes"]
