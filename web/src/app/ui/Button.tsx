/** What can be pressed. */
type Look = "primary" | "turn" | "danger" | "small" | "wide" | "quiet" | "large";

interface ButtonProps extends React.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look | `${Look} ${Look}` | `${Look} ${Look} ${Look}`;
}

/** A button, which sends a form only where its type says so. */
export function Button({ look, ...props }: ButtonProps): React.ReactNode {
  return <button type="button" className={look ? `button ${look}` : "button"} {...props} />;
}
