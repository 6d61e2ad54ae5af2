/** What is used of asl-validator 4, which has no types of its own. Source: its dist/src/validator.js. */
declare module 'asl-validator' {
  /** Checks a definition, into which it also writes. */
  function validate(definition: object): {
    readonly isValid: boolean;
    readonly errors: readonly { readonly 'Error code': string; readonly Message: string }[];
  };
  export = validate;
}
