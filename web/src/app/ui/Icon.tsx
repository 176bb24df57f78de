/** Small pictures beside words, or in the place of words that a screen reader still reads. */

const PATHS = {
  add: "M12 5v14M5 12h14",
  back: "M20 12H4m7-7l-7 7 7 7",
  bell: "M6 17V11a6 6 0 1 1 12 0v6l2 2H4zM10 21h4",
  cross: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
  list: "M4 6h16M4 12h16M4 18h10",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  next: "M4 12h16m-7-7l7 7-7 7",
  pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 1 0 0-13zM15.500 15.500L21 21",
} as const;

/** A picture; what it means is said beside it. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }): React.ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
