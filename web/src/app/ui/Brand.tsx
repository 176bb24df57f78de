/** The product's name and sign: a lens barrel's ring, with the index mark on it. */
import { PRODUCT } from "#messages/app";

export function Brand(): React.ReactNode {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path d="M12.500 6.500a11.500 11.500 0 1 0 7 0" strokeWidth="2.500" />
        <circle cx="16" cy="18" r="5" strokeWidth="2.500" />
        <path d="M6.500 15.500l2 .5M6.500 20.500l2-.5M25.500 15.500l-2 .5M25.500 20.500l-2-.5" />
        <path className="mark" d="M16 2l4 4-4 4-4-4z" />
      </svg>
      {PRODUCT}
    </span>
  );
}
