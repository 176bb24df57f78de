/** Sign-in by a link that is sent to an address; loaded only when it is asked for. */
import { sendSignInLinkToEmail, signInWithEmailLink, type Auth } from "firebase/auth";

/** Send a link that opens the page that is open now. */
export async function sendLink(auth: Auth, email: string): Promise<void> {
  await sendSignInLinkToEmail(auth, email, { url: location.href, handleCodeInApp: true });
}

export async function signInByLink(auth: Auth, email: string, link: string): Promise<void> {
  await signInWithEmailLink(auth, email, link);
}

/** Return the newest link that the local cloud would have sent to an address. */
export async function readMail(mailbox: string, email: string): Promise<string | undefined> {
  const response = await fetch(mailbox);
  const { oobCodes } = (await response.json()) as {
    readonly oobCodes: readonly { readonly email: string; readonly oobLink: string }[];
  };
  return oobCodes.findLast((link) => link.email === email.toLowerCase())?.oobLink;
}
