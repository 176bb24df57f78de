/** What is done at an event, given what it is about. */

/** Return a handler that takes what a field holds now. */
export function onText(take: (text: string) => void) {
  return (event: { readonly target: { readonly value: string } }): void => {
    take(event.target.value);
  };
}

/** Return a handler that does something in place of what the browser would do. */
export function instead<Event extends { preventDefault(): void }>(act: (event: Event) => void) {
  return (event: Event): void => {
    event.preventDefault();
    act(event);
  };
}
