/** What is shown when not even the project is known: offline at the first visit, or a broken server. */
import * as appText from "#messages/app";
import { Brand } from "./ui/Brand.js";
import { Button } from "./ui/Button.js";

export function CannotStart(): React.ReactNode {
  return (
    <main className="lone">
      <Brand />
      <h1>{appText.cannotStart}</h1>
      <p>{appText.cannotStartWhy}</p>
      <Button look="primary" onClick={location.reload.bind(location)}>
        {appText.tryAgain}
      </Button>
    </main>
  );
}
