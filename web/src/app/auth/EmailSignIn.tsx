/** Sign-in by a link: ask for it, open it, and say whose it is where this device does not know. */
import { useEffect, useRef, useState } from "react";

import * as signInText from "#messages/signIn";
import { Button } from "../ui/Button.js";
import { instead, onText } from "../ui/events.js";
import type { Attempt } from "../useAttempt.js";
import { keepAddress, readAddress } from "./keptAddress.js";
import type { LinkSignIn } from "./signIn.js";
import { isSpent } from "./trouble.js";

interface Props {
  readonly byLink: LinkSignIn;
  readonly attempt: Attempt;
  /** Whether there is no other way to sign in. */
  readonly isOnly: boolean;
}

/** Where a user stands; `sentTo` is the address that a link is on its way to. */
type Step = "ask" | "opened" | { readonly sentTo: string; readonly localLink?: string | undefined };

export function EmailSignIn({ byLink, attempt, isOnly }: Props): React.ReactNode {
  const [step, setStep] = useState<Step>(() => (byLink.isOpened() ? "opened" : "ask"));
  const send = (email: string): Promise<void> =>
    attempt.run(async () => {
      await byLink.send(email);
      keepAddress(email);
      setStep({ sentTo: email, localLink: await byLink.readMail?.(email) });
    });
  const ask = (): void => {
    byLink.drop();
    setStep("ask");
  };
  if (step === "ask") return <AskForm attempt={attempt} isMain={isOnly} onEmail={send} />;
  if (step === "opened") return <Opened {...{ byLink, attempt }} onOther={ask} />;
  return <Sent {...step} isBusy={attempt.isBusy} onAgain={send} onOther={ask} />;
}

function AskForm(props: {
  readonly attempt: Attempt;
  readonly isMain: boolean;
  readonly onEmail: (email: string) => Promise<void>;
}): React.ReactNode {
  return (
    <AddressForm {...props} label={signInText.email} action={signInText.send}>
      <p className="hint">{signInText.sendHint}</p>
    </AddressForm>
  );
}

/** The link has opened this page: it is finished at once where it was asked for on this device. */
function Opened(props: Omit<Props, "isOnly"> & { readonly onOther: () => void }): React.ReactNode {
  const { byLink, attempt, onOther } = props;
  const isBegun = useRef(false);
  const finish = (email: string): Promise<void> =>
    attempt.run(async () => {
      try {
        await byLink.finish(email);
        keepAddress("");
      } catch (error) {
        if (error instanceof Error && isSpent(error)) onOther();
        throw error;
      }
    });
  useEffect(() => {
    const email = readAddress();
    if (email && !isBegun.current) void finish(email);
    isBegun.current = true;
  });
  if (attempt.isBusy) return <p role="status">{signInText.finishing}</p>;
  return (
    <AddressForm
      {...{ attempt }}
      label={signInText.opened}
      action={signInText.finish}
      onEmail={finish}
      isMain
      isFirst
    >
      <Button look="quiet" onClick={onOther}>
        {signInText.other}
      </Button>
    </AddressForm>
  );
}

function AddressForm(props: {
  readonly attempt: Attempt;
  readonly label: string;
  readonly action: string;
  readonly isMain: boolean;
  /** Whether it is what this page was opened for. */
  readonly isFirst?: boolean;
  readonly onEmail: (email: string) => Promise<void>;
  readonly children: React.ReactNode;
}): React.ReactNode {
  const [email, setEmail] = useState(readAddress);
  return (
    <form onSubmit={instead(() => void props.onEmail(email.trim()))} className="field">
      <label htmlFor="email">{props.label}</label>
      <div className="mail-line">
        <input
          id="email"
          type="email"
          required
          autoFocus={props.isFirst}
          autoComplete="email"
          placeholder={signInText.emailHint}
          value={email}
          onChange={onText(setEmail)}
        />
        <Button
          type="submit"
          {...(props.isMain && { look: "primary" })}
          disabled={props.attempt.isBusy}
        >
          {props.action}
        </Button>
      </div>
      {props.children}
    </form>
  );
}

function Sent(props: {
  readonly sentTo: string;
  readonly localLink?: string | undefined;
  readonly isBusy: boolean;
  readonly onAgain: (email: string) => Promise<void>;
  readonly onOther: () => void;
}): React.ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that was pressed is gone: a keyboard and a screen reader go on here.
    heading.current?.focus();
  }, []);
  return (
    <div className="mail-sent">
      <h3 ref={heading} tabIndex={-1}>
        {signInText.sent}
      </h3>
      <p>{signInText.sentTo(props.sentTo)}</p>
      {props.localLink && (
        <p className="hint">
          {signInText.local} <a href={props.localLink}>{signInText.openLocal}</a>
        </p>
      )}
      <div className="actions">
        <Button
          look="small"
          disabled={props.isBusy}
          onClick={() => void props.onAgain(props.sentTo)}
        >
          {signInText.again}
        </Button>
        <Button look="small" onClick={props.onOther}>
          {signInText.other}
        </Button>
      </div>
    </div>
  );
}
