"""What the local identity provider says about its residents, as a national identity would."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter

RESIDENTS: dict[str, dict[str, str]] = {
    "mai": {"name": "Nguyễn Thị Mai", "citizen_number": "001185012345", "birthdate": "1985-03-02"},
    "nam": {"name": "Lê Văn Nam", "citizen_number": "001090012345", "birthdate": "1990-07-01"},
    # A provider that says little: no number, and a contact that can't be one.
    "vo-danh": {"name": "Trần Ẩn", "phone_number": "không có"},
}
PASSWORD = "provider-password"


class Claims(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    def get_claims(self, purpose: str, user: Any, client: Any, scopes: Any, **kwargs: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, user, client, scopes, **kwargs)
        return claims | RESIDENTS.get(user.username, {})

    def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **kwargs: Any) -> None:
        id_token["acr"] = "loa2"
        # A resident of this name meets a provider that mixes up its answers.
        if client.name == "mixes-up-nonces":
            id_token["nonce"] = "of-somebody-else"
