"""Where each part of the local cloud listens, on 127.0.0.1."""

from dataclasses import dataclass

from infra.local.process import ports

#: The ports that people know, where they are free.
USUAL_PORTS = {
    "firestore": 8200,
    "pubsub": 8085,
    "tasks": 8123,
    "tasks_http": 8124,
    "api": 8080,
    "worker": 8081,
    "sweeper": 8082,
    "webhooks": 8083,
    "receiver": 8084,
    "web": 8000,
}


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where each part listens, on 127.0.0.1."""

    firestore: int
    pubsub: int
    tasks: int
    tasks_http: int
    api: int
    worker: int
    sweeper: int
    webhooks: int
    receiver: int
    web: int

    @classmethod
    def usual(cls) -> "Ports":
        """Return the ports that people know, and others where those are taken."""
        return cls._chosen(*USUAL_PORTS.values())

    @classmethod
    def free(cls) -> "Ports":
        """Return ports that are free, for tests."""
        return cls._chosen(*[0] * len(USUAL_PORTS))

    @property
    def moved(self) -> list[str]:
        """Say of each usual port that is taken which part listens elsewhere, and where."""
        return [
            f"Port {usual} is taken by another program: {name} listens at {getattr(self, name)}."
            for name, usual in USUAL_PORTS.items()
            if getattr(self, name) != usual
        ]

    @classmethod
    def _chosen(cls, *preferred: int) -> "Ports":
        return cls(**dict(zip(USUAL_PORTS, ports.choose_ports(*preferred), strict=True)))
