/** An address that leads nowhere. */
import type { ReactElement } from "react";

import { Link } from "../router.js";
import { Empty, PageHead } from "../ui/page.js";

/** An address that leads nowhere. */
export function MissingPage(): ReactElement {
  return (
    <>
      <PageHead title="Not found" />
      <Empty
        title="There is nothing here"
        action={
          <Link className="button primary" href="/jobs">
            My jobs
          </Link>
        }
      >
        The address may be mistyped, or what was here is gone.
      </Empty>
    </>
  );
}
