/** The product's name and sign. */
export function Brand(): React.ReactNode {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <circle cx="14.500" cy="14.500" r="6.500" />
        <path d="M19.500 19.500l5 5M11.500 16v-2m3 2v-4m3 4v-3" />
      </svg>
      CareerLens
    </span>
  );
}
