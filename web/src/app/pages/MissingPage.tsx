/** An address that leads nowhere. */
import * as appText from "#messages/app";
import { Empty, MainLink, PageHead } from "../ui/page.js";

export function MissingPage(): React.ReactNode {
  return (
    <>
      <PageHead title={appText.notFound} />
      <Empty
        isPart
        title={appText.nothingHere}
        action={<MainLink to="/jobs">{appText.myJobs}</MainLink>}
      >
        {appText.nothingHereWhy}
      </Empty>
    </>
  );
}
