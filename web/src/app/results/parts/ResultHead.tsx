/** A result's head: the answer on the barrel, and below it a bar that stays while one reads. */
import { useRef } from "react";

import * as resultText from "#messages/result";
import { useAbout } from "../about.js";
import { Tools } from "./Tools.js";
import { useActivePart, useIsOut, type Part } from "./inView.js";
import { ReadAs } from "./ReadAs.js";
import "./head.css";

interface Props {
  /** What the result is about, where the job has no name of its own. */
  readonly name: string;
  /** The role that it is about, where there is one: of another name than was asked for, it is said. */
  readonly role?: Parameters<typeof ReadAs>[0]["role"] | undefined;
  /** The answer, in a sentence. */
  readonly headline: string;
  /** What it comes to, in one more. */
  readonly sub?: React.ReactNode;
  /** The number that the bar keeps. */
  readonly number?: string | undefined;
  readonly parts: readonly Part[];
  /** What to do next: the one thing that is offered. */
  readonly action?: React.ReactNode;
  /** A text to be copied. */
  readonly text: string;
  /** The scale, or the facts. */
  readonly children?: React.ReactNode;
}

export function ResultHead(props: Props): React.ReactNode {
  const { headline, sub, role, action, children } = props;
  const head = useRef<HTMLDivElement>(null);
  const isOut = useIsOut(head);
  return (
    <>
      <header className="answer answer-barrel" ref={head}>
        <div className="answer-words">
          <div>
            {role && <ReadAs role={role} />}
            <h2>{headline}</h2>
            {sub && <p>{sub}</p>}
          </div>
          {action && <div className="actions no-print">{action}</div>}
        </div>
        {children}
      </header>
      <ContentsBar {...props} isOut={isOut} />
    </>
  );
}

function ContentsBar(props: Props & { readonly isOut: boolean }): React.ReactNode {
  const { name, number, parts, action, text, isOut } = props;
  const about = useAbout();
  const active = useActivePart(parts);
  return (
    <div className="contents answer-barrel no-print" data-out={isOut}>
      {isOut && (
        <p className="contents-name">
          {number && <strong>{number}</strong>} <span>{about.name ?? name}</span>
        </p>
      )}
      <nav aria-label={resultText.inThisResult}>
        {parts.map(({ id, title }) => (
          <a key={id} href={`#${id}`} aria-current={id === active ? "location" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      {isOut && action && <div className="contents-action">{action}</div>}
      <Tools text={text} />
    </div>
  );
}

/** A number with its scale beside it. */
export function Answer(props: {
  readonly number: number;
  /** Of what it is a part. */
  readonly of: string;
  readonly children: React.ReactNode;
}): React.ReactNode {
  return (
    <div className="answer-scale">
      <p>
        <strong>{Math.round(props.number)}</strong> <span>{props.of}</span>
      </p>
      {props.children}
    </div>
  );
}
