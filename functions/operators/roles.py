"""Who may see everybody's jobs, and who may steer them, too."""

from shared.auth.users import User
from shared.core import errors


def require_viewer(user: User) -> None:
    """Refuse all but operators and viewers.

    Raises:
        errors.PermissionDeniedError: If they are neither.
    """
    if not (user.is_operator or user.is_viewer):
        raise errors.PermissionDeniedError("Only operators and viewers may see this.")


def require_operator(user: User) -> None:
    """Refuse all but operators.

    Raises:
        errors.PermissionDeniedError: If they are no operator.
    """
    if not user.is_operator:
        raise errors.PermissionDeniedError("Only operators may do this.")
