/** What pdf.js draws of a page, in order: numbers of its `OPS`, and what each is given. */
export interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}
