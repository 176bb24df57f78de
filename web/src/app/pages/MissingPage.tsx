/** An address that leads nowhere. */
import { Empty, MainLink, PageHead } from "../ui/page.js";

export function MissingPage(): React.ReactNode {
  return (
    <>
      <PageHead title="Not found" />
      <Empty isPart title="There is nothing here" action={<MainLink to="/jobs">My jobs</MainLink>}>
        The address may be mistyped, or what was here is gone.
      </Empty>
    </>
  );
}
