/** What comes of a type of job, beside its form. */
import * as formText from "#messages/form";

export function WhatYouGet({ type }: { readonly type: string }): React.ReactNode {
  const look = formText.TYPES[type];
  if (!look) return null;
  return (
    <aside className="paper what-you-get" aria-label={formText.whatYouGet}>
      <p className="hint">{formText.whatYouGet}</p>
      <h2>{look.outcome}</h2>
      <ul className="list">
        {(formText.PARTS[type] ?? []).map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      <p className="hint">{formText.checked}</p>
    </aside>
  );
}
