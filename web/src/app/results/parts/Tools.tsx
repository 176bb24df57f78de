/** How a result is kept: copied, printed, or saved as it came. */
import { useState } from "react";

import * as resultText from "#messages/result";
import { useAbout } from "../about.js";
import { saveFile } from "../saveFile.js";

const ICONS = {
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  copied: "M5 13l4 4L19 7",
  print: "M7 9V4h10v5M7 18H4v-8h16v8h-3M7 15h10v5H7z",
  save: "M12 4v11m-4-4 4 4 4-4M5 20h14",
} as const;

export function Tools({ text }: { readonly text: string }): React.ReactNode {
  const { type, result } = useAbout();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const save = (): void => {
    const json = JSON.stringify(result, null, 2);
    saveFile(`${type}.json`, new Blob([json], { type: "application/json" }));
  };
  return (
    <div className="tools">
      <Tool
        icon={isCopied ? "copied" : "copy"}
        label={resultText.copyText}
        onClick={() => void copy()}
      />
      <Tool icon="print" label={resultText.print} onClick={print.bind(window)} />
      <Tool icon="save" label={resultText.saveJson} onClick={save} />
      <span role="status" className="visually-hidden">
        {isCopied && resultText.copied}
      </span>
    </div>
  );
}

function Tool(props: {
  readonly icon: keyof typeof ICONS;
  readonly label: string;
  readonly onClick: () => void;
}): React.ReactNode {
  return (
    <button type="button" title={props.label} aria-label={props.label} onClick={props.onClick}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={ICONS[props.icon]} />
      </svg>
    </button>
  );
}
