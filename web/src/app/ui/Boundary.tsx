/** Keeps a page that breaks from taking the others and the notifications with it. */
import { Component } from "react";

import { Trouble } from "./page.js";

/** Shows what is inside, or that it broke. */
export class Boundary extends Component<{ readonly children: React.ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  /** React calls it with what was thrown. */
  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error("unknown") };
  }

  override render(): React.ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Trouble error={error} onAgain={location.reload.bind(location)} />;
  }
}
