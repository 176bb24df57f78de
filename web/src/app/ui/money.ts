/** Amounts of money, in the page's language. */
import { LOCALE } from "./locale.js";

const form = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
const CENTS = form(2);
const SMALL = form(3);

/** Return US dollars: "$1.92"; what is less than ten cents with a digit more: "$0.013". */
export function money(dollars: number): string {
  return (Math.abs(dollars) < 0.1 && dollars !== 0 ? SMALL : CENTS).format(dollars);
}
