/** What can be pressed. */
import type { ButtonHTMLAttributes, ReactElement } from "react";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "primary" | "danger" | "small" | "wide" | "primary wide";
}

/** A button, which sends a form only where its type says so. */
export function Button({ look, ...props }: ButtonProps): ReactElement {
  return <button type="button" className={look ? `button ${look}` : "button"} {...props} />;
}
