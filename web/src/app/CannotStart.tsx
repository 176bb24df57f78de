/** What is shown when not even the project is known: offline at the first visit, or a broken server. */
import { Brand } from "./ui/Brand.js";
import { Button } from "./ui/Button.js";

export function CannotStart(): React.ReactNode {
  return (
    <main className="lone">
      <Brand />
      <h1>CareerLens cannot be reached</h1>
      <p>Check your connection. Jobs that you have started go on without you.</p>
      <Button look="primary" onClick={location.reload.bind(location)}>
        Try again
      </Button>
    </main>
  );
}
