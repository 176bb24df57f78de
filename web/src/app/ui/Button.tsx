/** What can be pressed. */
interface ButtonProps extends React.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "primary" | "danger" | "small" | "wide" | "primary wide";
}

/** A button, which sends a form only where its type says so. */
export function Button({ look, ...props }: ButtonProps): React.ReactNode {
  return <button type="button" className={look ? `button ${look}` : "button"} {...props} />;
}
