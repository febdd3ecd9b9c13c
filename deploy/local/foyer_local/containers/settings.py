"""What the container that plants the demo needs to know."""

from pathlib import Path

from foyer_portal_bff.settings import Settings as PortalSettings
from pydantic import Field, SecretStr

from foyer_local.seed.plant import CUSTOMERS


class DemoSettings(PortalSettings):
    """Those of the portal, whose doors it calls inside its own process, and its own."""

    demo: bool = Field(default=True, description="False: plant nothing")
    demo_port: int = Field(default=8080, ge=1, le=65535, description="Where browsers find the portal")
    demo_customers: int = Field(
        default=CUSTOMERS, ge=0, le=CUSTOMERS, description="Beside those with a story"
    )
    demo_api_key: SecretStr = Field(description="Accepted as Northwind's: foyer_sk_…")
    contoso_api_key: SecretStr = Field(description="Accepted as Contoso's: foyer_sk_…")
    api_key: SecretStr | None = Field(default=None, description="Accepted as Northwind's as well")
    data_dir: Path = Field(default=Path("/var/lib/foyer"), description="Keeps when the seed began")
    worker_url: str = Field(default="http://{service}-worker:8000", description="Each service's worker")
