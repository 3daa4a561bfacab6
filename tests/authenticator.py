"""A device that holds passkeys, as software: it makes them, signs with them, and lies where a test asks."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256, CoseKey
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG
THERE = FLAG.UP | FLAG.UV


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a key of the kind that devices make."""
    return ec.generate_private_key(ec.SECP256R1())


def _cose(key: ec.EllipticCurvePrivateKey) -> CoseKey:
    made: CoseKey = ES256.from_cryptography_key(key.public_key())  # type: ignore[no-untyped-call]
    return made


@dataclass
class Device:
    """A device in a browser at an origin; its attributes are what it says, or a test has it say."""

    origin: str = "http://localhost"
    host: str = "localhost"
    flags: FLAG = THERE
    counts: bool = True
    count: int = 0
    crossed: bool = False
    handle: str = ""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=new_key)

    @property
    def named(self) -> str:
        """What its passkey is known by."""
        return websafe_encode(self.credential)

    def made(self, options: dict[str, Any]) -> str:
        """Return the answer to being asked for a new passkey."""
        self.handle = options["user"]["id"]
        matter = AttestedCredentialData.create(Aaguid.NONE, self.credential, _cose(self.key))
        data = AuthenticatorData.create(self._host(), self.flags | FLAG.AT, self._counted(), matter)
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", options["challenge"]).b64,
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
                "transports": ["internal", "hybrid", "something-new"],
            }
        )

    def signed(self, options: dict[str, Any], **lies: Any) -> str:
        """Return the answer to being asked for a signature."""
        return replace(self, **lies)._signed(options) if lies else self._signed(options)

    def _signed(self, options: dict[str, Any]) -> str:
        client = self._client("webauthn.get", options["challenge"])
        data = AuthenticatorData.create(self._host(), self.flags, self._counted())
        return self._answer(
            {
                "clientDataJSON": client.b64,
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(self.key.sign(data + client.hash, ec.ECDSA(SHA256()))),
                "userHandle": self.handle or None,
            }
        )

    def _counted(self) -> int:
        self.count += self.counts
        return self.count

    def _host(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(challenge), self.origin, self.crossed)

    def _answer(self, response: dict[str, Any]) -> str:
        whole = {"id": self.named, "rawId": self.named, "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**whole, "response": response})
