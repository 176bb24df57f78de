/**
 * What is shown when the app cannot begin: offline at the first visit, a broken server, a part that does
 * not come. React may be that part, so it is written without.
 */
import * as appText from "#messages/app";

/** Show it in an element, below the sign that the page came with. */
export function showCannotStart(container: Element): void {
  const main = document.createElement("main");
  main.className = "lone";
  const again = textIn("button", appText.tryAgain);
  again.className = "button primary";
  again.addEventListener("click", () => {
    location.reload();
  });
  const sign = container.querySelector(".brand") ?? "";
  main.append(sign, textIn("h1", appText.cannotStart), textIn("p", appText.cannotStartWhy), again);
  container.replaceChildren(main);
}

function textIn(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
