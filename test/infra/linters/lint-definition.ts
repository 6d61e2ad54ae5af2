import validate from 'asl-validator';

/** What asl-validator finds in the definition of a state machine, a line each. */
export function lintDefinition(definition: object): string[] {
  const { errors } = validate(structuredClone(definition));
  return errors.map(({ 'Error code': code, Message }) => `${code} ${Message}`);
}
